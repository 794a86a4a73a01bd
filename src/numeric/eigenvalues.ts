/** Eigenvalues of matrices that need not be symmetric. They are approximate: nothing is decided by them. */
import { balance } from './balance.js';
import { type NoSchur, realSchur } from './schur.js';

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export type Eigenvalues = { readonly kind: 'eigenvalues'; readonly values: readonly Complex[] } | NoSchur;

/** The eigenvalues of a square matrix (row-major) by the QR iteration, the one with the largest real part first. */
export function eigenvalues(a: Float64Array, n: number): Eigenvalues {
  const schur = realSchur(balance(a, n).matrix, n);
  if (schur.kind === 'failed') return schur;
  const values = Array.from(schur.re, (re, i) => ({ re: re + 0, im: (schur.im[i] as number) + 0 }));
  return { kind: 'eigenvalues', values: values.sort((p, q) => q.re - p.re || q.im - p.im) };
}
