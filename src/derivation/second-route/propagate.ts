/**
 * Values, first and second derivatives of the variables of a `ComponentWriter` at a point. mathjs gives the derivatives
 * of each formula with respect to the variables in it; the chain rule puts them together, entry by entry:
 * ∂v/∂y_j = Σ_a v_a ∂a/∂y_j and ∂²v/∂y_i∂y_j = Σ_a v_a ∂²a/∂y_i∂y_j + Σ_ab v_ab ∂a/∂y_i ∂b/∂y_j.
 */
import * as I from '../../interval/interval.js';
import type { Interval, NoValue, Outcome } from '../../interval/interval.js';
import { inverse, sparsemax, sparsemaxSupport } from '../../interval/vector-functions.js';
import type { Fault } from '../../numeric/arithmetic.js';
import { isEntrywiseName } from '../../symbolic/functions.js';
import { print } from '../../symbolic/print-text.js';
import type { ComponentWriter, Variable } from './components.js';
import { evaluateTree, type Formula, formulaOf } from './formula.js';

/** A point at which something has no value, or perhaps has none. */
export class NoValueError extends Error {
  readonly why: NoValue;

  constructor(why: NoValue, what: string) {
    super(
      `${what} ${why === 'undefined' ? 'has no value' : 'may have no value, or jumps,'} at the points that were drawn`,
    );
    this.name = 'NoValueError';
    this.why = why;
  }
}

const parsed = new WeakMap<Variable, { formula: Formula; names: readonly string[] }>();

/** Sparse vectors and (symmetric) matrices over the coordinates; what is missing is 0. */
type Vector = ReadonlyMap<number, Interval>;

export class Propagation {
  readonly #writer: ComponentWriter;
  readonly #leaf: (symbol: string, index: number) => Interval | Fault;
  readonly #coordinates: ReadonlyMap<string, number>;
  readonly #values = new Map<string, Interval>();
  readonly #firsts = new Map<string, Vector>();
  readonly #seconds = new Map<string, Vector>();

  /** `coordinates` numbers the variables (entries of states) with respect to which derivatives are taken. */
  constructor(
    writer: ComponentWriter,
    coordinates: readonly string[],
    leaf: (symbol: string, index: number) => Interval | Fault,
  ) {
    this.#writer = writer;
    this.#leaf = leaf;
    this.#coordinates = new Map(coordinates.map((name, i) => [name, i]));
  }

  /** The value of a variable. */
  value(name: string): Interval {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const result = this.#computeValue(name);
    this.#values.set(name, result);
    return result;
  }

  /** ∂/∂(coordinate i) of a variable. */
  first(name: string, i: number): Interval {
    return this.#first(name).get(i) ?? I.ZERO;
  }

  /** ∂²/∂(coordinate i)∂(coordinate j) of a variable. */
  second(name: string, i: number, j: number): Interval {
    return this.#second(name).get(this.#pair(i, j)) ?? I.ZERO;
  }

