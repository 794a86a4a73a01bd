/** Formulas of a memory over a box of states, by interval arithmetic of high precision. */
import { exactValues } from '../design/structures/exact-values.js';
import {
  enclose,
  encloseSharply,
  type EnclosableValue,
  type Enclosure,
  type IntervalValue,
} from '../numeric/enclosure.js';
import { evaluateExactly, type ExactResult } from '../numeric/exact.js';
import type { MatrixBall } from '../numeric/spectral-abscissa.js';
import type { Expression } from '../symbolic/expression.js';
import * as Q from '../symbolic/rational.js';
import type { Memory } from './memory.js';

/** An interval with exact ends for each entry of the stacked state. */
export type StateBox = readonly IntervalValue[];

/** The entries of a stacked vector, state by state. */
export const byState = <T>(memory: Memory, stacked: readonly T[]): Map<string, readonly T[]> =>
  new Map(memory.states.map(({ name, from, size }) => [name, stacked.slice(from, from + size)]));

/** Formulas in the symbols whose numbers are exact, and the numbers of the parameters among them. */
export function exactForms(
  memory: Memory,
  formulas: readonly Expression[],
): { readonly forms: readonly Expression[]; readonly parameters: ReadonlyMap<string, readonly number[]> } {
  const { constructions, parameters, parts } = memory.numbers;
  const exact = exactValues(constructions, parameters, parts);
  return { forms: formulas.map((e) => exact.form(memory.concrete(e))), parameters: exact.numbers };
}

/** Bounds of the entries of formulas for every state of a box; after `await loadMpfr()`. */
export function encloseOver(
  memory: Memory,
  formulas: readonly Expression[],
  box: readonly EnclosableValue[],
): readonly (readonly Enclosure[])[] {
  const { forms, parameters } = exactForms(memory, formulas);
  return enclose(forms, memory.dimensions, new Map([...parameters, ...byState(memory, box)]));
}

/** A box around the values of formulas, stacked, for all states of a box; undefined where a value has no bounds. */
export function imageOf(memory: Memory, formulas: readonly Expression[], box: StateBox): StateBox | undefined {
  const { forms, parameters } = exactForms(memory, formulas);
  const values = new Map<string, readonly EnclosableValue[]>([...parameters, ...byState(memory, box)]);
  const images = forms.map((e) => encloseSharply(e, memory.dimensions, values));
  return images.every((image) => image !== undefined) ? images.flat() : undefined;
}

const exactEnd = (end: number | Q.Rational): Q.Rational => (typeof end === 'number' ? Q.fromDouble(end) : end);

/** Whether two boxes have a point in common. */
export const overlap = (a: StateBox, b: StateBox): boolean =>
  a.every((x, i) => {
    const y = b[i];
    if (y === undefined) return false;
    return Q.compare(exactEnd(x.low), exactEnd(y.high)) <= 0 && Q.compare(exactEnd(y.low), exactEnd(x.high)) <= 0;
  });

/** The entries of formulas at a rational state. */
export function exactlyAt(
  memory: Memory,
  formulas: readonly Expression[],
  y: readonly (number | Q.Rational)[],
): ExactResult {
  const { forms, parameters } = exactForms(memory, formulas);
  return evaluateExactly(
    forms,
    memory.dimensions,
    new Map<string, readonly (number | Q.Rational)[]>([...parameters, ...byState(memory, y)]),
  );
}

/** The enclosures as a matrix with its error; undefined where an entry has no bounds. */
export function ballOf(entries: readonly Enclosure[]): MatrixBall | undefined {
  if (!entries.every((e) => e.fault === undefined && Number.isFinite(e.low) && Number.isFinite(e.high)))
    return undefined;
  const middle = Float64Array.from(entries, (e) => e.low + (e.high - e.low) / 2);
  const radius = Float64Array.from(entries, (e, k) => {
    const m = middle[k] as number;
    const r = Math.max(e.high - m, m - e.low);
    return r === 0 ? 0 : r * (1 + 2 * Number.EPSILON) + Number.MIN_VALUE;
  });
  return { middle, radius };
}

const SPREAD = Q.rational(1, 2n ** 70n);

/**
 * The box, each interval a little wider on either side, so that what holds over it holds in a neighbourhood of the
 * state: at a kink both sides count.
 */
export const neighbourhood = (box: StateBox): StateBox =>
  box.map(({ low, high }) => {
    const [a, b] = [exactEnd(low), exactEnd(high)];
    const size = (q: Q.Rational): Q.Rational => (Q.compare(q, Q.ZERO) < 0 ? Q.negate(q) : q);
    const larger = Q.compare(size(a), size(b)) > 0 ? size(a) : size(b);
    const by = Q.multiply(SPREAD, Q.add(larger, Q.ONE));
    return { low: Q.add(a, Q.negate(by)), high: Q.add(b, by) };
  });

/** The nearest doubles of the middle of a box. */
export const middleOf = (box: StateBox): Float64Array =>
  Float64Array.from(box, ({ low, high }) => {
    const [a, b] = [low, high].map((end) => (typeof end === 'number' ? end : Q.toDouble(end))) as [number, number];
    return a + (b - a) / 2 + 0;
  });
