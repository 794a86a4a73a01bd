/** Functions of entries, vectors and matrices in components. */
import { ExpressionError } from '../../symbolic/error.js';
import type { FunctionExpression } from '../../symbolic/expression.js';
import { print } from '../../symbolic/print-text.js';
import { adjugate, determinant } from './cofactors.js';
import {
  addEntries,
  atomEntry,
  callEntry,
  type Components,
  divideEntries,
  type Entry,
  entryAt,
  multiplyEntries,
  ONE_ENTRY,
  subtractEntries,
  totalEntry,
  ZERO_ENTRY,
} from './component-entry.js';
import { LARGEST_INVERSE } from './opaque.js';

/** Formulas of mathjs for the functions that have one; the others are cut out. */
export const PLAIN: Readonly<Record<string, (z: Entry) => Entry>> = {
  ...Object.fromEntries(
    ['exp', 'log', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'asinh'].map((name) => [
      name,
      (z: Entry) => callEntry(name, z),
    ]),
  ),
  log1p: (z) => callEntry('log', addEntries(ONE_ENTRY, z)),
  expm1: (z) => subtractEntries(callEntry('exp', z), ONE_ENTRY),
  logcosh: (z) => callEntry('log', callEntry('cosh', z)),
  sigmoid: (z) => divideEntries(ONE_ENTRY, addEntries(ONE_ENTRY, callEntry('exp', subtractEntries(ZERO_ENTRY, z)))),
  softplus: (z) => callEntry('log', addEntries(ONE_ENTRY, callEntry('exp', z))),
};

/** How parts of a formula become variables: see `ComponentWriter`. */
export interface Parts {
  /** The entry, or a variable in its place where it is heavier than `most`. */
  readonly light: (entry: Entry, most?: number) => Entry;
  /** The name of the variable that has the value of an entry. */
  readonly name: (entry: Entry) => string;
  /** Entry `index` of a function that mathjs cannot differentiate, as a variable with its own derivatives. */
  readonly opaque: (
    name: string,
    of: readonly Entry[],
    index: number,
    partials: (z: readonly Entry[]) => Entry[],
  ) => Entry;
}

/** The entries of a function of a vector or a matrix. */
export function writeFunction(e: FunctionExpression, argument: Components, parts: Parts): Components {
  const { entries, rows, columns } = argument;
  const scalar = (entry: Entry): Components => ({ rows: 1, columns: 1, entries: [entry] });
  const exponentials = (): Entry[] => entries.map((z) => parts.light(callEntry('exp', z), 8));
  switch (e.name) {
    case 'trace':
      return scalar(totalEntry(entries.filter((_, k) => k % (columns + 1) === 0)));
    case 'logsumexp':
      return scalar(callEntry('log', parts.light(totalEntry(exponentials()))));
    case 'softmax': {
      const shares = exponentials();
      const all = parts.light(totalEntry(shares));
      return { rows, columns, entries: shares.map((share) => divideEntries(share, all)) };
    }
    case 'sparsemax':
    case 'sparsemax_support': {
      const z = entries.map((entry) => atomEntry(parts.name(entry)));
      const support = z.map((_, k) => parts.opaque('sparsemax_support', z, k, () => z.map(() => ZERO_ENTRY)));
      if (e.name === 'sparsemax_support') return { rows, columns, entries: support };
      // ∂p_k/∂z_j = s_k δ_kj − s_k s_j / Σ s.
      const slope = (k: number, j: number): Entry => {
        const both = multiplyEntries(support[k] as Entry, support[j] as Entry);
        const mean = divideEntries(both, totalEntry(support));
        return subtractEntries(k === j ? (support[k] as Entry) : ZERO_ENTRY, mean);
      };
      return {
        rows,
        columns,
        entries: z.map((_, k) => parts.opaque('sparsemax', z, k, () => z.map((_, j) => slope(k, j)))),
      };
    }
    case 'inv': {
      if (rows > LARGEST_INVERSE) return largeInverse(argument, parts);
      const m = { ...argument, entries: entries.map((entry) => parts.light(entry, 3)) };
      const det = atomEntry(parts.name(determinant(m)));
      return { rows, columns, entries: adjugate(m).entries.map((entry) => divideEntries(entry, det)) };
    }
    case 'polar':
    case 'sqrtm':
    case 'expm':
    case 'norm':
    case 'lambda_min':
    case 'lambda_max':
      throw new ExpressionError('unsupported', `${print(e)} has no formula in components`, e);
  }
}

/** B = A⁻¹ with ∂B_ij/∂A_kl = −B_ik B_lj, from dB = −B dA B. */
function largeInverse({ entries, rows, columns }: Components, parts: Parts): Components {
  const a = entries.map((entry) => atomEntry(parts.name(entry)));
  const b: Components = {
    rows,
    columns,
    entries: a.map((_, at) =>
      parts.opaque('inv', a, at, () => {
        const [i, j] = [Math.floor(at / columns), at % columns];
        return a.map((__, of) => {
          const [k, l] = [Math.floor(of / columns), of % columns];
          return subtractEntries(ZERO_ENTRY, multiplyEntries(entryAt(b, i, k), entryAt(b, l, j)));
        });
      }),
    ),
  };
  return b;
}
