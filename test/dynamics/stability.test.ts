import { beforeAll, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/dynamics/memory.js';
import { additiveForm } from '../../src/dynamics/stability/additive-form.js';
import { deadRegion, recoverSteadyState } from '../../src/dynamics/stability/dead-region.js';
import type { Route, RouteName } from '../../src/dynamics/stability/route.js';
import { stabilityOf, type StabilityReport } from '../../src/dynamics/stability/stability.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { randomFrom } from '../../src/numeric/random.js';
import { flowOf, found, hopfield, memoryFrom, rowsOf } from './memories.js';

beforeAll(loadMpfr);

const UNDECIDED = 'not decided by linearisation';

/** The reports of the steady states, in the order of their first numbers. */
const reports = async (memory: Memory): Promise<StabilityReport[]> => {
  const { states } = await found(memory);
  return [...states].sort((a, b) => (a.y[0] as number) - (b.y[0] as number)).map((s) => stabilityOf(memory, s));
};
const verdicts = async (memory: Memory): Promise<string[]> => (await reports(memory)).map((r) => r.verdict);
const route = (r: StabilityReport | undefined, name: RouteName): Route => {
  const one = r?.routes.find((x) => x.name === name);
  if (one === undefined) throw new Error(`no route ${name}`);
  return one;
};

/** How far a small perturbation has come in tiny Euler steps, as a multiple of its size. */
function growth(memory: Memory, y: Float64Array, seed: number): number {
  const random = randomFrom(seed, 'perturbation');
  const size = 1e-5;
  const start = y.map((v) => v + size * random.uniform(-1, 1));
  const v = new Float64Array(memory.n);
  for (let k = 0; k < 6000; k += 1) {
    memory.velocity(start, v);
    for (let i = 0; i < v.length; i += 1) start[i] = (start[i] as number) + 2e-3 * (v[i] as number);
  }
  return Math.max(...start.map((x, i) => Math.abs(x - (y[i] as number)))) / size;
}

describe('stability', () => {
  it('of steady states in closed form', async () => {
    expect(await verdicts(await hopfield('tanh', [[2]], [0]))).toEqual(['stable', 'unstable', 'stable']);
    expect(await verdicts(await hopfield('tanh', [[1]], [0]))).toEqual([UNDECIDED]);
    expect(await verdicts(await hopfield('tanh', [[0.999]], [0]))).toEqual(['stable']);
    const linear = (A: number[][]): Promise<Memory> =>
      flowOf(2, 'A*y', undefined, { parameters: { A: { shape: ['N', 'N'], value: A } } });
    const saddle = [
      [1, 0],
      [0, -1],
    ];
    const turning = [
      [0, -1],
      [1, 0],
    ];
    expect(await verdicts(await linear(saddle))).toEqual(['unstable']);
    expect(await verdicts(await linear(turning))).toEqual([UNDECIDED]);
  });

  it('is unstable inside a limit cycle, whatever the energy says', async () => {
    const cycle = await hopfield(
      'tanh',
      [
        [2, 3],
        [-3, 2],
      ],
      [0, 0],
    );
    expect(await verdicts(cycle)).toEqual(['unstable']);
    const calm = await hopfield(
      'tanh',
      [
        [1, 3],
        [-3, 1],
      ],
      [0, 0],
    );
    expect(await verdicts(calm)).toEqual([UNDECIDED]);
  });

  it('of two neurons with three states, by every route', async () => {
    const [one, saddle, other] = await reports(
      await hopfield(
        'relu',
        [
          [0, -2],
          [-2, 0],
        ],
        [1, 1],
      ),
    );
    expect([one?.verdict, saddle?.verdict, other?.verdict]).toEqual(['stable', 'unstable', 'stable']);
    expect(one?.dead).toMatchObject({ dimension: 1, activations: ['g'] });
    expect(route(one, 'reduced').verdict).toBe('stable');
    expect(route(one, 'symmetric').verdict).toBe('stable');
    // The energy alone cannot tell, as it is flat along the dead neuron.
    expect(route(one, 'hessian').verdict).toBe(UNDECIDED);
    expect(one?.zeroModes?.hessian).toEqual({ dead: 1, continuum: 0, degenerate: 0 });
    expect(one?.zeroModes?.jacobian).toEqual({ dead: 0, continuum: 0, degenerate: 0 });
    for (const name of ['reduced', 'symmetric', 'hessian'] as const)
      expect(route(saddle, name).verdict).toBe('unstable');
    expect([one, saddle, other].flatMap((r) => r?.disagreeing)).toEqual([]);
  });

  it('at kinks rests on all sides, or is left open', async () => {
    expect(await verdicts(await hopfield('relu', [[0.5]], [0]))).toEqual(['stable']);
    // To the right y grows, to the left it returns: neither linearisation decides for both.
    const [both] = await reports(await hopfield('relu', [[3]], [0]));
    expect(both?.verdict).toBe(UNDECIDED);
    expect(route(both, 'jacobian').evidence).toContain('one side');
    expect(await verdicts(await flowOf(1, 'y + relu(y)'))).toEqual(['unstable']);
    const jumping = await flowOf(1, '-sign(y)');
    const at = { y: Float64Array.of(0), verification: 'exact', box: [{ low: 0, high: 0 }], note: undefined } as const;
    expect(stabilityOf(jumping, at).verdict).toBe(UNDECIDED);
    expect((await found(jumping)).complete).toEqual({ pieces: 2, jumps: true });
  });

  it('shows an energy that says otherwise than the flow', async () => {
    const [wrong] = await reports(await flowOf(2, 'y', "1/2*y'*y"));
    expect(wrong?.verdict).toBe('unstable');
    expect(wrong?.disagreeing).toContain('hessian');
    const [tilted] = await reports(await flowOf(1, '-y', 'sum(y) + sum(y.*y)'));
    expect(route(tilted, 'hessian').verdict).toBe('not applicable');
  });

  it('tells eigenvalues at 0 apart', async () => {
    const [degenerate] = await reports(await hopfield('tanh', [[1]], [0]));
    expect(degenerate?.zeroModes?.jacobian).toEqual({ dead: 0, continuum: 0, degenerate: 1 });
    const shifted = await memoryFrom({
      name: 'shift',
      dimensions: { N: 3 },
      state: { y: ['N'] },
      parameters: { b: { shape: ['N'], value: [1, 0, -1] } },
      velocity: { y: 'softmax(y) - softmax(b)' },
      energy: "1/2*y'*y",
    });
    const y = Float64Array.of(1, 0, -1);
    const box = [...y].map((v) => ({ low: v, high: v }));
    const r = stabilityOf(shifted, { y, verification: 'exact', box, note: undefined });
    expect(r.zeroModes?.jacobian).toEqual({ dead: 1, continuum: 0, degenerate: 0 });
  });

  it('agrees with small perturbations that are followed in tiny steps', async () => {
    let [stable, unstable] = [0, 0];
    for (let seed = 1; seed <= 12; seed += 1) {
      const r = randomFrom(seed, 'independent');
      const n = r.integer(1, 4);
      const W = Array.from({ length: n }, (_, i) =>
        Array.from({ length: n }, (__, j) => r.uniform(-2, 2) + (i === j ? 2 : 0)),
      );
      const b = Array.from({ length: n }, () => r.uniform(-1, 1));
      const memory = await hopfield(['tanh', 'relu', 'hard-tanh', 'sigmoid'][seed % 4] as string, W, b);
      for (const state of (await found(memory)).states) {
        const report = stabilityOf(memory, state);
        const moved = growth(memory, state.y, seed);
        const slow = Math.abs(route(report, 'jacobian').bounds?.[0] ?? 0) < 0.4;
        if (report.verdict === 'stable') {
          stable += 1;
          if (!slow) expect(moved).toBeLessThan(0.9);
        }
        if (report.verdict === 'unstable') {
          unstable += 1;
          if (!slow) expect(moved).toBeGreaterThan(1.5);
        }
        expect(report.disagreeing.filter((x) => x === 'reduced' || x === 'symmetric')).toEqual([]);
      }
    }
    expect(stable).toBeGreaterThan(8);
    expect(unstable).toBeGreaterThan(4);
  });
});

describe('the form A a(By + d) − y + c', () => {
  it('is found whatever the names are, and only where it is one', async () => {
    const W = [
      [0, 1],
      [1, 0],
    ];
    const plain = await hopfield('tanh', W, [0, 0]);
    expect(additiveForm(plain)?.parts).toHaveLength(1);
    expect(additiveForm(await hopfield('tanh', W, [0, 0], { velocity: { y: 'g(W*y + b) - y' } }))).toBeDefined();
    expect(additiveForm(await hopfield('tanh', W, [0, 0], { velocity: { y: 'tanh(W*y + b) - y' } }))).toBeDefined();
    expect(additiveForm(await hopfield('tanh', W, [0, 0], { velocity: { y: 'W*(g(y) - y)' } }))).toBeUndefined();
    expect(additiveForm(await hopfield('tanh', W, [0, 0], { velocity: { y: 'W*g(y) - 2*y + b' } }))).toBeUndefined();
    expect(additiveForm(await hopfield('tanh', W, [0, 0], { velocity: { y: 'diag(y)*g(y) - y' } }))).toBeUndefined();
  });
});

describe('dead regions', () => {
  const boxOf = (y: readonly number[]): { low: number; high: number }[] => y.map((v) => ({ low: v, high: v }));
  const zeros = (n: number): number[][] => Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  const dimensionAt = async (is: string, y: readonly number[]): Promise<number | string> => {
    const memory = await hopfield(
      is,
      zeros(y.length),
      y.map(() => 0),
    );
    const region = deadRegion(memory, boxOf(y));
    return 'unknown' in region ? region.unknown : region.dimension;
  };

  it('of every kind in the catalogue', async () => {
    expect(await dimensionAt('relu', [-1, 2, -3])).toBe(2);
    expect(await dimensionAt('relu', [0, 2, -3])).toBe(1);
    expect(await dimensionAt('hard-tanh', [-2, 0.5, 3])).toBe(2);
    expect(await dimensionAt('hard-sigmoid', [-20, 0.5, 20])).toBe(2);
    expect(await dimensionAt('repu', [-1, 1])).toBe(1);
    expect(await dimensionAt('softmax', [0.3, 1, -2])).toBe(1);
    expect(await dimensionAt('layer-norm', [0.3, 1, -2])).toBe(1);
    expect(await dimensionAt('sparsemax', [3, 0, 0.5])).toBe(3);
    expect(await dimensionAt('sparsemax', [0.1, 0, 0])).toBe(1);
    for (const is of ['tanh', 'sigmoid', 'leaky-relu', 'identity']) expect(await dimensionAt(is, [-30, 2])).toBe(0);
  });

  it('follow the argument of the activation', async () => {
    // relu(Wu + b) with W = [[1, 1], [0, 1]]: the second entry is dead along (1, -1)… only where Wu + b < 0 there.
    const memory = await hopfield(
      'relu',
      [
        [1, 1],
        [0, 1],
      ],
      [0, 0],
      { velocity: { y: 'g(W*y + b) - y' }, energy: "1/2*y'*y" },
    );
    const region = deadRegion(memory, boxOf([3, -1]));
    if ('unknown' in region) throw new Error(region.unknown);
    expect(region.dimension).toBe(1);
    const [v] = region.basis;
    expect((v?.[0] as number) + (v?.[1] as number)).toBeCloseTo(0, 14);
  });

  it('give back the steady state from a minimiser of the energy', async () => {
    const memory = await hopfield(
      'relu',
      [
        [0, -2],
        [-2, 0],
      ],
      [1, 1],
    );
    expect(rowsOf(await found(memory))[0]).toEqual([-1, 1]);
    // Any state of the flat region has the energy of the steady state (−1, 1).
    const minimiser = Float64Array.of(-7.5, 1);
    const region = deadRegion(memory, boxOf([...minimiser]));
    if ('unknown' in region) throw new Error(region.unknown);
    expect(memory.energy(minimiser)).toBe(memory.energy(Float64Array.of(-1, 1)));
    expect([...recoverSteadyState(memory, minimiser, region)]).toEqual([-1, 1]);
  });
});
