/** Proof that a system of equations has a solution near an approximate one. */
import { apply } from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { print } from '../symbolic/print-text.js';
import { forEachNode, mentions, unfold } from '../symbolic/rewrite.js';
import { type Dimensions } from '../symbolic/size.js';
import type { Outcome } from './arithmetic.js';
import { encloseInputs, type EnclosableValues, type EnclosureOptions, type IntervalValue } from './enclosure.js';
import { type Enclosed, type EnclosureArithmetic, enclosureArithmetic } from './enclosure-arithmetic.js';
import { type Interval } from './enclosure-interval.js';
import { approximateInverse, identityMatrix, matrixProduct, subtractMatrices } from './enclosure-matrix.js';
import { evaluateIn } from './evaluate.js';
import { CONFIRMATION_PRECISION, DOWN, NEAREST, type Real, reals, UP } from './mpfr.js';

export interface ZeroProblem {
  /** A vector (or scalar) of as many entries as there are free numbers. */
  readonly equations: Expression;
  /** Its Jacobian with respect to the unknown symbols, stacked in the order of `approximation`. */
  readonly jacobian: Expression;
  /** Which of the stacked numbers are solved for, where the others stay as they are; all of them by default. */
  readonly free?: readonly number[];
  readonly dimensions: Dimensions;
  /** Values of the other symbols. */
  readonly values: EnclosableValues;
  /** An approximate solution: the entries of each unknown symbol. */
  readonly approximation: ReadonlyMap<string, readonly number[]>;
}

/** For each symbol, intervals of doubles around its entries. */
export type Box = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/** Where a solution was verified to exist. */
export interface VerifiedBox {
  /** The unknown symbols, rounded outwards to doubles. */
  readonly box: Box;
  /** The same at full precision, to be used as values of `enclose`. */
  readonly enclosure: ReadonlyMap<string, readonly IntervalValue[]>;
}

export type ZeroResult =
  | (VerifiedBox & { readonly kind: 'verified' })
  | { readonly kind: 'failed'; readonly reason: string };

const NEWTON_STEPS = 20;
/** Steps in a row that are hardly shorter than the one before: there is no isolated zero nearby. */
const IDLE_STEPS = 3;
const HARDLY_SHORTER = 0.9;
/** Boxes that are tried, each 2¹⁶ times as wide as the one before. */
const ATTEMPTS = 9;
const WIDENING = 16;

/** What must hold over a box so that the equations do not jump in it. */
interface Steadiness {
  /** Arguments of steps and signs, which must stay off 0. */
  readonly signs: readonly Expression[];
  /** Values that must not change. */
  readonly constants: readonly Expression[];
  /** Inverses that must exist: an orthogonal factor jumps where its matrix is singular. */
  readonly inverses: readonly Expression[];
}

function steadiness(equations: Expression, unknowns: ReadonlySet<string>): Steadiness {
  const signs: Expression[] = [];
  const constants: Expression[] = [];
  const inverses: Expression[] = [];
  forEachNode([unfold(equations)], (e) => {
    if (!mentions(e, unknowns)) return;
    if (e.kind === 'step' || (e.kind === 'map' && e.function === 'sign')) signs.push(e.argument);
    if (e.kind === 'function' && e.name === 'sparsemax_support') constants.push(e);
    if (e.kind === 'function' && e.name === 'polar') inverses.push(apply('inv', e.argument));
  });
  return { signs, constants, inverses };
}

/**
 * Existence and uniqueness of a zero of F near an approximate one, by Krawczyk's operator: with C an approximate
 * inverse of the middle of F'(X) and K = x − C F(x) + (I − C F'(X))(X − x), K inside the interior of X proves that F has
 * exactly one zero in X, and that it lies in K. F' encloses the slopes of a continuous, piecewise smooth F; an F that
 * may jump or be undefined in X is refused.
 */
export function verifyZero(problem: ZeroProblem, options: EnclosureOptions = {}): ZeroResult {
  const R = reals(options.precision ?? CONFIRMATION_PRECISION);
  return R.scope(() => verify(problem, enclosureArithmetic(R)));
}

