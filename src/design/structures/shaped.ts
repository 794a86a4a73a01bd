/** Numbers in the shape in which a design file writes them. */
import type { Shape } from '../../symbolic/expression.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import { rowsOf } from './exact-matrix.js';

/** Row-major numbers in the shape of a symbol: scalar, vector, or rows of a matrix, whatever the sizes are. */
export function shaped(
  numbers: readonly number[],
  { rows, columns }: Shape,
  dimensions: Dimensions,
): number | readonly number[] | readonly (readonly number[])[] {
  const plain = numbers.map((v) => v + 0);
  if (columns === '1') return rows === '1' ? (plain[0] as number) : plain;
  return rowsOf(plain, sizeValue(columns, dimensions));
}
