/** The parts that constructions are made of, and reflections. */
import { type EntryPattern, freePattern } from '../../numeric/sampler-pattern.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { matrixShape, SCALAR, vectorShape } from '../../symbolic/shape.js';
import { type Dimensions, type Size, sizeValue, UNIT } from '../../symbolic/size.js';
import type { Parameter } from '../types.js';
import type { Part } from './construction.js';
import type { Requirement } from './requirement.js';

/** Reflections in an orthogonal factor; as many as the size reach every orthogonal matrix up to sign. */
const MOST_REFLECTIONS = 4;

export interface Context {
  readonly parameter: Parameter;
  readonly need: Requirement;
  readonly dimensions: Dimensions;
  readonly parts: Part[];
  /** The size of entries: the larger end of the range. */
  readonly reach: number;
}

type PartOptions = Partial<Omit<EntryPattern, 'rows' | 'columns'>> & { readonly scales?: number };

/** A new part of the construction. */
export function addPart(context: Context, name: string, rows: Size, columns: Size, options: PartOptions): Expression {
  const { scales = 0, ...pattern } = options;
  const symbol = build.symbol(
    `${context.parameter.symbol.name}.${name}`,
    rows === UNIT && columns === UNIT ? SCALAR : columns === UNIT ? vectorShape(rows) : matrixShape(rows, columns),
    'parameter',
  );
  const free = freePattern(sizeValue(rows, context.dimensions), sizeValue(columns, context.dimensions), -1, 1);
  context.parts.push({ name, symbol, pattern: { ...free, ...pattern }, scales });
  return symbol;
}

/** −2/v'v. */
const reflectionFactor = (v: Expression): Expression =>
  build.product(build.number(-2), build.reciprocal(build.dot(v, v)));

/** HY = Y − (2/v'v) v (v'Y) with the Householder reflection H = I − 2vv'/v'v. */
export const reflect = (v: Expression, y: Expression): Expression =>
  build.sum(y, build.product(reflectionFactor(v), v, build.product(build.transpose(v), y)));

/** YH = Y − (2/v'v) (Yv) v'. */
const reflectRight = (v: Expression, y: Expression): Expression =>
  build.sum(y, build.product(reflectionFactor(v), build.product(y, v), build.transpose(v)));

/** Vectors of reflections. */
export const addReflections = (
  context: Context,
  size: Size,
  count = Math.min(sizeValue(size, context.dimensions), MOST_REFLECTIONS),
): Expression[] =>
  Array.from({ length: count }, (_, k) => addPart(context, `v${k + 1}`, size, UNIT, { condition: 'nonzero' }));

/** U Y U' with U the product of the reflections. */
export const conjugate = (vectors: readonly Expression[], middle: Expression): Expression =>
  vectors.reduceRight((y, v) => reflectRight(v, reflect(v, y)), middle);
