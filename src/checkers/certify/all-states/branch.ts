/**
 * Branch and bound over the entries of diagonals: a box is done where the lower bound of `box-bound.ts` is positive
 * semi-definite. Where the form is concave in an entry, as where it is linear in it, its least value is at an end, so
 * that only the two ends are looked at; else the interval is halved.
 */
import { ballDefiniteness, isAbove } from '../../../interval/definite.js';
import type { BallMatrix } from '../../../interval/matrix-ball.js';
import { type Box, expand, type Expansion, spreadOf } from './box-bound.js';
import { firstScales, improved, leastOf, type Scaled, scaledBy, type Scales } from './scales.js';
import type { MatrixForm } from './words.js';

/** What holds of the symmetric part for all diagonals: all eigenvalues are at least `bound`. */
export interface FormBound {
  readonly bound: number;
  /** Whether it is positive definite for all of them. */
  readonly definite: boolean;
  readonly boxes: number;
}

const ROOT_ROUNDS = 16;
const NODE_ROUNDS = 2;
const MOST_NODES = 20_000;
/** Multiplications, about: the product of the nodes and the work at each. */
const MOST_WORK = 2e9;

interface Node {
  readonly box: Box;
  readonly scales: Scales | undefined;
}

/** Bounds of a form for all diagonals in their ranges; undefined where none were found. */
export async function formBound(
  form: MatrixForm,
  size: number,
  tick: () => Promise<void>,
): Promise<FormBound | undefined> {
  const used = new Set(form.words.flatMap((w) => w.diagonals));
  const ends = (end: 'low' | 'high'): Float64Array[] =>
    form.diagonals.map((d, k) => new Float64Array(d.size).fill(used.has(k) ? d.range[end] : 0));
  const concave = concavity(form);
  const stack: Node[] = [{ box: { low: ends('low'), high: ends('high') }, scales: undefined }];
  const most = Math.min(MOST_NODES, MOST_WORK / (size ** 3 * (20 + 10 * form.words.length)));
  let [bound, definite, boxes] = [Infinity, true, 0];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    await tick();
    if (boxes >= Math.max(1, most)) return undefined;
    boxes += 1;
    const e = expand(form, size, spreadOf(node.box));
    const isRoot = node.scales === undefined;
    // The scales of another box serve where the same words are left.
    const fits = node.scales?.length === e.linear.length;
    const start = fits ? (node.scales as Scales) : firstScales(e);
    let scaled = scaledBy(e, start);
    if (isRoot && leastOf(scaled) <= 0 && refutes(form, size, node.box, e, scaled)) return undefined;
    scaled = improved(e, scaled, isRoot ? ROOT_ROUNDS : NODE_ROUNDS);
    const decided = decide(scaled.bound, leastOf(scaled));
    if (decided !== undefined) {
      bound = Math.min(bound, decided.bound);
      definite &&= decided.definite;
      continue;
    }
    const parts = split(node.box, e, scaled, concave);
    if (parts === undefined || refutes(form, size, node.box, e, scaled)) return undefined;
    for (const box of parts) stack.push({ box, scales: scaled.scales });
  }
  return { bound, definite, boxes };
}

interface Decided {
  readonly bound: number;
  readonly definite: boolean;
}

/** A bound of the eigenvalues of a matrix that is positive semi-definite; undefined where that is not known. */
function decide(a: BallMatrix, least: number): Decided | undefined {
  for (const s of [least * (1 - 2 ** -10), least / 2]) if (s > 0 && isAbove(a, s)) return { bound: s, definite: true };
  const answer = ballDefiniteness(a);
  if (answer === 'definite' || answer === 'semidefinite') return { bound: 0, definite: answer === 'definite' };
  return undefined;
}

/** For each diagonal and entry, whether every form x'Mx is concave in it, whatever the others are. */
function concavity({ words, diagonals }: MatrixForm): readonly (readonly boolean[])[] {
  return diagonals.map(({ size }, d) =>
    Array.from({ length: size }, (_, i) =>
      words.every((w) => {
        const places = w.diagonals.filter((k) => k === d).length;
        if (places < 2) return true;
        if (w.diagonals.length !== 2) return false;
        const [left, between, right] = w.matrices;
        return isTransposed(left, right) && diagonalEntryAtMostZero(between, i);
      }),
    ),
  );
}

