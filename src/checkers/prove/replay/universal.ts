/**
 * Vectors that a proof brings in itself: nothing is assumed of them and no formula of a design can name them, so that
 * what is shown of one holds for each of its values.
 */
import * as build from '../../../symbolic/build.js';
import type { Expression, SymbolExpression } from '../../../symbolic/expression.js';
import { vectorShape } from '../../../symbolic/shape.js';
import type { Size } from '../../../symbolic/size.js';

const PREFIX = 'x$';

/** The n-th of a size: the size is part of the name, so that no two vectors share one. */
export const universalVector = (n: number, size: Size): SymbolExpression =>
  build.symbol(`${PREFIX}${n}_${size}`, vectorShape(size), 'variable', []);

export const isUniversal = (e: Expression): boolean => e.kind === 'symbol' && e.name.startsWith(PREFIX);

/** Which one a universal vector is. */
export const numberOf = ({ name }: SymbolExpression): number => Number.parseInt(name.slice(PREFIX.length), 10);
