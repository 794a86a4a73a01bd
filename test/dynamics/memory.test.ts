import { beforeAll, describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { memoryOf } from '../../src/dynamics/memory.js';
import { derivation } from '../../src/derivation/derivation.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';

beforeAll(loadMpfr);

const TWO_LAYERS: DesignInput = {
  name: 'two layers',
  dimensions: { N: 2, P: 3 },
  state: { x: ['N'], y: ['P'] },
  parameters: {
    M: { shape: ['N', 'P'] },
    A: { shape: ['P', 'P'], structure: 'positive-definite' },
    c: { shape: ['N'], value: [0.5, -1] },
  },
  lagrangians: { L: { is: 'any', gradient: 'g', assume: ['entrywise'] } },
  velocity: { x: 'M*g(y) - x + c', y: "M'*g(x) - A*y" },
  energy: "1/2*x'*x - c'*x + 1/2*y'*A*y - x'*M*g(y)",
};

const at = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers);
const STATE = at([0.3, -0.7, 1.1, 0.2, -0.4]);

describe('a memory', async () => {
  const design = await defineDesign(TWO_LAYERS);
  const memory = memoryOf(design, { seed: 3 });

  it('stacks the states in the order of their declaration', () => {
    expect(memory.n).toBe(5);
    expect(memory.states.map(({ name, from, size }) => [name, from, size])).toEqual([
      ['x', 0, 2],
      ['y', 2, 3],
    ]);
  });

  it('takes given numbers and draws the others from the seed, within their structure', () => {
    const { parameters, drawn } = memory.numbers;
    expect(parameters.get('c')).toEqual([0.5, -1]);
    expect(drawn).toEqual(['M', 'A']);
    const A = parameters.get('A') as readonly number[];
    expect([A[1], A[2], A[5]]).toEqual([A[3], A[6], A[7]]);
    expect(memoryOf(design, { seed: 3 }).numbers.parameters).toEqual(parameters);
    expect(memoryOf(design, { seed: 4 }).numbers.parameters.get('M')).not.toEqual(parameters.get('M'));
  });

  it('says what stands for a Lagrangian that may be any', () => {
    expect(memory.numbers.standIns).toEqual({ L: 'sum(logcosh(x))' });
  });

  it('computes the velocity that the formulas say', () => {
    const M = memory.numbers.parameters.get('M') as readonly number[];
    const A = memory.numbers.parameters.get('A') as readonly number[];
    const [x, y] = [[...STATE.slice(0, 2)], [...STATE.slice(2)]];
    const c = [0.5, -1];
    const expected = [
      ...x.map((xi, i) => y.reduce((s, yj, j) => s + (M[3 * i + j] ?? 0) * Math.tanh(yj), 0) - xi + (c[i] ?? 0)),
      ...y.map((_, j) => {
        const pull = x.reduce((s, xi, i) => s + (M[3 * i + j] ?? 0) * Math.tanh(xi), 0);
        return pull - y.reduce((s, yk, k) => s + (A[3 * j + k] ?? 0) * yk, 0);
      }),
    ];
    const out = new Float64Array(5);
    memory.velocity(STATE, out);
    out.forEach((v, i) => expect(v).toBeCloseTo(expected[i] ?? Number.NaN, 12));
  });

  it('has derivatives that agree with differences', () => {
    const [n, h] = [memory.n, 1e-6];
    const moved = (i: number, by: number): Float64Array => STATE.map((v, k) => (k === i ? v + by : v));
    const value = (f: ((y: Float64Array, out: Float64Array) => void) | undefined, y: Float64Array, size: number) => {
      const out = new Float64Array(size);
      f?.(y, out);
      return out;
    };
    const J = value(memory.jacobian, STATE, n * n);
    const H = value(memory.hessian, STATE, n * n);
    const G = value(memory.gradient, STATE, n);
    for (let j = 0; j < n; j += 1) {
      const [up, down] = [moved(j, h), moved(j, -h)];
      expect(G[j]).toBeCloseTo((memory.energy(up) - memory.energy(down)) / (2 * h), 7);
      for (let i = 0; i < n; i += 1) {
        const slope = (f: typeof memory.velocity): number =>
          ((value(f, up, n)[i] ?? 0) - (value(f, down, n)[i] ?? 0)) / (2 * h);
        expect(J[i * n + j]).toBeCloseTo(slope(memory.velocity), 7);
        expect(H[i * n + j]).toBeCloseTo(slope(memory.gradient), 7);
      }
    }
  });

  it('encloses formulas at a state, with drawn matrices put together from their exact factors', () => {
    const d = derivation(design);
    const [velocity = [], [rate] = []] = memory.enclose([d.velocity, memory.rate], STATE);
    const out = new Float64Array(5);
    memory.velocity(STATE, out);
    velocity.forEach(({ low, high }, i) => {
      expect(high - low).toBeLessThan(1e-14);
      expect(out[i]).toBeCloseTo(low, 12);
    });
    const [[value] = []] = memory.compile([d.rate])(STATE);
    expect(value).toBeCloseTo(rate?.low ?? Number.NaN, 10);
  });

  it('has no Jacobian where the velocity has no known derivative', async () => {
    const other = await defineDesign({
      name: 'norm',
      dimensions: { N: 2 },
      state: { y: ['N'] },
      velocity: { y: "-norm(y*y')*y" },
      energy: "1/2*y'*y",
    });
    expect(memoryOf(other).jacobian).toBeUndefined();
  });

  it('takes other sizes', () => {
    const large = memoryOf(design, { sizes: { P: 30 } });
    expect(large.n).toBe(32);
    const out = new Float64Array(32);
    large.velocity(new Float64Array(32).fill(0.1), out);
    expect(out.every(Number.isFinite)).toBe(true);
  });
});
