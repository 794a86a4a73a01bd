/**
 * A matrix that bounds the symmetric part of a form from below for all diagonals in a box. With D = C + Δ, |δ_i| ≤ r_i,
 * every word is written out in C and Δ.
 *
 * Of what is linear in Δ, ±δ(pq' + qp') ≤ αpp' + βqq' for αβ ≥ δ² (p a column of what stands before Δ, q' a row of what
 * stands after it). Of a word P Δ B Δ' Q, 2|x'PΔBΔ'Qx| ≤ ‖B‖(τ|ΔP'x|² + |Δ'Qx|²/τ); where it is P Δ B Δ P', only a
 * negative eigenvalue of the symmetric part of B counts.
 */
import { leastEigenvalue, spectralNorm } from '../../../interval/eigenvalues.js';
import {
  addBalls,
  ballOf,
  type BallMatrix,
  diagonalBall,
  identityBall,
  multiplyBalls,
  scaleBall,
  subtractBalls,
  symmetricPartOf,
  timesDiagonal,
  transposeBall,
} from '../../../interval/matrix-ball.js';
import { above, productAbove, quotientAbove, sumAbove } from '../../../interval/rounding.js';
import { constantOf, joined, type MatrixForm, type Word } from './words.js';

/** Intervals of the entries of each diagonal. */
export interface Box {
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
}

/** Centre and radii of a box. */
export interface Spread {
  readonly centre: readonly Float64Array[];
  readonly radius: readonly Float64Array[];
}

export function spreadOf({ low, high }: Box): Spread {
  const centre = low.map((a, k) => a.map((x, i) => (x === high[k]?.[i] ? x : x / 2 + (high[k]?.[i] as number) / 2)));
  const radius = centre.map((c, k) =>
    c.map((x, i) => {
      const [a, b] = [low[k]?.[i] as number, high[k]?.[i] as number];
      return a === b ? 0 : Math.max(sumAbove(b, -x), sumAbove(x, -a));
    }),
  );
  return { centre, radius };
}

/** P Δ Q, linear in the deviation Δ of one diagonal. */
export interface Linear {
  readonly diagonal: number;
  readonly left: BallMatrix | undefined;
  readonly right: BallMatrix | undefined;
}

/** A form about the centre of a box: what is constant, what is linear in Δ, and what bounds the rest. */
export interface Expansion {
  readonly size: number;
  readonly constant: BallMatrix;
  readonly linear: readonly Linear[];
  readonly radius: readonly Float64Array[];
}

/** A D, where A may be the identity. */
const timesEntries = (a: BallMatrix | undefined, d: Float64Array): BallMatrix =>
  a === undefined ? diagonalBall(d) : timesDiagonal(a, d);

export function expand(form: MatrixForm, size: number, { centre, radius }: Spread): Expansion {
  let constant = ballOf(size, size, new Float64Array(size * size), new Float64Array(size * size));
  const linear: Linear[] = [];
  for (const w of form.words) {
    const heads = prefixes(w, centre);
    const tails = suffixes(w, centre);
    constant = addBalls(constant, constantOf({ ...w, matrices: [heads[w.diagonals.length]], diagonals: [] }));
    w.diagonals.forEach((diagonal, p) => {
      if (isFixed(radius[diagonal])) return;
      addLinear(linear, { diagonal, left: heads[p], right: tails[p] }, centre[diagonal]?.length ?? 0);
    });
    for (const rest of remainders(w, heads, tails, centre, radius)) constant = subtractBalls(constant, rest);
  }
  return { size, constant: symmetricPartOf(constant), linear, radius };
}

const isFixed = (r: Float64Array | undefined): boolean => r?.every((x) => x === 0) ?? true;

/** A₀, A₀CA₁, …: what stands before each diagonal, and the whole word. */
function prefixes(w: Word, centre: readonly Float64Array[]): (BallMatrix | undefined)[] {
  const found = [w.matrices[0]];
  w.diagonals.forEach((d, k) =>
    found.push(joined(timesEntries(found[k], centre[d] as Float64Array), w.matrices[k + 1])),
  );
  return found;
}
/** What stands after each diagonal. */
function suffixes(w: Word, centre: readonly Float64Array[]): (BallMatrix | undefined)[] {
  const found: (BallMatrix | undefined)[] = [];
  let tail = w.matrices[w.diagonals.length];
  for (let k = w.diagonals.length - 1; k >= 0; k -= 1) {
    found[k] = tail;
    const d = timesEntries(w.matrices[k], centre[w.diagonals[k] as number] as Float64Array);
    tail = joined(d, tail);
  }
  return found;
}

