import { describe, expect, it } from 'vitest';
import { replayCounterexample } from '../../src/checkers/replay.js';
import type { ClaimInput, DesignInput } from '../../src/design/define.js';
import type { Counterexample } from '../../src/verdicts/types.js';
import { counterexampleOf, design, names, saved, settle } from './support.js';

const onSphere = [{ equal: ["y'*y", '1'] }] as const;
const atRest = [{ equal: ['velocity', '0*y'] }] as const;

const sphere = (...claims: ClaimInput[]): DesignInput =>
  design({ velocity: { y: 'y.^3 - sum(y.^4)*y' }, energy: '-1/4*sum(y.^4)', claims });
const bistable = (...claims: ClaimInput[]): DesignInput =>
  design({ velocity: { y: '2*tanh(y) - y' }, energy: "1/2*y'*y - 2*sum(logcosh(y))", claims });

const vector = (at: Counterexample, name: string): readonly number[] => [at.values[name]].flat(2) as number[];
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
/** The vector is in the box of the solution, which is as narrow as doubles can say. */
function expectSolved(at: Counterexample, name = 'y'): readonly number[] {
  const box = at.solution?.box[name] ?? [];
  const numbers = vector(at, name);
  expect(box).toHaveLength(numbers.length);
  box.forEach(([low, high], i) => {
    expect(high - low).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(numbers[i] as number));
    expect(numbers[i]).toBeGreaterThanOrEqual(low);
    expect(numbers[i]).toBeLessThanOrEqual(high);
  });
  return numbers;
}

