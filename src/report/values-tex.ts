/** Numbers, vectors and matrices as TeX; large ones in part. */
import { texName } from '../symbolic/tex-names.js';
import type { Value } from '../verdicts/types.js';
import { MATRIX_MOST, rowsOf, shorten } from './matrix-layout.js';
import { readable } from './numbers.js';

/** A number as `readable` writes it. */
export function numberTex(value: number): string {
  const text = readable(value);
  if (text === 'NaN') return '\\text{NaN}';
  const [mantissa = '', exponent] = text.replace('∞', '\\infty').split('e');
  return exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`;
}

/** `W = (…)`; the name is that of a symbol, or an expression where it is no name. */
export const valueTex = (name: string, value: Value): string =>
  `${/^[A-Za-z]\w*$/.test(name) ? texName(name) : `\\text{${name.replace(/[\\{}$%#&_^~]/g, ' ')}}`} = ${entriesTex(value)}`;

function entriesTex(value: Value): string {
  if (typeof value === 'number') return numberTex(value);
  const rows = rowsOf(value);
  if (rows.length === 0) return '(\\,)';
  const shown = shorten(
    rows.map((row) => shorten(row.map(numberTex), MATRIX_MOST, '\\cdots')),
    MATRIX_MOST,
    shorten(
      (rows[0] ?? []).map(() => '\\vdots'),
      MATRIX_MOST,
      '\\ddots',
    ),
  );
  return `\\begin{pmatrix} ${shown.map((row) => row.join(' & ')).join(' \\\\ ')} \\end{pmatrix}`;
}

/** Whether entries of the value are left out. */
export const isShortened = (value: Value): boolean =>
  typeof value !== 'number' &&
  rowsOf(value).some((row, _, all) => all.length > MATRIX_MOST || row.length > MATRIX_MOST);

/** `12 × 3`. */
export const sizeText = (value: Value): string =>
  typeof value === 'number' ? 'a number' : `${rowsOf(value).length} × ${rowsOf(value)[0]?.length ?? 0}`;