  #pair(i: number, j: number): number {
    return Math.min(i, j) * this.#coordinates.size + Math.max(i, j);
  }

  #variable(name: string): Variable {
    const variable = this.#writer.variables.get(name);
    if (variable === undefined) throw new Error(`internal error: no variable ${name}`);
    return variable;
  }

  #formula(variable: Variable & { kind: 'formula' }): { formula: Formula; names: readonly string[] } {
    let known = parsed.get(variable);
    if (known === undefined) {
      known = formulaOf(variable.text);
      parsed.set(variable, known);
    }
    return known;
  }

  #certain(outcome: Outcome, name: string): Interval {
    if (typeof outcome === 'string') throw new NoValueError(outcome, describe(this.#variable(name), name));
    if (!I.isFiniteInterval(outcome)) throw new NoValueError('undecided', describe(this.#variable(name), name));
    return outcome;
  }

  #computeValue(name: string): Interval {
    const variable = this.#variable(name);
    switch (variable.kind) {
      case 'leaf': {
        const value = this.#leaf(variable.symbol, variable.index);
        if ('fault' in value) throw new NoValueError('undecided', print(value.at));
        return value;
      }
      case 'constant':
        return variable.value === 'pi' ? I.PI : I.fromRational(variable.value);
      case 'formula': {
        const { formula, names } = this.#formula(variable);
        const values = names.map((n) => this.value(n));
        return this.#certain(
          evaluateTree(formula.value, (a) => values[a] as Interval),
          name,
        );
      }
      case 'opaque': {
        const z = variable.arguments.map((n) => this.value(n));
        return this.#certain(opaqueValue(variable.function, z, variable.index), name);
      }
    }
  }

  #first(name: string): Vector {
    const known = this.#firsts.get(name);
    if (known !== undefined) return known;
    const result = this.#computeFirst(name);
    this.#firsts.set(name, result);
    return result;
  }

  #computeFirst(name: string): Vector {
    const variable = this.#variable(name);
    const coordinate = this.#coordinates.get(name);
    if (coordinate !== undefined) return new Map([[coordinate, I.ONE]]);
    const total = new Map<number, Interval>();
    const accumulate = (factor: Interval, of: Vector): void => {
      for (const [i, entry] of of) addTo(total, i, I.multiply(factor, entry));
    };
    if (variable.kind === 'formula') {
      const { formula, names } = this.#formula(variable);
      names.forEach((n, a) => {
        const inner = this.#first(n);
        if (inner.size === 0) return;
        const slope = this.#partial(formula.first(a), names, name);
        if (slope !== undefined) accumulate(slope, inner);
      });
    }
    if (variable.kind === 'opaque') {
      const inner = variable.arguments.map((n) => this.#first(n));
      if (inner.some((v) => v.size > 0))
        variable.partials().forEach((partial, a) => accumulate(this.value(partial), inner[a] as Vector));
    }
    return total;
  }

  #partial(tree: Formula['value'] | undefined, names: readonly string[], of: string): Interval | undefined {
    if (tree === undefined) return undefined;
    return this.#certain(
      evaluateTree(tree, (a) => this.value(names[a] as string)),
      of,
    );
  }

  #second(name: string): Vector {
    const known = this.#seconds.get(name);
    if (known !== undefined) return known;
    const result = this.#computeSecond(name);
    this.#seconds.set(name, result);
    return result;
  }

  #computeSecond(name: string): Vector {
    const variable = this.#variable(name);
    const total = new Map<number, Interval>();
    const accumulate = (factor: Interval, of: Vector): void => {
      for (const [at, entry] of of) addTo(total, at, I.multiply(factor, entry));
    };
    /** Adds factor · x y' for i ≤ j. */
    const outer = (factor: Interval | undefined, x: Vector, y: Vector): void => {
      for (const [i, left] of x)
        for (const [j, right] of y)
          if (i <= j) {
            const both = I.multiply(left, right);
            addTo(total, this.#pair(i, j), factor === undefined ? both : I.multiply(factor, both));
          }
    };
    if (variable.kind === 'formula') {
      const { formula, names } = this.#formula(variable);
      const inner = names.map((n) => this.#first(n));
      const active = names.flatMap((_, a) => ((inner[a] as Vector).size > 0 ? [a] : []));
      for (const a of active) {
        const bent = this.#second(names[a] as string);
        if (bent.size > 0) {
          const slope = this.#partial(formula.first(a), names, name);
          if (slope !== undefined) accumulate(slope, bent);
        }
        for (const b of active) {
          const curvature = this.#partial(formula.second(a, b), names, name);
          if (curvature !== undefined) outer(curvature, inner[a] as Vector, inner[b] as Vector);
        }
      }
    }
    if (variable.kind === 'opaque') {
      const inner = variable.arguments.map((n) => this.#first(n));
      if (inner.some((v) => v.size > 0))
        variable.partials().forEach((partial, a) => {
          accumulate(this.value(partial), this.#second(variable.arguments[a] as string));
          outer(undefined, this.#first(partial), inner[a] as Vector);
        });
    }
    return total;
  }
}

function addTo(total: Map<number, Interval>, at: number, term: Interval): void {
  const before = total.get(at);
  total.set(at, before === undefined ? term : I.add(before, term));
}

/** Entry `index` of a function that was cut out. */
function opaqueValue(name: string, z: readonly Interval[], index: number): Outcome {
  if (name === 'step') return I.stepInterval(z[0] as Interval);
  if (name === 'inv') return inverse(z, Math.round(Math.sqrt(z.length)))[index] as Outcome;
  if (name === 'sparsemax') return sparsemax(z)[index] as Outcome;
  if (name === 'sparsemax_support') return sparsemaxSupport(z)[index] as Outcome;
  // A Lagrangian that is known by its activation only has derivatives here, but no values.
  return isEntrywiseName(name) ? I.mapInterval(name, z[0] as Interval) : 'undecided';
}

const describe = (variable: Variable, name: string): string => {
  if (variable.kind === 'formula') return variable.text;
  return variable.kind === 'opaque' ? `${variable.function}(${variable.arguments.join(', ')})` : name;
};
