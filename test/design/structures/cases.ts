/** Structures and combinations that every test of this folder runs over. */
import { matrixShape, SCALAR, vectorShape } from '../../../src/symbolic/shape.js';
import { symbol } from '../../../src/symbolic/build.js';
import type { Expression } from '../../../src/symbolic/expression.js';
import type { Interval, Parameter, Structure, StructureKind } from '../../../src/design/types.js';
import type { Dimensions } from '../../../src/symbolic/size.js';

export type Plain = Exclude<StructureKind, 'rank' | 'norm-at-most' | 'block-tridiagonal' | 'block-norm-at-most'>;

export const plain = (kind: Plain): Structure => ({ kind });
export const rank = (r: string): Structure => ({ kind: 'rank', rank: r });
export const norm = (bound: number): Structure => ({ kind: 'norm-at-most', bound });
export const blocks = (...sizes: string[]): Structure => ({ kind: 'block-tridiagonal', sizes });
export const blockNorm = (bound: number): Structure => ({ kind: 'block-norm-at-most', bound });

const SHAPES = {
  scalar: SCALAR,
  vector: vectorShape('N'),
  square: matrixShape('N', 'N'),
  wide: matrixShape('M', 'N'),
} satisfies Record<string, Expression['shape']>;

export function parameter(
  structures: readonly (Structure | Plain)[],
  shape: keyof typeof SHAPES = 'square',
  range?: Interval,
): Parameter {
  return {
    symbol: symbol('W', SHAPES[shape], 'parameter'),
    structures: structures.map((s) => (typeof s === 'string' ? plain(s) : s)),
    range,
    value: undefined,
  };
}

export interface Case {
  readonly name: string;
  readonly parameter: Parameter;
  readonly dimensions: readonly Dimensions[];
}

const SQUARE: readonly Dimensions[] = [{ N: 1 }, { N: 2 }, { N: 3 }, { N: 4 }];
const AT_LEAST_2 = SQUARE.slice(1);
const FOUR: readonly Dimensions[] = [{ N: 4 }];
const EVEN: readonly Dimensions[] = [{ N: 2 }, { N: 4 }, { N: 6 }];
const FIVE: readonly Dimensions[] = [{ N: 5 }];
const WIDE: readonly Dimensions[] = [
  { M: 2, N: 3 },
  { M: 4, N: 2 },
];

const make = (
  structures: readonly (Structure | Plain)[],
  dimensions: readonly Dimensions[] = SQUARE,
  shape: keyof typeof SHAPES = 'square',
  range?: Interval,
): Case => ({
  name: `${structures
    .map((s) => (typeof s === 'string' ? s : Object.values(s).flat().join(' ')))
    .join(' + ')}, ${shape}${range === undefined ? '' : ` in [${range.join(', ')}]`}`,
  parameter: parameter(structures, shape, range),
  dimensions,
});

