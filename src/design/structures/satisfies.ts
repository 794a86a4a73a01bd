/** Whether numbers have a structure, decided exactly. */
import { supportBlocks } from '../../numeric/sampler-pattern.js';
import * as Q from '../../symbolic/rational.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Interval, Parameter, Structure } from '../types.js';
import { doublesWithin, exactBound } from './bounds.js';
import { constructionOf } from './construct.js';
import {
  addMatrices,
  definiteness,
  type ExactMatrix,
  evaluateExactly,
  exactMatrix,
  exactRank,
  identityMatrix,
  multiplyMatrices,
  normIsAtMost,
  scaleMatrix,
  transposed,
} from './exact-matrix.js';
import { spectrumIsStable } from './spectrum.js';
import type { PartValues } from './sampler.js';

/** `true`, or one clause that says what is wrong: `entry (1, 2) is 3, entry (2, 1) is 4`. */
export type Satisfied = true | string;

type Values = ArrayLike<number> | ExactMatrix;

const isExact = (values: Values): values is ExactMatrix => Array.isArray(values[0]);

/** The first entry that a test refuses, in words. */
function refusedEntry(
  a: ExactMatrix,
  refuse: (value: Q.Rational, i: number, j: number) => string | undefined,
): Satisfied {
  for (const [i, row] of a.entries())
    for (const [j, value] of row.entries()) {
      const why = refuse(value, i, j);
      if (why !== undefined) return why;
    }
  return true;
}

const place = (i: number, j: number): string => `entry (${i + 1}, ${j + 1})`;
const show = (q: Q.Rational): string => String(Q.toDouble(q));

function mirrored(a: ExactMatrix, factor: Q.Rational): Satisfied {
  return refusedEntry(a, (value, i, j) => {
    const other = a[j]?.[i] ?? Q.ZERO;
    return Q.equals(value, Q.multiply(factor, other))
      ? undefined
      : `${place(i, j)} is ${show(value)}, ${place(j, i)} is ${show(other)}`;
  });
}

function definite(a: ExactMatrix, wanted: 'definite' | 'semidefinite', factor: Q.Rational): Satisfied {
  const symmetric = mirrored(a, Q.ONE);
  if (symmetric !== true) return symmetric;
  const found = definiteness(scaleMatrix(factor, a));
  if (found === 'definite' || found === wanted) return true;
  const bad = Q.equals(factor, Q.ONE) ? 'negative' : 'positive';
  return found === 'semidefinite' ? 'it is singular' : `it has a ${bad} eigenvalue`;
}

/**
 * Whether a value has one structure. Numbers are row by row and exact doubles unless given as rationals; `blocks` are
 * the sizes of the block-tridiagonal structure where the parameter has one.
 */
export function satisfies(
  structure: Structure,
  values: Values,
  rows: number,
  columns: number,
  dimensions: Dimensions,
  blocks: readonly number[] = [],
): Satisfied {
  const a = isExact(values) ? values : exactMatrix(values, rows, columns);
  switch (structure.kind) {
    case 'general':
      return true;
    case 'symmetric':
    case 'goe':
      return mirrored(a, Q.ONE);
    case 'skew':
      return mirrored(a, Q.MINUS_ONE);
    case 'diagonal':
      return refusedEntry(a, (value, i, j) =>
        i === j || Q.isZero(value) ? undefined : `${place(i, j)} is ${show(value)}, off the diagonal`,
      );
    case 'positive-definite':
      return definite(a, 'definite', Q.ONE);
    case 'positive-semidefinite':
      return definite(a, 'semidefinite', Q.ONE);
    case 'negative-semidefinite':
      return definite(a, 'semidefinite', Q.MINUS_ONE);
    case 'orthogonal': {
      const defect = addMatrices(multiplyMatrices(transposed(a), a), scaleMatrix(Q.MINUS_ONE, identityMatrix(rows)));
      return refusedEntry(defect, (value, i, j) =>
        Q.isZero(value) ? undefined : `${place(i, j)} of W'W - I is ${show(value)}, not 0`,
      );
    }
    case 'positive':
      return refusedEntry(a, (value, i, j) =>
        value.numerator > 0n ? undefined : `${place(i, j)} is ${show(value)}, not positive`,
      );
    case 'nonnegative':
      return refusedEntry(a, (value, i, j) =>
        value.numerator >= 0n ? undefined : `${place(i, j)} is ${show(value)}, negative`,
      );
    case 'stable':
      return spectrumIsStable(a) ? true : 'it has an eigenvalue with a positive real part';
    case 'rank': {
      const rank = exactRank(a);
      return rank === sizeValue(structure.rank, dimensions) ? true : `its rank is ${rank}`;
    }
    case 'norm-at-most':
      return normIsAtMost(a, exactBound(structure.bound)) ? true : `its norm exceeds ${structure.bound}`;
    case 'block-tridiagonal': {
      const sizes = structure.sizes.map((size) => sizeValue(size, dimensions));
      const blockOf = sizes.flatMap((size, k) => Array.from({ length: size }, () => k));
      if (blockOf.length !== rows) return `the blocks have size ${blockOf.length} in all, not ${rows}`;
      return refusedEntry(a, (value, i, j) =>
        Q.isZero(value) || Math.abs((blockOf[i] ?? 0) - (blockOf[j] ?? 0)) === 1
          ? undefined
          : `${place(i, j)} is ${show(value)}, outside the blocks next to the diagonal`,
      );
    }
    case 'block-norm-at-most':
      for (const { r0, r1, c0, c1 } of supportBlocks({ kind: 'block-tridiagonal', sizes: blocks })) {
        const block = a.slice(r0, r1).map((row) => row.slice(c0, c1));
        if (!normIsAtMost(block, exactBound(structure.bound)))
          return `the norm of the block at rows ${r0 + 1} to ${r1}, columns ${c0 + 1} to ${c1} exceeds ${structure.bound}`;
      }
      return true;
  }
}