describe('claims about the solutions of an equality', () => {
  it('on a sphere: the false are refuted at points of it', async () => {
    const input = sphere({ id: 'sum', nonpositive: 'sum(y) - 1', given: onSphere });
    const verdicts = await settle(input);
    const y = expectSolved(counterexampleOf(verdicts['sum']));
    expect(y).toHaveLength(2);
    expect(sum(y.map((v) => v * v))).toBeCloseTo(1, 14);
    expect(sum(y) - 1).toBeCloseTo(counterexampleOf(verdicts['sum']).value, 14);
    expect(sum(y) - 1).toBeGreaterThan(0);
  });

  it('on a sphere: a wrong factor in the velocity is found', async () => {
    const input: DesignInput = {
      ...sphere({ id: 'descent', claim: 'descent', given: onSphere }),
      velocity: { y: 'y.^3 - sum(y.^3)*y' },
    };
    const y = expectSolved(counterexampleOf((await settle(input))['descent']));
    const cubes = sum(y.map((v) => v ** 3));
    expect(sum(y.map((v) => -(v ** 3) * (v ** 3 - cubes * v)))).toBeGreaterThan(0);
  });

  it('on a sphere: the true are not, also where they touch their bound', async () => {
    const input = sphere(
      { id: 'descent', claim: 'descent', given: onSphere },
      { id: 'touching', nonpositive: 'sum(y)^2 - N', given: onSphere },
      { id: 'identity', equal: ["y*y'*y", 'y'], given: onSphere },
      { id: 'constant', equal: ["(y'*y)^3", "y'*y"], given: onSphere },
      { id: 'psd', psd: "identity(N) - y*y'", given: onSphere },
    );
    const verdicts = await settle(input);
    expect(new Set(Object.values(names(verdicts)))).toEqual(new Set(['unrefuted']));
    for (const { evidence } of Object.values(verdicts)) expect(evidence).not.toHaveProperty('notes');
  });

  it('a matrix inequality has its witness at a solution', async () => {
    const input = sphere({ id: 'psd', psd: "identity(N) - 5/4*y*y'", given: onSphere });
    const at = counterexampleOf((await settle(input))['psd']);
    const [y, x] = [vector(at, 'y'), at.witness ?? []];
    const form = sum(x.map((v) => v * v)) - 1.25 * sum(x.map((v, i) => v * (y[i] as number))) ** 2;
    expect(form).toBeLessThan(0);
  });

  it('at steady states that are no doubles', async () => {
    const input = bistable(
      { id: 'only-zero', equal: ['y', '0*y'], given: atRest },
      { id: 'by-rate', equal: ['y', '0*y'], given: [{ equal: ['rate', '0'] }] },
      { id: 'itself', equal: ['y', '2*tanh(y)'], given: atRest },
      { id: 'bound', nonpositive: "y'*y - 4*N", given: atRest },
    );
    const verdicts = await settle(input);
    expect(names(verdicts)).toEqual({
      'only-zero': 'refuted',
      'by-rate': 'refuted',
      itself: 'unrefuted',
      bound: 'unrefuted',
    });
    for (const id of ['only-zero', 'by-rate'])
      for (const v of expectSolved(counterexampleOf(verdicts[id])).filter((v) => v !== 0))
        expect(Math.abs(v)).toBeCloseTo(1.91500804815, 10);
  });

  it('of vectors of parameters too', async () => {
    const given = [{ equal: ["b'*b", '3'] }] as const;
    const input = design({
      parameters: { b: { shape: ['N'] } },
      velocity: { y: 'b - y' },
      energy: "1/2*y'*y - b'*y",
      claims: [
        { id: 'false', nonpositive: 'sum(b) - 9/5', given },
        { id: 'true', nonpositive: 'sum(b)^2 - 3*N', given },
      ],
    });
    const verdicts = await settle(input);
    expect(names(verdicts)).toEqual({ false: 'refuted', true: 'unrefuted' });
    const b = expectSolved(counterexampleOf(verdicts['false']), 'b');
    expect(sum(b.map((v) => v * v))).toBeCloseTo(3, 14);
  });

  it('beside inequalities and stated domains, which hold all over the box', async () => {
    const claim = (...more: NonNullable<Exclude<ClaimInput, string>['given']>): ClaimInput => ({
      id: 'claim',
      nonpositive: "y'*y - 2/3",
      given: [{ equal: ['sum(y)', '1'] }, ...more],
    });
    const verdictIn = async (domain: readonly [number, number], of: ClaimInput): Promise<string | undefined> => {
      const input = design({ domain: { y: domain }, velocity: { y: '-y' }, energy: "y'*y", claims: [of] });
      return (await settle(input))['claim']?.verdict;
    };
    expect(await verdictIn([0, 1], claim())).toBe('refuted');
    expect(await verdictIn([-1, 0.75], { ...(claim() as object), nonpositive: "y'*y - 9/5" })).toBe('unrefuted');
    const bounded = { nonnegative: "2/3 - y'*y" };
    expect(await verdictIn([0, 1], claim(bounded))).toBe('unrefuted');
  });

  it('what is not solved for is said', async () => {
    const matrix: ClaimInput = { id: 'matrix', nonpositive: 'sum(y) - 1', given: [{ equal: ["y*y'", "y*y'*(y'*y)"] }] };
    const strict: ClaimInput = { id: 'strict', claim: 'strict-descent', given: onSphere };
    for (const { evidence } of Object.values(await settle(sphere(matrix, strict))))
      if (evidence.kind === 'samples') expect(evidence.notes?.join()).toContain('exactly, in doubles');
  });

  it('can be replayed beside a parameter put together from factors', async () => {
    const input = design({
      parameters: { A: { shape: ['N', 'N'], structure: 'positive-definite' } },
      velocity: { y: '-y' },
      energy: "y'*y",
      claims: [{ id: 'norm', nonpositive: "y'*y - trace(A)/2", given: [{ equal: ["y'*A*y", '3'] }] }],
    });
    const file = await saved(input, (await settle(input))['norm']);
    expect(file.evidence).toHaveProperty('solution');
    expect(await replayCounterexample(file)).toMatchObject({ verdict: 'confirmed', disagreements: [] });
  });

  it('can be replayed, and not with another box or other numbers', async () => {
    const input = sphere({ id: 'sum', nonpositive: 'sum(y) - 1', given: onSphere });
    const file = await saved(input, (await settle(input))['sum']);
    const replayed = async (evidence: Partial<Counterexample>): ReturnType<typeof replayCounterexample> =>
      replayCounterexample({ ...file, evidence: { ...file.evidence, ...evidence } });
    expect(await replayed({})).toMatchObject({ verdict: 'confirmed', disagreements: [] });
    const other = await replayed({
      solution: {
        box: {
          y: [
            [0, 1],
            [0, 1],
          ],
        },
      },
    });
    expect(other.disagreements.join()).toContain('the solution of what is given');
    expect((await replayed({ values: { y: [1.001, 0] } })).verdict).toBe('not-reproduced');
    expect((await replayed({ values: { y: [3, 4] } })).verdict).toBe('not-reproduced');
  });
});
