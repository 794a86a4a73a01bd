"""Least eigenvalues of I - (W'D + DW)/2 at ends D of [0, 1]^N a second: what looking at them one by one takes."""
import json
import sys

import numpy as np

from timing import rate

result = {}
for n in map(int, sys.argv[1:]):
    random = np.random.default_rng(1)
    weights = random.normal(0, 0.45 / np.sqrt(n), (n, n))
    batch = max(1, 100_000 // (n * n))
    slopes = random.integers(0, 2, (batch, n)).astype(float)

    def run():
        form = slopes[:, :, None] * weights
        form = np.eye(n) - (form + form.transpose(0, 2, 1)) / 2
        np.linalg.eigvalsh(form)

    result[str(n)] = rate(run, batch)
print(json.dumps(result))