const same = (a: BallMatrix | undefined, b: BallMatrix | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.middle.every((x, k) => x === b.middle[k]) &&
    a.radius.every((x, k) => x === 0 && b.radius[k] === 0));
const turned = (a: BallMatrix | undefined): BallMatrix | undefined => (a === undefined ? undefined : transposeBall(a));
const plus = (a: BallMatrix | undefined, b: BallMatrix | undefined, n: number): BallMatrix =>
  addBalls(a ?? identityBall(n), b ?? identityBall(n));

/** PΔQ and its transpose have one symmetric part; what shares a side is one term. */
function addLinear(all: Linear[], w: Linear, n: number): void {
  for (const [k, known] of all.entries()) {
    if (known.diagonal !== w.diagonal) continue;
    for (const { left, right } of [w, { left: turned(w.right), right: turned(w.left) }]) {
      if (same(known.left, left)) {
        all[k] = { ...known, right: plus(known.right, right, n) };
        return;
      }
      if (same(known.right, right)) {
        all[k] = { ...known, left: plus(known.left, left, n) };
        return;
      }
    }
  }
  all.push(w);
}

/** Bounds of the parts of a word with two or more Δ, by the first and the last of them. */
function* remainders(
  w: Word,
  heads: readonly (BallMatrix | undefined)[],
  tails: readonly (BallMatrix | undefined)[],
  centre: readonly Float64Array[],
  radius: readonly Float64Array[],
): Generator<BallMatrix> {
  const count = w.diagonals.length;
  const radiusAt = (p: number): Float64Array => radius[w.diagonals[p] as number] as Float64Array;
  for (let p = 0; p < count; p += 1)
    for (let q = p + 1; q < count; q += 1) {
      if (isFixed(radiusAt(p)) || isFixed(radiusAt(q))) continue;
      const [left, right] = [heads[p], tails[q]];
      const between = w.matrices[p + 1];
      const isSquare = w.diagonals[p] === w.diagonals[q] && same(left, turned(right));
      if (q === p + 1 && isSquare) {
        const symmetric = symmetricPartOf(between ?? identityBall(radiusAt(p).length));
        const least = leastEigenvalue(symmetric).low;
        if (least < 0) yield squares(left, radiusAt(p), -least);
        continue;
      }
      // The diagonals between them: C ± Δ, each at most |c| + r in size.
      let size = between === undefined ? 1 : spectralNorm(between).high;
      for (let k = p + 1; k < q; k += 1) {
        const c = centre[w.diagonals[k] as number] as Float64Array;
        const most = radiusAt(k).reduce((m, r, i) => Math.max(m, sumAbove(Math.abs(c[i] as number), r)), 0);
        const next = w.matrices[k + 1];
        size = productAbove(productAbove(size, most), next === undefined ? 1 : spectralNorm(next).high);
      }
      const half = above(size / 2);
      yield addBalls(squares(left, radiusAt(p), half), squares(turned(right), radiusAt(q), half));
    }
}

/** c·P R² P'. */
function squares(p: BallMatrix | undefined, r: Float64Array, c: number): BallMatrix {
  return weighted(
    p,
    r.map((x) => productAbove(c, productAbove(x, x))),
  );
}

/** P diag(w) P' with weights w ≥ 0. */
export function weighted(p: BallMatrix | undefined, w: Float64Array): BallMatrix {
  const scaled = timesEntries(p, w);
  return p === undefined ? scaled : multiplyBalls(scaled, transposeBall(p));
}

/**
 * The bound for scales t_i > 0 of each linear word: S_C − ½ Σ (P diag(α) P' + Q' diag(β) Q), α_i ≈ r_i t_i,
 * β_i ≥ r_i²/α_i.
 */
export function lowerBound({ constant, linear, radius }: Expansion, scales: readonly Float64Array[]): BallMatrix {
  let bound = constant;
  for (const [k, { diagonal, left, right }] of linear.entries()) {
    const r = radius[diagonal] as Float64Array;
    const t = scales[k] as Float64Array;
    const alpha = r.map((x, i) => (x === 0 ? 0 : above(x * (t[i] as number))));
    const beta = alpha.map((a, i) => (a === 0 ? 0 : quotientAbove(productAbove(r[i] as number, r[i] as number), a)));
    const both = addBalls(weighted(left, alpha), weighted(turned(right), beta));
    bound = subtractBalls(bound, scaleBall(0.5, both));
  }
  return symmetricPartOf(bound);
}
