import { describe, expect, test } from 'vitest';
import { constructionOf, constructionProblem } from '../../../src/design/structures/construct.js';
import { compileSampler } from '../../../src/design/structures/sampler.js';
import {
  printStructure,
  sizeProblem,
  STRUCTURE_KINDS,
  structureProblem,
} from '../../../src/design/structures/registry.js';
import { findConflict } from '../../../src/design/structures/requirement.js';
import { print } from '../../../src/symbolic/print-text.js';
import type { Structure } from '../../../src/design/types.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { blockNorm, blocks, norm, parameter, plain, rank } from './cases.js';

/** Rank 2, which skew matrices can have. */
const ONE_OF_EACH: readonly Structure[] = STRUCTURE_KINDS.map((kind) => {
  switch (kind) {
    case 'rank':
      return rank('2');
    case 'norm-at-most':
      return norm(1);
    case 'block-tridiagonal':
      return blocks('2', '2');
    case 'block-norm-at-most':
      return blockNorm(1);
    default:
      return plain(kind);
  }
});

describe('combinations', () => {
  test('every pair either is generated or names both structures', () => {
    let generated = 0;
    for (const a of ONE_OF_EACH)
      for (const b of ONE_OF_EACH) {
        const needsBlocks = [a, b].some((s) => s.kind === 'block-norm-at-most');
        const p = parameter(needsBlocks ? [a, b, blocks('2', '2')] : [a, b]);
        const problem = structureProblem(p);
        if (problem === undefined) {
          generated += 1;
          const sampler = compileSampler(p, { N: 4 });
          const value = new Float64Array(16);
          sampler.fill(value, randomFrom(1), 'ordinary');
          expect(value.every(Number.isFinite)).toBe(true);
        } else {
          const named = STRUCTURE_KINDS.filter((kind) => ` ${problem}`.includes(` ${kind} `));
          expect(p.structures.filter((s) => named.includes(s.kind)).length).toBeGreaterThanOrEqual(2);
        }
      }
    expect(generated).toBeGreaterThan(130);
  });

  test('messages say which structures and why', () => {
    expect(structureProblem(parameter(['skew', 'symmetric']))).toBe(
      'W: the structures skew and symmetric contradict each other: only the zero matrix has both',
    );
    expect(structureProblem(parameter(['stable', 'nonnegative']))).toContain('stable and nonnegative is not supported');
    expect(structureProblem(parameter(['stable', 'symmetric', blocks('2', '2')]))).toContain(
      'contradict each other: of symmetric ones only the zero matrix has both',
    );
    expect(structureProblem(parameter(['symmetric'], 'vector'))).toBe(
      'the structure symmetric needs a square matrix, but W is a vector [N]',
    );
    expect(structureProblem(parameter(['orthogonal'], 'wide'))).toContain('needs a square matrix');
    expect(structureProblem(parameter([rank('1')], 'vector'))).toContain('needs a matrix');
    expect(structureProblem(parameter([blockNorm(1)]))).toContain('add block-tridiagonal');
    expect(structureProblem(parameter(['orthogonal', norm(0.5)]))).toContain('contradict');
    expect(structureProblem(parameter([norm(-1)]))).toContain('greater than 0, found -1');
  });

  test('ranges that a structure cannot keep are refused', () => {
    const problem = (...args: Parameters<typeof parameter>): string | undefined =>
      constructionProblem(parameter(...args), { N: 3, M: 2 });
    expect(problem(['positive-semidefinite'], 'square', [1, 2])).toContain('not supported');
    expect(problem(['positive'], 'square', [-2, -1])).toContain('contradicts');
    expect(problem(['orthogonal'], 'square', [-0.5, 0.5])).toContain('not supported');
    expect(problem(['stable'], 'square', [0, 1])).toContain('nonnegative');
    expect(problem(['skew'], 'square', [0.5, 1])).toContain('does not contain 0');
    expect(problem(['goe'], 'square', [-1, 1])).toContain('no bounds');
    expect(problem(['diagonal', 'negative-semidefinite'], 'square', [1, 2])).toContain('contradicts');
    expect(problem(['general'], 'square', [1, 2])).toBeUndefined();
    expect(problem(['general'], 'square', [2, 1])).toContain('empty');
  });
});

describe('sizes', () => {
  test('that a parameter cannot have are named', () => {
    expect(sizeProblem(parameter([rank('2')]), { N: 1 })).toBe('W is 1 by 1 and cannot have rank 2');
    expect(sizeProblem(parameter([rank('2')]), { N: 2 })).toBeUndefined();
    expect(sizeProblem(parameter([blocks('1', '2')]), { N: 4 })).toContain('3 in all, not 4');
    const given = { ...parameter(['general']), value: [[1, 2]] };
    expect(sizeProblem(given, { N: 2 })).toBe('the given value of W is 1 by 2, not 2 by 2');
    expect(() => compileSampler(parameter([rank('2')]), { N: 1 })).toThrow('cannot have rank 2');
    expect(sizeProblem(parameter(['skew', 'orthogonal']), { N: 3 })).toBe(
      'W: skew and orthogonal matrices exist for even sizes only, and the size is 3',
    );
    expect(sizeProblem(parameter(['skew', 'orthogonal']), { N: 4 })).toBeUndefined();
    expect(sizeProblem(parameter(['skew', rank('K')]), { N: 4, K: 3 })).toBe(
      'W: the rank of a skew matrix is even, and 3 is asked for',
    );
  });

  test('symbolic ranks and blocks take their values from the dimensions', () => {
    const sampler = compileSampler(parameter([rank('K')]), { N: 4, K: 3 });
    expect(sampler.parts.get('A')?.length).toBe(12);
    const tridiagonal = compileSampler(parameter([blocks('A', 'B', 'A')]), { N: 5, A: 1, B: 3 });
    const value = new Float64Array(25);
    tridiagonal.fill(value, randomFrom(3), 'ordinary');
    expect(value.filter((x) => x !== 0).length).toBe(12);
  });
});