/** Structural zeros are not bound by a range. */
function inRange(a: ExactMatrix, [low, high]: Interval, zeros: boolean): Satisfied {
  // Where no double lies between the decimals, the doubles that print as them are meant.
  const [lowest, highest] = doublesWithin([low, high]).map(Q.fromDouble) as [Q.Rational, Q.Rational];
  const least = Q.compare(lowest, exactBound(low)) < 0 ? lowest : exactBound(low);
  const most = Q.compare(highest, exactBound(high)) > 0 ? highest : exactBound(high);
  return refusedEntry(a, (value, i, j) =>
    (zeros && Q.isZero(value)) || (Q.compare(value, least) >= 0 && Q.compare(value, most) <= 0)
      ? undefined
      : `${place(i, j)} is ${show(value)}, outside [${low}, ${high}]`,
  );
}

const WITH_ZEROS: ReadonlySet<string> = new Set(['diagonal', 'skew', 'block-tridiagonal']);

/** Whether a value has every structure of a parameter and lies in its range; the reason names the structure. */
export function satisfiesParameter(parameter: Parameter, values: Values, dimensions: Dimensions): Satisfied {
  const rows = sizeValue(parameter.symbol.shape.rows, dimensions);
  const columns = sizeValue(parameter.symbol.shape.columns, dimensions);
  const a = isExact(values) ? values : exactMatrix(values, rows, columns);
  const { structures, range } = parameter;
  const blocks = structures.flatMap((s) =>
    s.kind === 'block-tridiagonal' ? s.sizes.map((size) => sizeValue(size, dimensions)) : [],
  );
  for (const structure of structures) {
    const held = satisfies(structure, a, rows, columns, dimensions, blocks);
    if (held !== true) return `not ${structure.kind}: ${held}`;
  }
  return range === undefined
    ? true
    : inRange(
        a,
        range,
        structures.some((s) => WITH_ZEROS.has(s.kind)),
      );
}

/**
 * Whether the numbers of a design file have the structures of their parameter. Each is read as the decimal that was
 * written, so that [[0.6, 0.8], [-0.8, 0.6]] is orthogonal.
 */
export function givenValueProblem(parameter: Parameter, dimensions: Dimensions): string | undefined {
  if (parameter.value === undefined) return undefined;
  const exact = parameter.value.map((row) => row.map((entry) => Q.fromDecimal(String(entry))));
  const held = satisfiesParameter(parameter, exact, dimensions);
  return held === true ? undefined : `the value of ${parameter.symbol.name} is ${held}`;
}

/** The exact value behind parts: the construction evaluated in rational arithmetic. */
export function exactValue(parameter: Parameter, dimensions: Dimensions, parts: PartValues): ExactMatrix {
  const construction = constructionOf(parameter, dimensions);
  const values = new Map(
    construction.parts.map(({ name, symbol, pattern }) => [
      symbol.name,
      exactMatrix(parts[name] ?? [], pattern.rows, pattern.columns),
    ]),
  );
  return evaluateExactly(construction.value, dimensions, values);
}

/** Whether the exact value behind parts has every structure of its parameter. */
export function partsSatisfy(parameter: Parameter, dimensions: Dimensions, parts: PartValues): Satisfied {
  return satisfiesParameter(parameter, exactValue(parameter, dimensions, parts), dimensions);
}
