import { describe, expect, it } from 'vitest';
import { dormandPrince } from '../../src/dynamics/dormand-prince.js';
import { Flow, type StepFailure } from '../../src/dynamics/flow.js';
import { differenceJacobian } from '../../src/dynamics/jacobian-differences.js';
import type { Field, Method, System, Tolerance } from '../../src/dynamics/method.js';
import { rosenbrock } from '../../src/dynamics/rosenbrock.js';

const TOLERANCE: Tolerance = { relative: 1e-6, absolute: 1e-9 };

/** A system from formulas of its entries. */
const system = (n: number, v: (y: Float64Array) => readonly number[], J?: (y: Float64Array) => readonly number[]) =>
  ({
    n,
    velocity: (y, out) => out.set(v(y)),
    ...(J === undefined ? {} : { jacobian: (y: Float64Array, out: Float64Array) => out.set(J(y)) }),
  }) satisfies System;

const e = (y: ArrayLike<number>, i: number): number => y[i] ?? Number.NaN;
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.sqrt(Array.from(a).reduce((sum, x, i) => sum + (x - e(b, i)) ** 2, 0));

/** A pendulum with quadratic drag: no symmetry, no closed form. */
const PENDULUM = system(
  2,
  (y) => [e(y, 1), -Math.sin(e(y, 0)) - 0.3 * e(y, 1) ** 2],
  (y) => [0, 1, -Math.cos(e(y, 0)), -0.6 * e(y, 1)],
);
const START = [1, 0.5];

/** Steps of one size by a method; also the state at 0.4 of the first step. */
function fixedSteps(method: Method, { velocity }: System, steps: number, h: number) {
  let y = Float64Array.from(START);
  const [v, after] = [new Float64Array(2), new Float64Array(2)];
  const within = new Float64Array(2);
  for (let k = 0; k < steps; k += 1) {
    const next = new Float64Array(2);
    velocity(y, v);
    method.attempt(y, v, h, next);
    velocity(next, after);
    if (k === 0) method.interpolate({ from: y, velocityFrom: v, to: next, velocityTo: after, h }, 0.4, within);
    y = next;
  }
  return { y, within };
}

const METHODS = {
  explicit: () => dormandPrince(PENDULUM, TOLERANCE),
  stiff: () => rosenbrock(PENDULUM, PENDULUM.jacobian as Field, TOLERANCE),
};

describe.each([
  { name: 'explicit', order: 5, dense: 4 },
  { name: 'stiff', order: 4, dense: 3 },
] as const)('the $name method', ({ name, order, dense }) => {
  const reference = fixedSteps(dormandPrince(PENDULUM, TOLERANCE), PENDULUM, 2048, 2 / 2048).y;
  const errors = [16, 32, 64].map((steps) => {
    const h = 2 / steps;
    const { y, within } = fixedSteps(METHODS[name](), PENDULUM, steps, h);
    const there = fixedSteps(dormandPrince(PENDULUM, TOLERANCE), PENDULUM, 32, (0.4 * h) / 32).y;
    return { end: distance(y, reference), within: distance(within, there) };
  });

  it(`has order ${order}: half the step, 2^${order} times the accuracy`, () => {
    errors.slice(1).forEach(({ end }, k) => {
      const slope = Math.log2((errors[k]?.end ?? Number.NaN) / end);
      expect(slope).toBeGreaterThan(order - 0.15);
      expect(slope).toBeLessThan(order + 0.4);
    });
  });

  it(`has a dense output of order ${dense}`, () => {
    errors.slice(1).forEach(({ within }, k) => {
      const slope = Math.log2((errors[k]?.within ?? Number.NaN) / within);
      expect(slope).toBeGreaterThan(dense + 1 - 0.3);
    });
  });
});

/** The flow to a time, with the states at the given times by dense output. */
function flowTo(of: System, start: readonly number[], end: number, tolerance = TOLERANCE, seen?: (f: Flow) => void) {
  const flow = new Flow(of, tolerance);
  let failure: StepFailure | undefined = flow.start(start);
  for (let k = 0; failure === undefined && flow.t < end && k < 200_000; k += 1) {
    failure = flow.advance(end);
    if (failure !== undefined) break;
    seen?.(flow);
    flow.chooseMethod(end);
  }
  return { flow, failure };
}

