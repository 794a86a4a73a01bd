import { describe, expect, test } from 'vitest';
import { exactMatrix, exactRank, normIsAtMost } from '../../../src/design/structures/exact-matrix.js';
import { givenValueProblem, satisfies, satisfiesParameter } from '../../../src/design/structures/satisfies.js';
import { spectrumIsStable } from '../../../src/design/structures/spectrum.js';
import type { Structure } from '../../../src/design/types.js';
import { randomFrom } from '../../../src/numeric/random.js';
import { rational } from '../../../src/symbolic/rational.js';
import { blockNorm, blocks, norm, parameter, plain, rank } from './cases.js';

const square = (rows: readonly (readonly number[])[]) => exactMatrix(rows.flat(), rows.length, rows.length);
const held = (structure: Structure, rows: readonly (readonly number[])[]): true | string =>
  satisfies(structure, rows.flat(), rows.length, rows[0]?.length ?? 0, {});

describe('each structure accepts and refuses', () => {
  test.each<[Structure, number[][], number[][]]>([
    [
      plain('symmetric'),
      [
        [1, 2],
        [2, 3],
      ],
      [
        [1, 2],
        [2 + 2 ** -50, 3],
      ],
    ],
    [
      plain('skew'),
      [
        [0, 2],
        [-2, 0],
      ],
      [
        [1e-300, 2],
        [-2, 0],
      ],
    ],
    [
      plain('diagonal'),
      [
        [1, 0],
        [0, 0],
      ],
      [
        [1, 0],
        [1e-300, 1],
      ],
    ],
    [
      plain('positive-definite'),
      [
        [2, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      plain('positive-semidefinite'),
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1 + 2 ** -50],
        [1 + 2 ** -50, 1],
      ],
    ],
    [
      plain('positive-semidefinite'),
      [
        [0, 0],
        [0, 1],
      ],
      [
        [0, 1e-200],
        [1e-200, 1],
      ],
    ],
    [
      plain('negative-semidefinite'),
      [
        [-1, 1],
        [1, -1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      plain('orthogonal'),
      [
        [0, -1],
        [1, 0],
      ],
      [
        [0.6, 0.8],
        [-0.8, 0.6],
      ],
    ],
    [plain('positive'), [[1e-300]], [[0]]],
    [plain('nonnegative'), [[0]], [[-1e-300]]],
    [
      plain('stable'),
      [
        [0, 1],
        [0, 0],
      ],
      [
        [0, 1],
        [1e-300, 0],
      ],
    ],
    [
      plain('stable'),
      [
        [0, 1],
        [-1, 0],
      ],
      [
        [1e-12, 1],
        [-1, 0],
      ],
    ],
    [
      plain('stable'),
      [
        [-1, 100],
        [0, -1],
      ],
      [
        [-1, 100],
        [1, -1],
      ],
    ],
    [
      plain('goe'),
      [
        [1, 2],
        [2, 3],
      ],
      [
        [1, 2],
        [3, 3],
      ],
    ],
    [
      rank('1'),
      [
        [0.1, 0.2],
        [0.5, 1],
      ],
      [
        [1, 2],
        [2, 4 + 2 ** -50],
      ],
    ],
    [
      norm(1),
      [
        [0, 1],
        [-1, 0],
      ],
      [
        [1, 2 ** -40],
        [0, 1],
      ],
    ],
    [norm(0.6), [[0.6 - 2 ** -53]], [[0.6 + 2 ** -53]]],
    [
      blocks('1', '1'),
      [
        [0, 3],
        [4, 0],
      ],
      [
        [1, 3],
        [4, 0],
      ],
    ],
  ])('%o', (structure, good, bad) => {
    expect(held(structure, good)).toBe(true);
    expect(held(structure, bad)).toBeTypeOf('string');
  });

  test('reasons name entries from 1', () => {
    expect(
      held(plain('symmetric'), [
        [1, 3],
        [4, 1],
      ]),
    ).toBe('entry (1, 2) is 3, entry (2, 1) is 4');
    expect(
      held(rank('2'), [
        [1, 2],
        [2, 4],
      ]),
    ).toBe('its rank is 1');
    expect(
      held(plain('positive-definite'), [
        [1, 1],
        [1, 1],
      ]),
    ).toBe('it is singular');
    expect(held(plain('positive-definite'), [[-1]])).toBe('it has a negative eigenvalue');
  });

  test('block norms and ranges', () => {
    const p = parameter([blocks('1', '2'), blockNorm(0.5)], 'square', [-1, 1]);
    const good = [0, 0.3, 0.4, 0.5, 0, 0, 0, 0, 0];
    expect(satisfiesParameter(p, good, { N: 3 })).toContain('rows 1 to 1, columns 2 to 3');
    expect(
      satisfiesParameter(
        p,
        good.map((x) => x / 1.01),
        { N: 3 },
      ),
    ).toBe(true);
    const ranged = parameter(['general'], 'vector', [0.5, 1]);
    expect(satisfiesParameter(ranged, [0.5, 1], { N: 2 })).toBe(true);
    expect(satisfiesParameter(ranged, [0.5, 1.25], { N: 2 })).toBe('entry (2, 1) is 1.25, outside [0.5, 1]');
  });
});

test('given values are read as decimals', () => {
  const given = (structures: Parameters<typeof parameter>[0], value: number[][]) =>
    givenValueProblem({ ...parameter(structures), value }, { N: 2 });
  expect(
    given(
      ['orthogonal'],
      [
        [0.6, 0.8],
        [-0.8, 0.6],
      ],
    ),
  ).toBeUndefined();
  expect(
    given(
      [rank('1')],
      [
        [0.1, 0.3],
        [0.2, 0.6],
      ],
    ),
  ).toBeUndefined();
  expect(
    given(
      [norm(0.6)],
      [
        [0.6, 0],
        [0, 0.6],
      ],
    ),
  ).toBeUndefined();
  expect(
    given(
      ['symmetric'],
      [
        [0, 1],
        [2, 0],
      ],
    ),
  ).toBe('the value of W is not symmetric: entry (1, 2) is 1, entry (2, 1) is 2');
});

describe('spectrum', () => {
  /** S T S^-1 for a unit lower triangular S of integers: the spectrum of T. */
  function similar(t: readonly (readonly number[])[], draw: () => number): number[][] {
    let a = t.map((row) => [...row]);
    const n = t.length;
    for (let k = 0; k < 2 * n; k += 1) {
      const i = Math.abs(draw()) % n;
      const j = (i + 1 + (Math.abs(draw()) % Math.max(1, n - 1))) % n;
      if (i === j) continue;
      const c = draw();
      // Add c times row j to row i, then take c times column i from column j.
      a = a.map((row, r) => (r === i ? row.map((x, s) => x + c * (a[j]?.[s] ?? 0)) : row));
      a = a.map((row) => row.map((x, s) => (s === j ? x - c * (row[i] ?? 0) : x)));
    }
    return a;
  }

  test('is decided for matrices of known spectrum, with repeated and imaginary eigenvalues', () => {
    const random = randomFrom(41);
    const draw = (): number => random.integer(-2, 2);
    const known: [number[][], boolean][] = [
      [
        [
          [0, 1, 0, 0],
          [-1, 0, 0, 0],
          [0, 0, 0, 1],
          [0, 0, -1, 0],
        ],
        true,
      ],
      [
        [
          [0, 1, 1, 0],
          [-1, 0, 0, 1],
          [0, 0, 0, 1],
          [0, 0, -1, 0],
        ],
        true,
      ],
      [
        [
          [0, 1, 0, 0],
          [-4, 0, 0, 0],
          [0, 0, 0, 1],
          [0, 0, -1, -2],
        ],
        true,
      ],
      [
        [
          [1, 0, 0],
          [0, -1, 0],
          [0, 0, -3],
        ],
        false,
      ],
      [
        [
          [0, 0, 0],
          [0, -1, 5],
          [0, 0, -1],
        ],
        true,
      ],
      [
        [
          [0, 1, 0],
          [0, 0, 1],
          [0, 0, 0],
        ],
        true,
      ],
      [
        [
          [1, 2, 0, 0],
          [-2, 1, 0, 0],
          [0, 0, -1, 2],
          [0, 0, -2, -1],
        ],
        false,
      ],
      [
        [
          [0, 1],
          [1, 0],
        ],
        false,
      ],
      [
        [
          [-1, 3],
          [-3, -1],
        ],
        true,
      ],
      [
        [
          [1, 3],
          [-3, 1],
        ],
        false,
      ],
      [
        [
          [2, 0, 0],
          [0, -2, 0],
          [0, 0, 0],
        ],
        false,
      ],
    ];
    for (const [t, stable] of known)
      for (let k = 0; k < 20; k += 1)
        expect({ t, stable: spectrumIsStable(square(similar(t, draw))) }).toEqual({ t, stable });
  });

  test('agrees with the signs of trace and determinant at size 2', () => {
    const random = randomFrom(42);
    for (let k = 0; k < 500; k += 1) {
      const [a, b, c, d] = Array.from({ length: 4 }, () => random.integer(-3, 3)) as [number, number, number, number];
      const expected = a + d <= 0 && (a * d - b * c > 0 || a * d - b * c === 0);
      expect(
        spectrumIsStable(
          square([
            [a, b],
            [c, d],
          ]),
        ),
      ).toBe(expected);
    }
  });
});

test('ranks and norms of products', () => {
  const random = randomFrom(43);
  for (let k = 0; k < 100; k += 1) {
    const u = Array.from({ length: 4 }, () => random.integer(-3, 3));
    const v = Array.from({ length: 3 }, () => random.integer(-3, 3));
    const outer = exactMatrix(
      u.flatMap((x) => v.map((y) => x * y)),
      4,
      3,
    );
    const squared = u.reduce((s, x) => s + x * x, 0) * v.reduce((s, x) => s + x * x, 0);
    expect(exactRank(outer)).toBe(squared === 0 ? 0 : 1);
    const bound = Math.ceil(Math.sqrt(squared));
    expect(normIsAtMost(outer, rational(bound))).toBe(true);
    if (squared > 0) expect(normIsAtMost(outer, rational(bound * 1000 - 1001, 1000))).toBe(false);
  }
});