test('a given value is returned as it is', () => {
  const given = {
    ...parameter(['symmetric']),
    value: [
      [1, 2],
      [2, 0.1],
    ],
  };
  const sampler = compileSampler(given, { N: 2 });
  const target = new Float64Array(6);
  sampler.fill(target, randomFrom(1), 'huge', 2);
  expect([...target]).toEqual([0, 0, 1, 2, 2, 0.1]);
  expect(sampler.coordinates).toBe(0);
});

test('constructions are formulas in their parts', () => {
  const text = (structures: readonly Structure[]): string =>
    print(constructionOf(parameter(structures), { N: 2 }).value);
  expect(text([plain('positive-definite')])).toBe("W.A*W.A' + W.d*identity(N)");
  expect(text([plain('negative-semidefinite')])).toBe("-W.A*W.A'");
  expect(text([rank('1')])).toBe("W.A*W.B'");
  expect(text([plain('symmetric')])).toBe('W');
});

test('structures print as in a design file', () => {
  expect(ONE_OF_EACH.map(printStructure).filter((s) => s.startsWith('{'))).toEqual([
    '{ rank: 2 }',
    '{ norm-at-most: 1 }',
    '{ block-tridiagonal: [2, 2] }',
    '{ block-norm-at-most: 1 }',
  ]);
});

test('samplers reach the extremes: the norm bound, non-normal stable matrices, all signs of determinants', () => {
  const random = randomFrom(77);
  const value = new Float64Array(4);
  const bounded = compileSampler(parameter([norm(0.75)]), { N: 2 });
  let largest = 0;
  for (let k = 0; k < 200; k += 1) {
    bounded.fill(value, random, k % 2 === 0 ? 'extreme' : 'ordinary');
    largest = Math.max(largest, ...value.map(Math.abs));
  }
  expect(largest).toBe(0.75);

  const stable = compileSampler(parameter(['stable']), { N: 2 });
  let abscissa = -Infinity;
  for (let k = 0; k < 200; k += 1) {
    stable.fill(value, random, 'ordinary');
    const [a = 0, b = 0, c = 0, d = 0] = value;
    abscissa = Math.max(abscissa, (a + d) / 2 + Math.hypot((a - d) / 2, (b + c) / 2));
  }
  expect(abscissa).toBeGreaterThan(0.3);

  const orthogonal = compileSampler(parameter(['orthogonal']), { N: 2 });
  const determinants = new Set<number>();
  for (let k = 0; k < 50; k += 1) {
    orthogonal.fill(value, random, 'ordinary');
    const [a = 0, b = 0, c = 0, d = 0] = value;
    determinants.add(Math.round(a * d - b * c));
  }
  expect([...determinants].sort()).toEqual([-1, 1]);
});

test('a batch is what single draws give, wherever they start', () => {
  for (const structures of [['general'], ['symmetric'], ['skew'], ['orthogonal'], [norm(1)], [rank('2')]] as const)
    for (const regime of ['ordinary', 'sparse', 'extreme', 'low-rank'] as const) {
      const sampler = compileSampler(parameter([...structures]), { N: 3 });
      const [one, batch] = [new Float64Array(27), new Float64Array(27)];
      const random = randomFrom(9);
      for (let k = 0; k < 3; k += 1) sampler.fill(one, random, regime, 9 * k);
      compileSampler(parameter([...structures]), { N: 3 }).fillMany(batch, 3, randomFrom(9), regime);
      expect(batch).toEqual(one);
      const coordinates = new Float64Array(sampler.coordinates);
      sampler.readCoordinates(coordinates);
      const again = new Float64Array(9);
      sampler.writeCoordinates(coordinates, again);
      again.forEach((entry, i) => {
        expect(entry).toBeCloseTo(batch[18 + i] ?? NaN, 12);
      });
    }
});

test('which pairs have no values to draw, and why', () => {
  const refused: Record<'contradictory' | 'unsupported', string[]> = { contradictory: [], unsupported: [] };
  ONE_OF_EACH.forEach((a, i) => {
    for (const b of ONE_OF_EACH.slice(i + 1)) {
      const conflict = findConflict([a, b]);
      if (conflict !== undefined) refused[conflict.kind].push(`${a.kind}, ${b.kind}`);
    }
  });
  expect(refused.unsupported.filter((pair) => !pair.includes('goe'))).toEqual([
    'orthogonal, block-tridiagonal',
    'orthogonal, block-norm-at-most',
    'nonnegative, stable',
    'rank, block-tridiagonal',
  ]);
  expect(refused.contradictory).toHaveLength(23);
});

test('skew orthogonal matrices turn by 90 degrees in planes that differ, and some rotate no coordinate plane', () => {
  const sampler = compileSampler(parameter(['skew', 'orthogonal']), { N: 4 });
  const value = new Float64Array(16);
  const random = randomFrom(5);
  const seen = new Set<string>();
  for (let k = 0; k < 40; k += 1) {
    sampler.fill(value, random, 'ordinary');
    for (let i = 0; i < 4; i += 1)
      for (let j = 0; j < 4; j += 1) {
        expect((value[i * 4 + j] as number) + (value[j * 4 + i] as number)).toBe(0);
        let square = 0;
        for (let q = 0; q < 4; q += 1) square += (value[i * 4 + q] as number) * (value[q * 4 + j] as number);
        expect(square).toBeCloseTo(i === j ? -1 : 0, 12);
      }
    seen.add([...value].map((x) => x.toFixed(3)).join());
  }
  expect(seen.size).toBeGreaterThan(35);
});