function verify(problem: ZeroProblem, arithmetic: EnclosureArithmetic): ZeroResult {
  const I = arithmetic.intervals;
  const { R } = I;
  const names = [...problem.approximation.keys()];
  const stacked = [...problem.approximation.values()].flat();
  const free = problem.free ?? [...stacked.keys()];
  const start = free.map((i) => stacked[i] as number);
  const n = start.length;
  const failed = (reason: string): ZeroResult => ({ kind: 'failed', reason });
  if (!stacked.every(Number.isFinite)) return failed('the approximate solution is not finite');
  const known = encloseInputs(arithmetic, problem.values);
  const { signs, constants, inverses } = steadiness(problem.equations, new Set(names));

  /** The parts of a flat vector that belong to each unknown symbol. */
  const split = <T>(flat: readonly T[]): Map<string, T[]> => {
    const rest = [...flat];
    return new Map(names.map((name) => [name, rest.splice(0, problem.approximation.get(name)?.length ?? 0)]));
  };
  const fixed = stacked.map((value) => I.point(R.fromDouble(value)));
  /** All stacked numbers, of which the free ones are x. */
  const whole = (x: readonly Interval[]): readonly Interval[] => {
    const numbers = [...fixed];
    free.forEach((at, i) => (numbers[at] = x[i] as Interval));
    return numbers;
  };
  const evaluate = (expressions: readonly Expression[], x: readonly Interval[]): readonly Outcome<Enclosed>[][] =>
    evaluateIn(
      arithmetic,
      expressions,
      problem.dimensions,
      new Map([...known, ...split(whole(x).map(arithmetic.fromInterval))]),
    );
  /** The columns of a Jacobian in all stacked numbers that belong to the free ones. */
  const freeColumns = (j: readonly Interval[]): readonly Interval[] =>
    Array.from({ length: j.length / stacked.length }, (_, i) =>
      free.map((k) => j[i * stacked.length + k] as Interval),
    ).flat();
  /** The intervals of an evaluation without faults, or the text of the first fault. */
  const intervalsOf = (values: readonly Outcome<Enclosed>[]): readonly Interval[] | string => {
    const fault = values.find(arithmetic.isFault);
    if (fault !== undefined) return fault.reason;
    const found = values.map((value) => (value as Enclosed).interval);
    return found.every(I.isFinite) ? found : 'a value is not bounded';
  };
  const at = (x: readonly Real[]): { f: readonly Interval[]; j: readonly Interval[] } | string => {
    const [values = [], slopes = []] = evaluate([problem.equations, problem.jacobian], x.map(I.point));
    const [f, j] = [intervalsOf(values), intervalsOf(slopes)];
    if (typeof f === 'string') return f;
    if (typeof j === 'string') return j;
    return f.length === n && j.length === n * stacked.length
      ? { f, j: freeColumns(j) }
      : `${f.length} equations for ${n} unknown numbers`;
  };
  const step = (c: readonly Real[], f: readonly Interval[]): readonly Interval[] =>
    matrixProduct(I, c.map(I.point), f, n, n, 1);

  const x = start.map((value) => R.fromDouble(value));
  let previous = Infinity;
  let idle = 0;
  for (let k = 0; k < NEWTON_STEPS; k++) {
    const outcome = R.scope((): string | number => {
      const here = at(x);
      if (typeof here === 'string') return here;
      const c = approximateInverse(I, here.j.map(I.middle), n);
      if (c === undefined || !c.every(R.isFinite)) return 'the Jacobian is singular at the approximate solution';
      const change = step(c, here.f).map(I.middle);
      x.forEach((value, i) => {
        R.assign(value, R.binary('sub', value, change[i] as Real, NEAREST));
      });
      return Math.max(...change.map((value) => Math.abs(R.toDouble(value, NEAREST))));
    });
    if (typeof outcome === 'string') return failed(outcome);
    if (outcome === 0 || (outcome >= previous && outcome < 1e-30)) break;
    idle = outcome < HARDLY_SHORTER * previous ? 0 : idle + 1;
    if (idle === IDLE_STEPS) return failed("Newton's method does not converge from the approximate solution");
    previous = outcome;
  }

  const here = at(x);
  if (typeof here === 'string') return failed(here);
  const c = approximateInverse(I, here.j.map(I.middle), n);
  if (c === undefined || !c.every(R.isFinite)) return failed('the Jacobian is singular at the approximate solution');
  const change = step(c, here.f);
  let reason = 'no box was found in which the solution is unique';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = R.scope((): ZeroResult => {
      const box = x.map((value, i) => {
        const size = I.greatest(R.unary('abs', value, UP), R.scale(R.fromInteger(1), -60));
        const floor = R.scale(size, 16 - R.precision);
        const radius = I.greatest(R.scale(I.magnitude(change[i] as Interval), 1), floor);
        return I.inflate(I.point(value), R.scale(radius, WIDENING * attempt));
      });
      const [values = [], slopes = [], ...rest] = evaluate(
        [problem.equations, problem.jacobian, ...signs, ...constants, ...inverses],
        box,
      );
      const [f, allSlopes] = [intervalsOf(values), intervalsOf(slopes)];
      if (typeof f === 'string') return failed(f);
      if (typeof allSlopes === 'string') return failed(allSlopes);
      const j = freeColumns(allSlopes);
      for (const [k, e] of [...signs, ...constants, ...inverses].entries()) {
        const entries = intervalsOf(rest[k] ?? []);
        const steady =
          typeof entries !== 'string' &&
          entries.every((value) =>
            k < signs.length ? (I.sign(value) ?? 0) !== 0 : k >= signs.length + constants.length || I.isPoint(value),
          );
        if (!steady) return failed(`the equations may jump where ${print(e)} changes`);
      }
      // The slopes over the box, not at x, are what C must invert: at a kink they differ.
      const middle = approximateInverse(I, j.map(I.middle), n);
      if (middle === undefined || !middle.every(R.isFinite))
        return failed('the Jacobian is singular near the solution');
      const shift = step(middle, here.f);
      const contraction = subtractMatrices(I, identityMatrix(I, n), matrixProduct(I, middle.map(I.point), j, n, n, n));
      const offsets = box.map((value, i) => I.subtract(value, I.point(x[i] as Real)));
      const spread = matrixProduct(I, contraction, offsets, n, n, 1);
      const image = x.map((value, i) => I.add(I.subtract(I.point(value), shift[i] as Interval), spread[i] as Interval));
      if (!image.every((value, i) => I.within(value, box[i] as Interval)))
        return failed('the solution is not isolated enough to be verified');
      return {
        kind: 'verified',
        box: split(whole(image).map(({ low, high }) => [R.toDouble(low, DOWN), R.toDouble(high, UP)] as const)),
        enclosure: split(whole(image).map(({ low, high }) => ({ low: R.toRational(low), high: R.toRational(high) }))),
      };
    });
    if (found.kind === 'verified') return found;
    reason = found.reason;
  }
  return failed(reason);
}
