/**
 * Gradient and velocity as multiples of common vectors: ∇E_i = −Σ M_ij z_j and v_i = Σ N_ij z_j, so that
 * −Ė = Σ z_j' Q_jk z_k with Q_jk = Σ_i M_ij' N_ik.
 */
import type { Derivation } from '../derivation.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { isZeroByNormalForm } from '../../symbolic/normal-form.js';
import * as Q from '../../symbolic/rational.js';
import { rewrite, unfoldKnown } from '../../symbolic/rewrite.js';
import type { Size } from '../../symbolic/size.js';
import { divide, rightFactors, type Vector } from './division.js';
import { Effort, OutOfEffort } from './effort.js';
import { scaled, sumOf, type Word, wordKey, wordsOf } from './words.js';

export interface Factors {
  readonly z: readonly Expression[];
  /** ∇E_i = −Σ M_ij z_j. */
  readonly M: readonly (readonly Expression[])[];
  /** v_i = Σ N_ij z_j. */
  readonly N: readonly (readonly Expression[])[];
  readonly Q: readonly (readonly Expression[])[];
}

const MOST_CHOICES = 40;
const MOST_LEADS = 4;
/** Effort of one round of a division. */
const ROUND = 0.1;

/** The design as it stands, with potentials and activations written out, with everything written out. */
const LEVELS: readonly ((e: Expression) => Expression)[] = [
  (e) => e,
  (e) => rewrite(e, (x) => (x.kind === 'lagrangian' && x.order <= 1 ? unfoldKnown(x) : x)),
  unfoldKnown,
];

/**
 * Ways to write gradient and velocity by common vectors, simplest first; the terms between different vectors cancel, but
 * for those that are `coupled`.
 */
export function* commonFactors(d: Derivation, effort: Effort, coupled = false): Generator<Factors> {
  for (const splits of [0, 2])
    for (const level of LEVELS) {
      let system: System;
      try {
        system = systemOf(d, level);
      } catch (error) {
        if (error instanceof ExpressionError) continue;
        throw error;
      }
      yield* factorsOf(system, splits, effort, coupled);
    }
}

/** The first common factors, at most `most`, that a limited effort finds. */
export function someFactors(d: Derivation, effort: number, most: number, coupled = false): readonly Factors[] {
  const found: Factors[] = [];
  try {
    for (const factors of commonFactors(d, new Effort(effort), coupled)) if (found.push(factors) >= most) break;
  } catch (error) {
    if (!(error instanceof OutOfEffort || error instanceof ExpressionError)) throw error;
  }
  return found;
}

interface System {
  readonly sizes: readonly Size[];
  readonly v: readonly (readonly Word[])[];
  readonly slopes: readonly (readonly Word[])[];
}

const systemOf = (d: Derivation, level: (e: Expression) => Expression): System => ({
  sizes: d.states.map((x) => x.shape.rows),
  v: d.states.map((x) => wordsOf(level(d.velocities.get(x.name) as Expression))),
  slopes: d.states.map((x) => wordsOf(level(d.gradients.get(x.name) as Expression)).map((w) => scaled(Q.MINUS_ONE, w))),
});

/** With `splits`, parts of gradient and velocity are candidates too. */
function* factorsOf(s: System, splits: number, effort: Effort, coupled: boolean): Generator<Factors> {
  const sized = (words: readonly Word[] | undefined, i: number): Vector => ({
    words: words ?? [],
    size: s.sizes[i] as Size,
  });
  const candidates = s.sizes.map((_, i) => {
    const found = [s.slopes, s.v]
      .flatMap((vectors) => rightFactors(vectors[i] as Word[], splits))
      .filter((z) => z.length > 0);
    return distinct(found).slice(0, 6);
  });
  // Each state by a vector of its own, where one divides both; the ones, which divide everything, only if nothing else does.
  const own = candidates.map((list, i) =>
    list.filter(
      (z) => !isOnes(z) && division([sized(s.v[i], i), sized(s.slopes[i], i)], [sized(z, i)], effort) !== undefined,
    ),
  );
  const choices = own.every((list) => list.length > 0) ? product(own) : product(candidates);
  for (const z of choices) {
    effort.spend();
    const found = division([...s.v.map(sized), ...s.slopes.map(sized)], z.map(sized), effort);
    if (found === undefined) continue;
    const factors = assembled(s, z, found.slice(0, s.v.length), found.slice(s.v.length), coupled);
    if (factors !== undefined) yield factors;
  }
}

/** Whether a vector is a multiple of the vector of ones. */
const isOnes = (z: readonly Word[]): boolean =>
  z.every((w) => w.matrices.length === 0 && w.diagonals.every((d) => d.size === 0));

/** Vectors that differ by more than a number. */
function distinct(vectors: readonly (readonly Word[])[]): (readonly Word[])[] {
  const found = new Map<string, readonly Word[]>();
  for (const words of vectors) {
    const [first] = words as [Word];
    const unit = words.map((w) => scaled(Q.reciprocal(first.coefficient), w));
    const key = unit
      .map((w) => `${Q.toText(w.coefficient)} ${wordKey(w)}`)
      .sort()
      .join(' + ');
    if (!found.has(key)) found.set(key, words);
  }
  return [...found.values()];
}

/** One of each list, in all ways, up to a limit. */
function product(lists: readonly (readonly (readonly Word[])[])[]): (readonly Word[])[][] {
  let partial: (readonly Word[])[][] = [[]];
  for (const list of lists) partial = partial.flatMap((p) => list.map((x) => [...p, x])).slice(0, MOST_CHOICES);
  return partial;
}

/** Every vector divided by the z_j, with one choice of leading words. */
function division(vectors: readonly Vector[], z: readonly Vector[], effort: Effort): Word[][][] | undefined {
  let leads: number[][] = [[]];
  for (const { words } of z)
    leads = leads.flatMap((l) => words.slice(0, MOST_LEADS).map((_, n) => [...l, n])).slice(0, 32);
  const spend = (): void => effort.spend(ROUND);
  for (const choice of leads) {
    const found: Word[][][] = [];
    for (const v of vectors) {
      const quotients = divide(v, z, choice, spend);
      if (quotients === undefined) break;
      found.push(quotients);
    }
    if (found.length === vectors.length) return found;
  }
  return undefined;
}

function assembled(
  s: System,
  z: readonly (readonly Word[])[],
  v: readonly (readonly Word[][])[],
  slopes: readonly (readonly Word[][])[],
  coupled: boolean,
): Factors | undefined {
  const matrices = (quotients: readonly (readonly Word[][])[]): Expression[][] =>
    quotients.map((row, i) => row.map((words, j) => sumOf(words, false, s.sizes[i] as Size, s.sizes[j] as Size)));
  const [M, N] = [matrices(slopes), matrices(v)];
  const Qs = s.sizes.map((_, j) =>
    s.sizes.map((__, k) =>
      build.sum(
        ...s.sizes.map((___, i) => build.product(build.transpose(M[i]?.[j] as Expression), N[i]?.[k] as Expression)),
      ),
    ),
  );
  const cancels = s.sizes.every((_, j) =>
    s.sizes.every(
      (__, k) =>
        j >= k || isZeroByNormalForm(build.sum(Qs[j]?.[k] as Expression, build.transpose(Qs[k]?.[j] as Expression))),
    ),
  );
  if (!cancels && !coupled) return undefined;
  return { z: z.map((words, j) => sumOf(words, true, s.sizes[j] as Size, build.ONE.shape.columns)), M, N, Q: Qs };
}
