"""Integrates y' = W tanh(y) - y + b to t = 50 by methods of scipy's solve_ivp; the numbers come from a file."""
import json
import sys

import numpy as np
from scipy.integrate import solve_ivp

from timing import rate

with open(sys.argv[1]) as file:
    given = json.load(file)
b, start, exact = (np.array(given[name]) for name in ("b", "start", "exact"))
W = np.array(given["W"]).reshape(len(b), len(b))


def velocity(_, y):
    return W @ np.tanh(y) - y + b


def run(method):
    return solve_ivp(velocity, (0, 50), start, method=method, rtol=1e-6, atol=1e-9)


result = {method: rate(lambda: run(method), 1) for method in ("RK45", "DOP853", "LSODA")}
result["error"] = float(np.abs(run("RK45").y[:, -1] - exact).max())
print(json.dumps(result))