describe('flows with a closed form', () => {
  it.each([
    { name: 'decay', of: system(1, (y) => [-2 * e(y, 0)]), start: [3], exact: (t: number) => [3 * Math.exp(-2 * t)] },
    {
      name: 'logistic growth',
      of: system(1, (y) => [e(y, 0) * (1 - e(y, 0))]),
      start: [0.01],
      exact: (t: number) => [1 / (1 + 99 * Math.exp(-t))],
    },
    {
      name: 'rotation',
      of: system(2, (y) => [e(y, 1), -e(y, 0)]),
      start: [1, 0],
      exact: (t: number) => [Math.cos(t), -Math.sin(t)],
    },
    {
      name: 'a spiral onto the unit circle',
      of: system(2, (y) => {
        const s = 1 - e(y, 0) ** 2 - e(y, 1) ** 2;
        return [e(y, 0) * s - 3 * e(y, 1), e(y, 1) * s + 3 * e(y, 0)];
      }),
      start: [0.1, 0],
      exact: (t: number) => {
        const r = 1 / Math.sqrt(1 + 99 * Math.exp(-2 * t));
        return [r * Math.cos(3 * t), r * Math.sin(3 * t)];
      },
    },
  ])('$name: errors follow the tolerance, at the steps and in between', ({ of, start, exact }) => {
    const worst = [1e-4, 1e-7, 1e-10].map((relative) => {
      let most = 0;
      const between = new Float64Array(of.n);
      flowTo(of, start, 10, { relative, absolute: relative / 1000 }, (flow) => {
        for (const theta of [0.25, 0.5, 0.9, 1]) {
          flow.at(theta, between);
          most = Math.max(most, distance(between, exact(flow.t - (1 - theta) * flow.step.h)));
        }
      });
      return most / relative;
    });
    for (const ratio of worst) expect(ratio).toBeLessThan(60);
  });

  it('ends exactly at the time asked for', () => {
    const { flow } = flowTo(PENDULUM, START, 1.7);
    expect(flow.t).toBe(1.7);
    const end = new Float64Array(2);
    flow.at(1, end);
    expect(distance(end, flow.y)).toBeLessThan(1e-15);
    flow.at(0, end);
    expect(distance(end, flow.step.from)).toBeLessThan(1e-15);
  });
});

it('agrees with small steps of the classical Runge–Kutta method', () => {
  const W = [
    [0.3, -1.2, 0.7],
    [1.9, 0.4, -0.8],
    [-0.5, 1.1, 1.3],
  ];
  const v = (y: ArrayLike<number>): number[] =>
    W.map((row, i) => row.reduce((sum, w, j) => sum + w * Math.tanh(2 * e(y, j)), 0) - e(y, i) + 0.1 * i);
  const step = (y: readonly number[], h: number): number[] => {
    const moved = (k: readonly number[], by: number): number[] => y.map((x, i) => x + by * e(k, i));
    const k1 = v(y);
    const k2 = v(moved(k1, h / 2));
    const k3 = v(moved(k2, h / 2));
    const k4 = v(moved(k3, h));
    return y.map((x, i) => x + (h / 6) * (e(k1, i) + 2 * e(k2, i) + 2 * e(k3, i) + e(k4, i)));
  };
  let y = [0.5, -1, 2];
  for (let k = 0; k < 10_000; k += 1) y = step(y, 1 / 1000);
  const { flow } = flowTo(
    system(3, (z) => v(z)),
    [0.5, -1, 2],
    10,
    { relative: 1e-10, absolute: 1e-13 },
  );
  expect(distance(flow.y, y)).toBeLessThan(1e-8);
});

/** Two time constants of about 1. */
const CALM = system(
  2,
  (y) => [Math.tanh(e(y, 1)) - e(y, 0), 0.5 * Math.tanh(e(y, 0)) - e(y, 1)],
  (y) => [-1, 1 / Math.cosh(e(y, 1)) ** 2, 0.5 / Math.cosh(e(y, 0)) ** 2, -1],
);

