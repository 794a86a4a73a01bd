/**
 * Expressions written out in components at given sizes: one scalar mathjs formula for each entry, in names such as
 * `y_1` and `W_1_2`. Functions that have a plain formula are written plainly (softplus(z) is log(1 + exp(z))), so that
 * mathjs differentiates what our own table differentiates at the matrix level. Long or shared formulas become variables
 * t_k, and so do applications of functions of which mathjs has no derivative: those carry the derivative of our table.
 */
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import { type Expression, FORMULA_VARIABLE, type LagrangianExpression } from '../../symbolic/expression.js';
import { entrywiseFunction } from '../../symbolic/functions.js';
import { idOf } from '../../symbolic/identity.js';
import { print } from '../../symbolic/print-text.js';
import * as Q from '../../symbolic/rational.js';
import { children, substitute } from '../../symbolic/rewrite.js';
import { SCALAR } from '../../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import {
  addEntries,
  atomEntry,
  type Components,
  componentsOf,
  type Entry,
  entryAt,
  multiplyEntries,
  ONE_ENTRY,
  powerEntry,
  totalEntry,
  ZERO_ENTRY,
} from './component-entry.js';
import { type Parts, PLAIN, writeFunction } from './component-functions.js';

/** What a variable stands for. */
export type Variable =
  /** An entry (row-major) of a symbol. */
  | { readonly kind: 'leaf'; readonly symbol: string; readonly index: number }
  | { readonly kind: 'constant'; readonly value: Q.Rational | 'pi' }
  /** A scalar formula in earlier variables. */
  | { readonly kind: 'formula'; readonly text: string }
  | OpaqueVariable;

/** Entry `index` of a function of earlier variables; `partials` names the variables that are its derivatives. */
export interface OpaqueVariable {
  readonly kind: 'opaque';
  readonly function: string;
  readonly arguments: readonly string[];
  readonly index: number;
  readonly partials: () => readonly string[];
}

/** Formulas heavier than this become variables, if not told otherwise. */
const HEAVIEST = 16;
/** Shared formulas heavier than this become variables. */
const HEAVIEST_SHARED = 3;
const MOST_VARIABLES = 20_000;
const LARGEST_LITERAL = 1_000_000_000n;

export interface ComponentOptions {
  /** Formulas heavier than this become variables. */
  readonly heaviest?: number;
  /** More variables than this and the expression is refused (`too-large`). */
  readonly mostVariables?: number;
}

