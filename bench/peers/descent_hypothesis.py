"""The same check as a Hypothesis property over arrays of floats."""
import json
import sys
import time

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


def examples_per_second(n, examples):
    def numbers(shape, bound):
        return arrays(np.float64, shape, elements=st.floats(-bound, bound, allow_nan=False, allow_subnormal=False))

    count = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(numbers((n, n), 2), numbers(n, 10), numbers(n, 2))
    def energy_falls(weights, state, bias):
        nonlocal count
        count += 1
        activation = np.tanh(state)
        velocity = (weights @ activation + activation @ weights) / 2 - state + bias
        assert -np.sum((1 - activation**2) * velocity**2) <= 1e-9

    start = time.process_time()
    energy_falls()
    return count / (time.process_time() - start)


print(json.dumps({n: examples_per_second(int(n), 300 if int(n) < 512 else 100) for n in sys.argv[1:]}))
