"""Builds F = W Lambda (a W - c S) + d W + c S and R = diag(1 + r^2) F, and decides R'F + F'R >= 0, in batches."""
import json
import sys

import numpy as np

from timing import rate


def inequality(n, batch):
    random = np.random.Generator(np.random.SFC64(2))

    def uniform(*shape):
        return random.uniform(-2, 2, shape)

    def symmetric():
        m = uniform(batch, n, n)
        return (m + m.transpose(0, 2, 1)) * 0.5

    identity = np.eye(n)

    def run():
        weights, synapses = symmetric(), symmetric()
        state, bias, scale = uniform(batch, n), uniform(batch, n), uniform(batch, n)
        a, c, d = (uniform(batch, 1, 1) for _ in range(3))
        slope = 1 - np.tanh(np.matvec(weights, state) + bias) ** 2
        inner = a * weights - c * synapses
        inner *= slope[:, :, None]
        factor = weights @ inner
        factor += d * weights
        factor += c * synapses
        product = (factor * (1 + scale * scale)[:, :, None]).transpose(0, 2, 1) @ factor
        product += product.transpose(0, 2, 1).copy()
        size = np.sqrt(np.einsum("bij,bij->b", product, product))
        product += (1e-9 * size + 1e-300)[:, None, None] * identity
        np.linalg.cholesky(product)  # raises where one is not positive definite

    return run


result = {}
for n in map(int, sys.argv[1:]):
    batches = {max(2, size // (8 * n * n)) for size in (250_000, 2_000_000)}
    result[str(n)] = max(rate(inequality(n, b), b) for b in batches)
print(json.dumps(result))
