/** The arithmetic of intervals of doubles in which the matrix-level side of the comparison is evaluated. */
import * as I from '../../interval/interval.js';
import type { Interval } from '../../interval/interval.js';
import { inverse, logSumExp, softmax, sparsemax, sparsemaxSupport } from '../../interval/vector-functions.js';
import type { Arithmetic, Fault, Outcome } from '../../numeric/arithmetic.js';
import type { Expression } from '../../symbolic/expression.js';
import { print } from '../../symbolic/print-text.js';
import { toDouble } from '../../symbolic/rational.js';

const isFault = (value: Outcome<Interval>): value is Fault => 'fault' in value;

const outcome = (value: I.Outcome, at: Expression): Outcome<Interval> =>
  typeof value === 'string'
    ? { fault: value, at, reason: `${print(at)} ${value === 'undefined' ? 'has no value' : 'may have no value'}` }
    : value;

export const INTERVAL_ARITHMETIC: Arithmetic<Interval> = {
  isFault,
  rational: I.fromRational,
  pi: () => I.PI,
  add: I.add,
  multiply: I.multiply,
  compact: (compute) => compute(),
  isZero: I.isZero,
  powerRational: (base, exponent, at) => {
    const p = toDouble(exponent);
    const exact = I.fromRational(exponent);
    return outcome(I.power(base, I.isPoint(exact) ? I.point(p) : exact), at);
  },
  power: (base, exponent, at) => outcome(I.power(base, exponent), at),
  map: (name, z, at) => outcome(I.mapInterval(name, z), at),
  step: (z, direction, at) => {
    // At an argument that is exactly 0 the direction decides; without one the step is 0.
    if (I.isZero(z) && direction !== undefined)
      return isFault(direction) ? direction : outcome(I.stepInterval(direction), at);
    return outcome(I.stepInterval(z), at);
  },
  apply: (name, { rows, entries }, at) => {
    const all = (values: readonly I.Outcome[]): Outcome<Interval>[] => values.map((value) => outcome(value, at));
    switch (name) {
      case 'logsumexp':
        return all([logSumExp(entries)]);
      case 'softmax':
        return all(softmax(entries));
      case 'sparsemax':
        return all(sparsemax(entries));
      case 'sparsemax_support':
        return all(sparsemaxSupport(entries));
      case 'inv':
        return all(inverse(entries, rows));
      case 'trace':
        return [entries.filter((_, k) => k % (rows + 1) === 0).reduce(I.add)];
      case 'polar':
      case 'sqrtm':
      case 'expm':
      case 'norm':
      case 'lambda_min':
      case 'lambda_max': {
        const fault: Fault = { fault: 'undecided', at, reason: `${print(at)} has no enclosure in double precision` };
        return name === 'norm' || name === 'lambda_min' || name === 'lambda_max' ? [fault] : entries.map(() => fault);
      }
    }
  },
};