export const CASES: readonly Case[] = [
  make(['general']),
  make(['symmetric']),
  make(['skew']),
  make(['diagonal']),
  make(['positive-definite']),
  make(['positive-semidefinite']),
  make(['negative-semidefinite']),
  make(['orthogonal']),
  make(['positive']),
  make(['nonnegative']),
  make(['stable']),
  make(['goe']),
  make([rank('1')]),
  make([rank('2')], AT_LEAST_2),
  make([norm(1)]),
  make([norm(0.8)]),
  make([blocks('1', '2', '1')], FOUR),
  make([blocks('2', '2')], FOUR),
  make(['symmetric', 'nonnegative']),
  make(['symmetric', 'positive']),
  make(['symmetric', rank('1')]),
  make(['symmetric', rank('2')], AT_LEAST_2),
  make(['symmetric', norm(0.3)]),
  make(['symmetric', norm(1), rank('1')]),
  make(['symmetric', 'goe']),
  make(['symmetric', 'orthogonal']),
  make(['symmetric', 'stable']),
  make(['symmetric', blocks('1', '2', '1')], FOUR),
  make(['symmetric', blocks('2', '1', '2'), norm(1)], FIVE),
  make(['symmetric', blocks('2', '1', '2'), blockNorm(0.5)], FIVE),
  make([blocks('2', '1', '2'), blockNorm(0.5)], FIVE),
  make([blocks('1', '1', '1', '1'), blockNorm(0.5), norm(0.9)], FOUR),
  make([blocks('2', '2'), 'skew'], FOUR),
  make([blocks('2', '2'), 'skew', 'stable'], FOUR),
  make([blocks('2', '2'), 'nonnegative'], FOUR),
  make(['skew', norm(2)]),
  make(['skew', 'stable']),
  make(['diagonal', 'positive-definite']),
  make(['diagonal', 'positive-semidefinite', norm(1)]),
  make(['diagonal', 'negative-semidefinite']),
  make(['diagonal', 'orthogonal']),
  make(['diagonal', 'stable']),
  make(['diagonal', 'nonnegative']),
  make(['positive-definite', norm(1)]),
  make(['positive-definite', 'positive']),
  make(['positive-definite', 'nonnegative', norm(3)]),
  make(['positive-semidefinite', rank('1')]),
  make(['positive-semidefinite', rank('2'), norm(1)], AT_LEAST_2),
  make(['positive-semidefinite', 'nonnegative']),
  make(['positive-semidefinite', 'orthogonal']),
  make(['negative-semidefinite', rank('1')]),
  make(['negative-semidefinite', norm(0.7)]),
  make(['negative-semidefinite', 'orthogonal']),
  make(['nonnegative', rank('1')]),
  make(['positive', rank('2')], AT_LEAST_2),
  make(['nonnegative', norm(1)]),
  make(['nonnegative', 'orthogonal']),
  make(['nonnegative', 'symmetric', rank('1')]),
  make(['orthogonal', norm(1)]),
  make(['stable', norm(1)]),
  make([rank('1'), norm(0.6)]),
  make(['skew', 'orthogonal'], EVEN),
  make(['skew', 'orthogonal', 'stable', norm(1)], EVEN),
  make(['stable', 'orthogonal']),
  make(['stable', 'orthogonal', 'symmetric']),
  make(['stable', rank('1')]),
  make(['stable', rank('2'), norm(0.7)], AT_LEAST_2),
  make(['stable', 'symmetric', rank('1')]),
  make(['stable', 'skew', rank('2')], AT_LEAST_2),
  make(['stable', blocks('1', '2', '1')], FOUR),
  make(['stable', blocks('2', '1', '2'), blockNorm(0.5), norm(0.8)], FIVE),
  make(['skew', rank('2')], AT_LEAST_2),
  make(['skew', rank('4'), norm(0.9)], FIVE),
  make(['diagonal', rank('1')]),
  make(['diagonal', rank('2'), norm(0.9)], AT_LEAST_2),
  make(['diagonal', 'positive-semidefinite', rank('1')]),
  make(['diagonal', 'negative-semidefinite', rank('2'), norm(0.5)], AT_LEAST_2),
  make(['diagonal', 'nonnegative', rank('1')]),
  make(['nonnegative', 'orthogonal', 'symmetric']),
  make(['nonnegative', 'orthogonal', 'diagonal']),
  make(['general'], WIDE, 'wide'),
  make(['positive'], WIDE, 'wide'),
  make([rank('2')], WIDE, 'wide'),
  make([norm(0.8)], WIDE, 'wide'),
  make([rank('1'), norm(0.8)], WIDE, 'wide'),
  make(['nonnegative', rank('2')], WIDE, 'wide'),
  make(['general'], SQUARE, 'vector'),
  make(['positive'], SQUARE, 'vector'),
  make([norm(0.8)], SQUARE, 'vector'),
  make(['nonnegative', norm(1)], SQUARE, 'vector'),
  make(['general'], SQUARE, 'scalar'),
  make(['positive'], SQUARE, 'scalar'),
  make([norm(0.6)], SQUARE, 'scalar'),
  make(['general'], SQUARE, 'square', [0.3, 0.8]),
  make(['general'], SQUARE, 'scalar', [0.1, 0.1]),
  make(['symmetric'], SQUARE, 'square', [-0.7, 0.1]),
  make(['skew'], SQUARE, 'square', [-0.7, 0.1]),
  make(['symmetric', norm(1)], SQUARE, 'square', [-0.5, 0.25]),
  make(['positive'], SQUARE, 'vector', [0, 0.3]),
  make(['diagonal', 'positive-definite'], SQUARE, 'square', [0.1, 3]),
  make(['positive-semidefinite'], SQUARE, 'square', [-0.1, 0.3]),
  make(['positive-semidefinite'], SQUARE, 'square', [0, 0.3]),
  make(['positive-definite', norm(4)], SQUARE, 'square', [-1, 1]),
  make(['negative-semidefinite'], SQUARE, 'square', [-1, 1]),
  make(['stable'], SQUARE, 'square', [-0.5, 0.5]),
  make(['symmetric', rank('1')], SQUARE, 'square', [-0.5, 0.5]),
  make([rank('2')], WIDE, 'wide', [-0.5, 0.5]),
  make(['orthogonal'], SQUARE, 'square', [-1, 1]),
  make(['skew', rank('2')], AT_LEAST_2, 'square', [-0.7, 0.1]),
  make(['diagonal', rank('1')], SQUARE, 'square', [-0.5, 0.25]),
  make(['stable', blocks('1', '2', '1')], FOUR, 'square', [-0.5, 0.5]),
];
