"""Draws W, y, b and checks dE/dt <= 0 for y' = (W + W')/2 tanh(y) - y + b, in batches tuned by hand.

The fastest arrangement found: a cheap generator that writes into buffers allocated once, batches that stay in the
second-level cache, products of stacked matrices by matvec and vecmat, temporaries reused.
"""
import json
import sys

import numpy as np

from timing import rate

TOLERANCE = 1e-9


def descent(n, batch):
    random = np.random.Generator(np.random.SFC64(1))
    weights = np.empty((batch, n, n))
    state, bias, activation, field, other = (np.empty((batch, n)) for _ in range(5))

    def draw():
        for array, low, high in ((weights, -2, 2), (state, -10, 10), (bias, -2, 2)):
            random.random(out=array)
            array *= high - low
            array += low

    def check():
        np.tanh(state, out=activation)
        np.matvec(weights, activation, out=field)
        np.vecmat(activation, weights, out=other)
        np.add(field, other, out=field)
        np.multiply(field, 0.5, out=field)
        np.subtract(state, bias, out=other)
        np.subtract(field, other, out=field)  # the velocity
        np.multiply(activation, activation, out=activation)
        np.subtract(1, activation, out=activation)
        np.multiply(activation, field, out=activation)
        np.multiply(activation, field, out=activation)  # minus gradient times velocity
        return np.min(activation.sum(axis=1)) >= -TOLERANCE

    def run():
        draw()
        if not check():
            raise AssertionError("a violation")

    return run


result = {}
for n in map(int, sys.argv[1:]):
    batches = {max(1, size // (8 * n * n)) for size in (250_000, 1_000_000)}
    result[str(n)] = max(rate(descent(n, min(b, 8192)), min(b, 8192)) for b in batches)
print(json.dumps(result))