const FORCED = system(
  3,
  (y) => [-1e6 * (e(y, 0) - e(y, 1)), e(y, 2), -e(y, 1)],
  () => [-1e6, 1e6, 0, 0, 0, 1, 0, -1, 0],
);

describe('stiff systems', () => {
  it('follows a fast variable that is tied to a slow one, in few steps', () => {
    const { flow } = flowTo(FORCED, [5, 1, 0], 10);
    expect(flow.steps).toBeLessThan(400);
    expect(flow.stiffSteps).toBeGreaterThan(50);
    // y₀ = cos t + 1e-6 sin t up to 1e-12.
    expect(e(flow.y, 0)).toBeCloseTo(Math.cos(10) + 1e-6 * Math.sin(10), 5);
  });

  it("solves Robertson's reactions to t = 10^5", () => {
    const robertson = system(
      3,
      (y) => {
        const [slow, fast] = [-0.04 * e(y, 0) + 1e4 * e(y, 1) * e(y, 2), 3e7 * e(y, 1) ** 2];
        return [slow, -slow - fast, fast];
      },
      (y) => {
        const [a, b, c] = [1e4 * e(y, 2), 1e4 * e(y, 1), 6e7 * e(y, 1)];
        return [-0.04, a, b, 0.04, -a - c, -b, 0, c, 0];
      },
    );
    const { flow } = flowTo(robertson, [1, 0, 0], 1e5, { relative: 1e-8, absolute: 1e-13 });
    const exact = [0.0178659211421, 7.27475346844e-8, 0.98213400611];
    exact.forEach((v, i) => expect(Math.abs(e(flow.y, i) / v - 1)).toBeLessThan(1e-6));
    expect(flow.steps).toBeLessThan(1500);
  });

  it('changes the method in the middle of a run, both ways', () => {
    const vanDerPol = system(
      2,
      (y) => [e(y, 1), 200 * (1 - e(y, 0) ** 2) * e(y, 1) - e(y, 0)],
      (y) => [0, 1, -400 * e(y, 0) * e(y, 1) - 1, 200 * (1 - e(y, 0) ** 2)],
    );
    const methods: string[] = [];
    const { flow } = flowTo(vanDerPol, [2, 0], 400, TOLERANCE, ({ method }) => {
      if (methods.at(-1) !== method) methods.push(method);
    });
    expect(methods.slice(0, 3)).toEqual(['explicit', 'stiff', 'explicit']);
    const { flow: tight } = flowTo(vanDerPol, [2, 0], 400, { relative: 1e-10, absolute: 1e-13 });
    expect(distance(flow.y, tight.y)).toBeLessThan(1e-3);
    expect(flow.steps).toBeLessThan(6000);
  });

  it('does without a Jacobian that is known, by differences', () => {
    const { flow } = flowTo({ ...FORCED, jacobian: differenceJacobian(FORCED.velocity, 3) }, [5, 1, 0], 10);
    expect(flow.stiffSteps).toBeGreaterThan(50);
    expect(e(flow.y, 0)).toBeCloseTo(Math.cos(10), 5);
  });

  it('takes no expensive steps where the explicit method does', () => {
    expect(flowTo(CALM, [1, -2], 50).flow.stiffSteps).toBe(0);
  });
});

describe('where a flow ends', () => {
  it.each([
    { name: 'no value at the start', v: (y: number) => Math.log(y), start: -1, failure: 'undefined' },
    { name: 'a pole', v: (y: number) => -1 / y, start: 1, failure: 'too-small' },
    { name: 'growth to infinity in finite time', v: (y: number) => y * y, start: 1, failure: 'too-small' },
  ])('$name: $failure', ({ v, start, failure }) => {
    const ended = flowTo(
      system(1, (y) => [v(e(y, 0))]),
      [start],
      10,
    );
    expect(ended.failure).toBe(failure);
  });

  it('starts anew as if nothing had been', () => {
    const flow = new Flow(FORCED, TOLERANCE);
    const ends = [0, 1].map(() => {
      flow.start([5, 1, 0]);
      while (flow.t < 3) {
        flow.advance(3);
        flow.chooseMethod(3);
      }
      return [...flow.y, flow.steps, flow.stiffSteps, flow.rejected];
    });
    expect(ends[1]).toEqual(ends[0]);
  });
});
