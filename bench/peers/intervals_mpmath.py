"""Additions, products and quotients of intervals a second, by the intervals of mpmath."""
import json

from mpmath import iv

from timing import rate

values = [iv.mpf([k / 7, k / 7 + 0.5]) for k in range(1, 65)]


def run(operation):
    def all_pairs():
        for a, b in zip(values, reversed(values)):
            operation(a, b)

    return all_pairs


result = {
    "add": rate(run(lambda a, b: a + b), len(values)),
    "multiply": rate(run(lambda a, b: a * b), len(values)),
    "divide": rate(run(lambda a, b: a / b), len(values)),
    "exp": rate(run(lambda a, _: iv.exp(a)), len(values)),
}
print(json.dumps(result))
