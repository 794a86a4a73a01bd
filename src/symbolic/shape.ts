import type { Shape } from './expression.js';
import { type Size, UNIT } from './size.js';

export const SCALAR: Shape = { rows: UNIT, columns: UNIT };
export const vectorShape = (size: Size): Shape => ({ rows: size, columns: UNIT });
export const matrixShape = (rows: Size, columns: Size): Shape => ({ rows, columns });

export const sameShape = (a: Shape, b: Shape): boolean => a.rows === b.rows && a.columns === b.columns;
export const isScalarShape = (shape: Shape): boolean => shape.rows === UNIT && shape.columns === UNIT;
export const isVectorShape = (shape: Shape): boolean => shape.columns === UNIT && shape.rows !== UNIT;
/** Whether there is more than one column: a matrix or a row, neither scalar nor vector. */
export const isMatrixShape = (shape: Shape): boolean => shape.columns !== UNIT;
export const isRowShape = (shape: Shape): boolean => shape.rows === UNIT && shape.columns !== UNIT;
export const isSquareShape = (shape: Shape): boolean => shape.rows === shape.columns;
export const transposedShape = (shape: Shape): Shape => ({ rows: shape.columns, columns: shape.rows });

/** `scalar`, `vector [N]`, `row [1, N]`, `matrix [N, M]`: how a shape is named in messages. */
export function describeShape(shape: Shape): string {
  if (isScalarShape(shape)) return 'scalar';
  if (isVectorShape(shape)) return `vector [${shape.rows}]`;
  return `${isRowShape(shape) ? 'row' : 'matrix'} [${shape.rows}, ${shape.columns}]`;
}
