/**
 * Forms in which one diagonal D ≥ 0 stands at both ends of every word. For D > 0, M = D N D with
 * N = D⁻¹MD⁻¹, in which the words T D become T D⁻¹ ≥ T/d, d the greatest entry and T ≥ 0 diagonal: M ≥ 0 if N with T/d
 * is, and by continuity for D ≥ 0 too.
 */
import type { Interval } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import type { BallMatrix } from '../../../interval/matrix-ball.js';
import { collect, constantOf, joined, type MatrixForm, scaleByInterval, type Word } from './words.js';

export interface Reduced {
  readonly form: MatrixForm;
  /** Whether M is definite where the form is: not where an entry of D may be 0. */
  readonly keepsDefinite: boolean;
  readonly isReduced: boolean;
}

export function withoutOuterDiagonal(form: MatrixForm): Reduced {
  const outer = form.words[0]?.diagonals[0];
  const range = outer === undefined ? undefined : form.diagonals[outer]?.range;
  const unchanged = { form, keepsDefinite: true, isReduced: false };
  if (outer === undefined || range === undefined || range.low < 0 || range.high <= 0) return unchanged;
  const words: Word[] = [];
  for (const w of form.words) {
    const inner = stripped(w, outer, range);
    if (inner === undefined) return unchanged;
    words.push(inner);
  }
  return {
    form: { words: collect(words), diagonals: form.diagonals },
    keepsDefinite: range.low > 0,
    isReduced: true,
  };
}

function stripped(w: Word, outer: number, range: Interval): Word | undefined {
  const last = w.diagonals.length - 1;
  const [first, end] = [w.matrices[0], w.matrices[last + 1]];
  if (w.diagonals[0] !== outer || w.diagonals[last] !== outer || !isDiagonal(first) || !isDiagonal(end))
    return undefined;
  if (last === 0) {
    const T = constantOf({ ...w, matrices: [joined(first, end)], diagonals: [] });
    const inverse = I.reciprocal(I.point(range.high));
    if (!isNonnegative(T) || typeof inverse === 'string') return undefined;
    return { ...w, matrices: [scaleByInterval(inverse, T)], diagonals: [] };
  }
  const inner = w.matrices.slice(1, -1);
  const left = joined(first, inner[0]);
  const matrices =
    inner.length === 1 ? [joined(left, end)] : [left, ...inner.slice(1, -1), joined(inner[inner.length - 1], end)];
  return { ...w, matrices, diagonals: w.diagonals.slice(1, -1) };
}

const isDiagonal = (a: BallMatrix | undefined): boolean =>
  a === undefined ||
  a.middle.every((x, k) => Math.floor(k / a.columns) === k % a.columns || (x === 0 && a.radius[k] === 0));
const isNonnegative = (a: BallMatrix): boolean => a.middle.every((x, k) => x >= (a.radius[k] as number));
