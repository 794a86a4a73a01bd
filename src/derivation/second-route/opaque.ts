/**
 * Functions of matrices that have no formula in components (polar factor, square root, exponential, norm, extreme
 * eigenvalues), and larger inverses. Where they do not vary with the states they are constants: each becomes a symbol, whose
 * values are enclosed in high precision.
 */
import type { Interval } from '../../interval/interval.js';
import type { Fault } from '../../numeric/arithmetic.js';
import { enclose, loadMpfr } from '../../numeric/enclosure.js';
import * as build from '../../symbolic/build.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { print } from '../../symbolic/print-text.js';
import { contains, mentions, rewrite, unfoldLagrangian } from '../../symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';

/** Inverses up to this size are written out by cofactors; larger ones that vary are cut out, with their derivative. */
export const LARGEST_INVERSE = 3;

/** Whether an expression is L(z) = Σ ℓ(z_i) where only ℓ' has a formula. */
export const isPotentialUnknown = (e: Expression): boolean =>
  e.kind === 'lagrangian' &&
  e.order === 0 &&
  e.lagrangian.definition.kind === 'entrywise' &&
  e.lagrangian.definition.derivatives[0] === undefined;

export class OpaqueFunctions {
  readonly #dimensions: Dimensions;
  readonly #states: ReadonlySet<string>;
  readonly #found = new Map<number, { symbol: SymbolExpression; of: Expression; varies: boolean }>();

  constructor(dimensions: Dimensions, states: ReadonlySet<string>) {
    this.#dimensions = dimensions;
    this.#states = states;
  }

  #isOpaque(e: Expression): boolean {
    if (e.kind !== 'function') return false;
    switch (e.name) {
      case 'inv':
        return sizeValue(e.shape.rows, this.#dimensions) > LARGEST_INVERSE;
      case 'polar':
      case 'sqrtm':
      case 'expm':
      case 'norm':
      case 'lambda_min':
      case 'lambda_max':
        return true;
      case 'trace':
      case 'logsumexp':
      case 'softmax':
      case 'sparsemax':
      case 'sparsemax_support':
        return false;
    }
  }

  /**
   * The expression with its Lagrangians unfolded and symbols in place of opaque functions. A Lagrangian that is known by
   * its activation only stays.
   */
  replace(expression: Expression): Expression {
    const unfolded = rewrite(expression, (e) =>
      e.kind === 'lagrangian' && !isPotentialUnknown(e) ? unfoldLagrangian(e) : e,
    );
    return rewrite(unfolded, (e) => {
      if (!this.#isOpaque(e)) return e;
      const id = idOf(e);
      const known = this.#found.get(id);
      if (known !== undefined) return known.symbol;
      const inner = [...this.#found.values()].filter((f) => f.varies).map((f) => f.symbol.name);
      const varies = mentions(e, new Set([...this.#states, ...inner]));
      if (varies && e.kind === 'function' && e.name === 'inv') return e;
      const symbol = build.symbol(`opaque$${this.#found.size + 1}`, e.shape);
      this.#found.set(id, { symbol, of: e, varies });
      return symbol;
    });
  }

  /** Why an expression that came out of `replace` has no derivative in components, if it has none. */
  whyNot(replaced: Expression): string | undefined {
    const culprit = [...this.#found.values()].find(
      ({ symbol, varies }) => varies && contains(replaced, (e) => e.kind === 'symbol' && e.name === symbol.name),
    );
    return culprit === undefined
      ? undefined
      : `${print(culprit.of)} varies with the state and has no formula in components`;
  }

  /** Loads what `values` needs. */
  async prepare(): Promise<void> {
    if (this.#found.size > 0) await loadMpfr();
  }

  /** Enclosures of the entries of the symbols, by the values of the others; faults where they have none. */
  values(values: ReadonlyMap<string, readonly Interval[]>): ReadonlyMap<string, readonly (Interval | Fault)[]> {
    const known = new Map(values);
    const result = new Map<string, readonly (Interval | Fault)[]>();
    for (const { symbol, of } of this.#found.values()) {
      const without = [...result].find(([name]) => !known.has(name) && mentions(of, new Set([name])));
      const fault = without?.[1].find((v): v is Fault => 'fault' in v);
      const count = sizeValue(of.shape.rows, this.#dimensions) * sizeValue(of.shape.columns, this.#dimensions);
      const outcomes: readonly (Interval | Fault)[] =
        fault === undefined
          ? (enclose([of], this.#dimensions, known)[0] ?? []).map((e) => e.fault ?? { low: e.low, high: e.high })
          : new Array<Fault>(count).fill(fault);
      result.set(symbol.name, outcomes);
      const certain = outcomes.filter((v): v is Interval => !('fault' in v));
      if (certain.length === outcomes.length) known.set(symbol.name, certain);
    }
    return result;
  }
}