export class ComponentWriter {
  /** Every variable by name; a formula mentions earlier ones only. */
  readonly variables = new Map<string, Variable>();
  readonly #dimensions: Dimensions;
  readonly #heaviest: number;
  readonly #mostVariables: number;
  readonly #names = new Map<string, string>();
  readonly #written = new Map<number, Components>();
  readonly #uses = new Map<number, number>();
  readonly #parts: Parts = {
    light: (entry, most) => this.#light(entry, most),
    name: (entry) => this.name(entry),
    opaque: (name, of, index, partials) => this.#opaque(name, of, index, partials),
  };
  #count = 0;

  constructor(dimensions: Dimensions, options: ComponentOptions = {}) {
    this.#dimensions = dimensions;
    this.#heaviest = options.heaviest ?? HEAVIEST;
    this.#mostVariables = options.mostVariables ?? MOST_VARIABLES;
  }

  /** The entries of an expression without Lagrangians. */
  write(e: Expression): Components {
    this.#countUses(e);
    return this.#visit(e);
  }

  /** The name of the variable that has the value of an entry. */
  name(entry: Entry): string {
    if (this.variables.has(entry.text)) return entry.text;
    this.#count += 1;
    return this.#claim(`formula ${entry.text}`, `t_${this.#count}`, { kind: 'formula', text: entry.text });
  }

  #claim(key: string, wanted: string, variable: Variable): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let name = wanted;
    while (this.variables.has(name)) name += '_';
    if (this.variables.size >= this.#mostVariables)
      throw new ExpressionError('too-large', `it has more than ${this.#mostVariables} parts in components`);
    this.#names.set(key, name);
    this.variables.set(name, variable);
    return name;
  }

  #countUses(root: Expression): void {
    const walk = (e: Expression): void => {
      const id = idOf(e);
      const before = this.#uses.get(id) ?? 0;
      this.#uses.set(id, before + 1);
      if (before === 0) children(e).forEach(walk);
    };
    walk(root);
  }

  #size(size: string): number {
    return sizeValue(size, this.#dimensions);
  }

  #visit(e: Expression): Components {
    const id = idOf(e);
    const known = this.#written.get(id);
    if (known !== undefined) return known;
    const plain = this.#compute(e);
    const most = (this.#uses.get(id) ?? 1) > 1 ? Math.min(HEAVIEST_SHARED, this.#heaviest) : this.#heaviest;
    const result = { ...plain, entries: plain.entries.map((entry) => this.#light(entry, most)) };
    this.#written.set(id, result);
    return result;
  }

  #light(entry: Entry, most = this.#heaviest): Entry {
    return entry.weight > most ? atomEntry(this.name(entry)) : entry;
  }

  #number(value: Q.Rational): Entry {
    const { numerator, denominator } = value;
    const size = numerator < 0n ? -numerator : numerator;
    if (size > LARGEST_LITERAL || denominator > LARGEST_LITERAL)
      return atomEntry(this.#claim(`number ${Q.toText(value)}`, 'c_1', { kind: 'constant', value }));
    if (denominator === 1n && numerator >= 0n) return atomEntry(`${numerator}`);
    return atomEntry(`(${Q.toText(value)})`);
  }

  #compute(e: Expression): Components {
    const rows = this.#size(e.shape.rows);
    const columns = this.#size(e.shape.columns);
    const scalar = (entry: Entry): Components => ({ rows: 1, columns: 1, entries: [entry] });
    const each = (argument: Components, f: (entry: Entry, k: number) => Entry): Components => ({
      ...argument,
      entries: argument.entries.map(f),
    });
    const pairwise = (parts: readonly Components[], join: (a: Entry, b: Entry) => Entry): Components =>
      parts.reduce((a, b) => each(a, (entry, k) => join(entry, b.entries[k] as Entry)));
    switch (e.kind) {
      case 'number':
        return scalar(this.#number(e.value));
      case 'constant':
        return scalar(atomEntry(this.#claim('pi', 'pi', { kind: 'constant', value: 'pi' })));
      case 'size':
        return scalar(this.#number(Q.rational(this.#size(e.size))));
      case 'symbol':
        return componentsOf(rows, columns, (i, j) => this.#leaf(e.name, rows, columns, i, j));
      case 'identity':
        return componentsOf(rows, columns, (i, j) => (i === j ? ONE_ENTRY : ZERO_ENTRY));
      case 'ones':
        return componentsOf(rows, columns, () => ONE_ENTRY);
      case 'sum':
        return pairwise(
          e.terms.map((t) => this.#visit(t)),
          (a, b) => this.#light(addEntries(a, b)),
        );
      case 'hadamard':
        return pairwise(
          e.factors.map((f) => this.#visit(f)),
          multiplyEntries,
        );
      case 'product':
        return this.#product(e.factors);
      case 'transpose': {
        const argument = this.#visit(e.argument);
        return componentsOf(rows, columns, (i, j) => entryAt(argument, j, i));
      }
      case 'power': {
        const exponent = this.#visit(e.exponent).entries[0] as Entry;
        return each(this.#visit(e.base), (entry) => powerEntry(entry, exponent));
      }
      case 'map': {
        const plain = Object.hasOwn(PLAIN, e.function) ? PLAIN[e.function] : undefined;
        return each(this.#visit(e.argument), (z) => (plain ?? ((x: Entry) => this.#cutMap(e.function, x)))(z));
      }
      case 'step':
        return each(this.#visit(e.argument), (z) => this.#opaque('step', [z], 0, () => [ZERO_ENTRY]));
      case 'diag': {
        const argument = this.#visit(e.argument);
        return componentsOf(rows, columns, (i, j) => (i === j ? entryAt(argument, i, 0) : ZERO_ENTRY));
      }
      case 'diagonal': {
        const argument = this.#visit(e.argument);
        return componentsOf(rows, columns, (i) => entryAt(argument, i, i));
      }
      case 'block': {
        const stacked = e.blocks.map((row) => row.map((part) => this.#visit(part)));
        const entries = stacked.flatMap((row) =>
          Array.from({ length: row[0]?.rows ?? 0 }, (_, i) =>
            row.flatMap((part) => Array.from({ length: part.columns }, (_, j) => entryAt(part, i, j))),
          ).flat(),
        );
        return { rows, columns, entries };
      }
      case 'lagrangian':
        return scalar(this.#potential(e));
      case 'function':
        return writeFunction(e, this.#visit(e.argument), this.#parts);
    }
  }

  #leaf(symbol: string, rows: number, columns: number, i: number, j: number): Entry {
    const suffix = rows === 1 && columns === 1 ? '' : columns === 1 ? `_${i + 1}` : `_${i + 1}_${j + 1}`;
    const index = i * columns + j;
    return atomEntry(this.#claim(`leaf ${symbol} ${index}`, `${symbol}${suffix}`, { kind: 'leaf', symbol, index }));
  }

  #product(factors: readonly Expression[]): Components {
    const scalars = factors.filter(build.isScalar).map((f) => this.#visit(f).entries[0] as Entry);
    const chain = factors.filter((f) => !build.isScalar(f)).map((f) => this.#visit(f));
    const scalar = scalars.reduce(multiplyEntries, ONE_ENTRY);
    if (chain.length === 0) return { rows: 1, columns: 1, entries: [scalar] };
    const times = (a: Components, b: Components): Components =>
      componentsOf(a.rows, b.columns, (i, j) => {
        const terms = Array.from({ length: a.columns }, (_, k) => multiplyEntries(entryAt(a, i, k), entryAt(b, k, j)));
        return this.#light(terms.reduce((x, y) => this.#light(addEntries(x, y)), ZERO_ENTRY));
      });
    // From the right where the chain ends in a column, so that vectors stay vectors.
    const whole =
      chain[chain.length - 1]?.columns === 1 ? chain.reduceRight((b, a) => times(a, b)) : chain.reduce(times);
    return { ...whole, entries: whole.entries.map((entry) => multiplyEntries(scalar, entry)) };
  }

  /** Entry `index` of a function that mathjs cannot differentiate, as a variable with its own derivatives. */
  #opaque(name: string, of: readonly Entry[], index: number, partials: (z: readonly Entry[]) => Entry[]): Entry {
    const names = of.map((z) => this.name(z));
    let made: readonly string[] | undefined;
    const variable: OpaqueVariable = {
      kind: 'opaque',
      function: name,
      arguments: names,
      index,
      partials: () => (made ??= partials(names.map(atomEntry)).map((entry) => this.name(entry))),
    };
    const key = `opaque ${name} ${index} ${names.join(' ')}`;
    if (!this.#names.has(key)) this.#count += 1;
    return atomEntry(this.#claim(key, `t_${this.#count}`, variable));
  }

  /** f(z) with the derivative f' of our table. */
  #cutMap(name: string, z: Entry): Entry {
    const slope = entrywiseFunction(name).derivative(build.symbol(FORMULA_VARIABLE, SCALAR));
    return this.#opaque(name, [z], 0, ([argument]) => [this.#apply(slope, FORMULA_VARIABLE, argument as Entry)]);
  }

  /** A scalar formula in one symbol, at a variable. */
  #apply(formula: Expression, variable: string, at: Entry): Entry {
    const argument = build.symbol(`argument ${at.text}`, SCALAR);
    this.#written.set(idOf(argument), { rows: 1, columns: 1, entries: [at] });
    return this.#visit(substitute(formula, new Map([[variable, argument]]))).entries[0] as Entry;
  }

  /** Σ ℓ(z_i) where only ℓ' has a formula: a function without values, with the derivative ℓ'. */
  #potential(e: LagrangianExpression): Entry {
    const { definition } = e.lagrangian;
    const slope = definition.kind === 'entrywise' && e.order === 0 ? definition.derivatives[1] : undefined;
    if (slope === undefined) throw new Error(`internal error: ${print(e)} was not unfolded`);
    return totalEntry(
      this.#visit(e.argument).entries.map((z) =>
        this.#opaque(`potential of ${e.lagrangian.name}`, [z], 0, ([argument]) => [
          this.#apply(slope, FORMULA_VARIABLE, argument as Entry),
        ]),
      ),
    );
  }
}