/** The square of entry i of D in P D B D P' has the factor b_ii (P'x)_i². */
const diagonalEntryAtMostZero = (b: BallMatrix | undefined, i: number): boolean =>
  b !== undefined && (b.middle[i * (b.columns + 1)] as number) <= -(b.radius[i * (b.columns + 1)] as number);

const isTransposed = (a: BallMatrix | undefined, b: BallMatrix | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.rows === b.columns &&
      a.radius.every((r) => r === 0) &&
      b.radius.every((r) => r === 0) &&
      a.middle.every((x, k) => x === b.middle[(k % a.columns) * b.columns + Math.floor(k / a.columns)]);

/** The entry that lowers the bound most in the direction of its least eigenvector, at its two ends or halved. */
function split(
  box: Box,
  e: Expansion,
  { eigen }: Scaled,
  concave: readonly (readonly boolean[])[],
): readonly Box[] | undefined {
  const effects = effectsOf(e, eigen.vectors);
  let best = { diagonal: -1, entry: -1, effect: -1 };
  effects.forEach((list, diagonal) =>
    list.forEach((effect, entry) => {
      const r = e.radius[diagonal]?.[entry] as number;
      if (r > 0 && Math.abs(effect) * r > best.effect) best = { diagonal, entry, effect: Math.abs(effect) * r };
    }),
  );
  if (best.diagonal < 0) return undefined;
  const { diagonal, entry } = best;
  const [low, high] = [box.low[diagonal]?.[entry] as number, box.high[diagonal]?.[entry] as number];
  const middle = low / 2 + high / 2;
  const pieces: readonly (readonly [number, number])[] =
    concave[diagonal]?.[entry] === true
      ? [
          [low, low],
          [high, high],
        ]
      : [
          [low, middle],
          [middle, high],
        ];
  if (pieces.some(([a, b]) => a === low && b === high)) return undefined;
  return pieces.map(([a, b]) => ({
    low: withEntry(box.low, diagonal, entry, a),
    high: withEntry(box.high, diagonal, entry, b),
  }));
}

function withEntry(all: readonly Float64Array[], diagonal: number, entry: number, value: number): Float64Array[] {
  return all.map((a, k) => {
    if (k !== diagonal) return a;
    const copy = a.slice();
    copy[entry] = value;
    return copy;
  });
}

/** For each entry δ_i the value of x'PΔQx in it, x the eigenvector of the least eigenvalue. */
function effectsOf(e: Expansion, vectors: Float64Array): Float64Array[] {
  const n = e.size;
  const x = Float64Array.from({ length: n }, (_, i) => vectors[i * n] as number);
  const effects = e.radius.map((r) => new Float64Array(r.length));
  for (const { diagonal, left, right } of e.linear) {
    const into = effects[diagonal] as Float64Array;
    const m = into.length;
    for (let i = 0; i < m; i += 1) {
      let [p, q] = [left === undefined ? (x[i] as number) : 0, right === undefined ? (x[i] as number) : 0];
      if (left !== undefined) for (let k = 0; k < n; k += 1) p += (left.middle[k * m + i] as number) * (x[k] as number);
      if (right !== undefined)
        for (let k = 0; k < n; k += 1) q += (right.middle[i * n + k] as number) * (x[k] as number);
      into[i] = (into[i] as number) + p * q;
    }
  }
  return effects;
}

/** Whether the form is not semi-definite at the ends that look worst: then no splitting helps. */
function refutes(form: MatrixForm, size: number, box: Box, e: Expansion, { eigen }: Scaled): boolean {
  let vectors = eigen.vectors;
  for (let round = 0; round < 3; round += 1) {
    const effects = effectsOf(e, vectors);
    const at = effects.map((list, d) =>
      list.map((effect, i) => (effect > 0 ? (box.low[d]?.[i] as number) : (box.high[d]?.[i] as number))),
    );
    const { constant } = expand(form, size, spreadOf({ low: at, high: at }));
    if (ballDefiniteness(constant) === 'indefinite') return true;
    vectors = scaledBy({ ...e, constant, linear: [] }, []).eigen.vectors;
  }
  return false;
}
