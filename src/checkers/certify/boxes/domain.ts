/** The box over which a claim is certified: states, bound variables and free parameters, entry by entry. */
import type { Claim } from '../../../claims/types.js';
import { exactBound } from '../../../design/structures/bounds.js';
import type { Design, Interval, Parameter } from '../../../design/types.js';
import { fromRational } from '../../../interval/interval.js';
import { productAbove, productBelow } from '../../../interval/rounding.js';
import type { Binding, Entry } from '../../../interval/scalar-program.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';

/** Where nothing is stated: design.md. */
const DEFAULT_STATE: Interval = [-10, 10];
const DEFAULT_PARAMETER: Interval = [-2, 2];

export interface Domain {
  readonly binding: Binding;
  /** Ends of the variables. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** The bounds in words of the design: of every entry of a symbol. */
  readonly stated: Readonly<Record<string, Interval>>;
  /**
   * Square parameters that are semi-definite of the given sign, entries row by row. The box holds more matrices; where
   * none of a box is semi-definite, there is nothing to certify in it.
   */
  readonly definite: readonly { readonly size: number; readonly entries: readonly Entry[]; readonly sign: 1 | -1 }[];
}

/**
 * Every matrix of its structure with entries in bounds lies in the box: symmetric, skew and diagonal matrices exactly,
 * signs and norms by bounds of entries; of other structures nothing is used. Undefined for a claim about a distribution
 * or where numbers have another size.
 */
export function domainOf(design: Design, claim: Claim, dimensions: Dimensions): Domain | undefined {
  const low: number[] = [];
  const high: number[] = [];
  const binding = new Map<string, readonly Entry[]>();
  const stated: Record<string, Interval> = {};
  const definite: Domain['definite'][number][] = [];
  const fresh = ([least, most]: Interval): Entry => {
    low.push(fromRational(exactBound(least)).low);
    high.push(fromRational(exactBound(most)).high);
    return { variable: low.length - 1, sign: 1 };
  };
  const domains = new Map(design.states.map((s) => [s.symbol.name, s.domain]));
  for (const symbol of [...design.states.map((s) => s.symbol), ...claim.variables]) {
    const bounds = domains.get(symbol.name) ?? DEFAULT_STATE;
    const count = sizeValue(symbol.shape.rows, dimensions) * sizeValue(symbol.shape.columns, dimensions);
    binding.set(
      symbol.name,
      Array.from({ length: count }, () => fresh(bounds)),
    );
    stated[symbol.name] = bounds;
  }
  for (const parameter of design.parameters) {
    const { name, shape } = parameter.symbol;
    const [rows, columns] = [sizeValue(shape.rows, dimensions), sizeValue(shape.columns, dimensions)];
    if (parameter.structures.some((s) => s.kind === 'goe')) return undefined;
    if (parameter.value !== undefined) {
      if (parameter.value.length !== rows || parameter.value.some((row) => row.length !== columns)) return undefined;
      binding.set(
        name,
        parameter.value.flat().map((v) => ({ constant: { low: v, high: v } })),
      );
      continue;
    }
    const bounds = boundsOf(parameter);
    if (!(bounds[0] <= bounds[1])) return undefined;
    const entries = entriesOf(parameter, rows, columns, bounds, fresh);
    binding.set(name, entries);
    stated[name] = parameter.range ?? DEFAULT_PARAMETER;
    const sign = signOf(parameter);
    if (sign !== undefined) definite.push({ size: rows, entries, sign });
  }
  return { binding, low, high, stated, definite };
}

function boundsOf({ range, structures }: Parameter): Interval {
  let [low, high] = range ?? DEFAULT_PARAMETER;
  for (const s of structures) {
    if (s.kind === 'positive' || s.kind === 'nonnegative') low = Math.max(low, 0);
    const most = s.kind === 'norm-at-most' ? s.bound : s.kind === 'orthogonal' ? 1 : Infinity;
    [low, high] = [Math.max(low, -most), Math.min(high, most)];
  }
  return [low, high];
}

/** Whether all matrices are positive or negative semi-definite; those are symmetric. */
function signOf({ structures }: Parameter): 1 | -1 | undefined {
  if (structures.some((s) => s.kind === 'positive-definite' || s.kind === 'positive-semidefinite')) return 1;
  return structures.some((s) => s.kind === 'negative-semidefinite') ? -1 : undefined;
}

function entriesOf(
  parameter: Parameter,
  rows: number,
  columns: number,
  bounds: Interval,
  fresh: (bounds: Interval) => Entry,
): readonly Entry[] {
  const kinds = new Set<string>(parameter.structures.map((s) => s.kind));
  const sign = signOf(parameter);
  const zero: Entry = { constant: { low: 0, high: 0 } };
  const entries: Entry[] = [];
  for (let k = 0; k < rows * columns; k += 1) {
    const [i, j] = [Math.floor(k / columns), k % columns];
    const mirror = i > j ? entries[j * columns + i] : undefined;
    if (kinds.has('diagonal') && i !== j) entries.push(zero);
    else if (kinds.has('skew')) entries.push(i === j ? zero : mirror === undefined ? fresh(bounds) : negated(mirror));
    else if (mirror !== undefined && (kinds.has('symmetric') || sign !== undefined)) entries.push(mirror);
    else if (i === j && sign === 1) entries.push(fresh([Math.max(0, bounds[0]), Math.max(0, bounds[1])]));
    else if (i === j && sign === -1) entries.push(fresh([Math.min(0, bounds[0]), Math.min(0, bounds[1])]));
    else entries.push(fresh(bounds));
  }
  return entries;
}

const negated = (e: Entry): Entry =>
  'constant' in e
    ? { constant: { low: -e.constant.high, high: -e.constant.low } }
    : { variable: e.variable, sign: e.sign === 1 ? -1 : 1 };

/** Whether no matrix of the box is semi-definite: some a_ij² > a_ii a_jj everywhere, by the 2×2 minors. */
export function isInadmissible({ definite }: Domain, low: Float64Array, high: Float64Array): boolean {
  const ends = (e: Entry): readonly [number, number] => {
    if ('constant' in e) return [e.constant.low, e.constant.high];
    const [l, h] = [low[e.variable] as number, high[e.variable] as number];
    return e.sign === 1 ? [l, h] : [-h, -l];
  };
  return definite.some(({ size, entries }) => {
    const at = (i: number, j: number): readonly [number, number] => ends(entries[i * size + j] as Entry);
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < i; j += 1) {
        const [l, h] = at(i, j);
        const off = l > 0 ? l : h < 0 ? -h : 0;
        const most = productAbove(largest(at(i, i)), largest(at(j, j)));
        if (productBelow(off, off) > most) return true;
      }
    return false;
  });
}
const largest = ([l, h]: readonly [number, number]): number => Math.max(Math.abs(l), Math.abs(h));
