/**
 * Expressions as terms of nonlinear real arithmetic in SMT-LIB, entry by entry at given sizes: polynomials, and
 * functions that are polynomials in pieces. Numbers are exact rationals.
 */
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import { isScalar } from '../../../symbolic/build.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';

/** An expression that is no polynomial in pieces. */
export class NotPolynomial extends Error {}

interface Terms {
  readonly rows: number;
  readonly columns: number;
  readonly entries: readonly string[];
}

const HIGHEST_POWER = 8;
const MOST_LINES = 4000;

export const rationalTerm = (value: Q.Rational): string => {
  const { numerator, denominator } = value;
  const size = numerator < 0n ? -numerator : numerator;
  const positive = denominator === 1n ? `${size}.0` : `(/ ${size}.0 ${denominator}.0)`;
  return numerator < 0n ? `(- ${positive})` : positive;
};

const ZERO = '0.0';
const ONE = '1.0';
const add = (a: string, b: string): string => (a === ZERO ? b : b === ZERO ? a : `(+ ${a} ${b})`);
const times = (a: string, b: string): string =>
  a === ZERO || b === ZERO ? ZERO : a === ONE ? b : b === ONE ? a : `(* ${a} ${b})`;

/** Functions that are polynomials in pieces; the value of a jump at its place is left open. */
const PIECEWISE: Readonly<Record<string, (z: string) => string>> = {
  relu: (z) => `(ite (> ${z} 0.0) ${z} 0.0)`,
  abs: (z) => `(ite (> ${z} 0.0) ${z} (- ${z}))`,
  sign: (z) => `(ite (> ${z} 0.0) 1.0 (ite (< ${z} 0.0) (- 1.0) 0.0))`,
};

/** Collects declarations, definitions, conditions and what violates a claim. */
export class Script {
  readonly #dimensions: Dimensions;
  readonly #lines: string[] = [];
  readonly #violation: string[] = [];
  readonly #known = new Map<number, Terms>();
  readonly #symbols = new Map<string, readonly string[]>();
  #count = 0;

  constructor(dimensions: Dimensions) {
    this.#dimensions = dimensions;
  }

  /** What is assumed, with all declarations and definitions. */
  conditions(): string {
    return this.#lines.join('\n');
  }

  /** What holds besides where the claim is violated. */
  violation(): string {
    return this.#violation.join('\n');
  }

  /** A new unknown real number. */
  unknown(): string {
    this.#count += 1;
    const name = `v${this.#count}`;
    this.#line(`(declare-const ${name} Real)`);
    return name;
  }

  assert(condition: string): void {
    this.#line(`(assert ${condition})`);
  }

  violate(condition: string): void {
    this.#violation.push(`(assert ${condition})`);
  }

  /** The entries of a symbol, row by row. */
  bind(symbol: string, entries: readonly string[]): void {
    this.#symbols.set(symbol, entries);
  }

  /** The terms of the entries of an expression, row by row. */
  terms(e: Expression): readonly string[] {
    return this.#visit(e).entries;
  }

  #line(line: string): void {
    if (this.#lines.length >= MOST_LINES) throw new NotPolynomial('too many terms');
    this.#lines.push(line);
  }

  #named(term: string): string {
    if (!term.startsWith('(')) return term;
    this.#count += 1;
    const name = `t${this.#count}`;
    this.#line(`(define-fun ${name} () Real ${term})`);
    return name;
  }

  #visit(e: Expression): Terms {
    const known = this.#known.get(idOf(e));
    if (known !== undefined) return known;
    const plain = this.#compute(e);
    const result = { ...plain, entries: plain.entries.map((t) => this.#named(t)) };
    this.#known.set(idOf(e), result);
    return result;
  }

  #compute(e: Expression): Terms {
    const size = (s: string): number => sizeValue(s, this.#dimensions);
    const [rows, columns] = [size(e.shape.rows), size(e.shape.columns)];
    const made = (entry: (i: number, j: number) => string): Terms => ({
      rows,
      columns,
      entries: Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns)),
    });
    const at = (m: Terms, i: number, j: number): string => m.entries[i * m.columns + j] as string;
    switch (e.kind) {
      case 'number':
        return made(() => rationalTerm(e.value));
      case 'size':
        return made(() => rationalTerm(Q.rational(size(e.size))));
      case 'symbol': {
        const entries = this.#symbols.get(e.name);
        if (entries === undefined) throw new NotPolynomial(`${e.name} is not bound`);
        return { rows, columns, entries };
      }
      case 'identity':
        return made((i, j) => (i === j ? ONE : ZERO));
      case 'ones':
        return made(() => ONE);
      case 'sum': {
        const terms = e.terms.map((t) => this.#visit(t));
        return made((i, j) => terms.map((t) => at(t, i, j)).reduce(add));
      }
      case 'hadamard': {
        const factors = e.factors.map((f) => this.#visit(f));
        return made((i, j) => factors.map((f) => at(f, i, j)).reduce(times));
      }
      case 'product':
        return this.#product(e.factors, rows, columns);
      case 'transpose': {
        const argument = this.#visit(e.argument);
        return made((i, j) => at(argument, j, i));
      }
      case 'power': {
        const { exponent } = e;
        const n = exponent.kind === 'number' && Q.isInteger(exponent.value) ? Number(exponent.value.numerator) : 0;
        if (n < 1 || n > HIGHEST_POWER) throw new NotPolynomial('a power that is no product');
        const base = this.#visit(e.base);
        return { ...base, entries: base.entries.map((z) => Array.from({ length: n }, () => z).reduce(times)) };
      }
      case 'map': {
        const piece = Object.hasOwn(PIECEWISE, e.function) ? PIECEWISE[e.function] : undefined;
        if (piece === undefined) throw new NotPolynomial(e.function);
        const argument = this.#visit(e.argument);
        return { ...argument, entries: argument.entries.map(piece) };
      }
      case 'step': {
        const argument = this.#visit(e.argument);
        const direction = e.direction === undefined ? undefined : this.#visit(e.direction);
        const rises = (z: string, k: number): string =>
          direction === undefined
            ? `(> ${z} 0.0)`
            : `(or (> ${z} 0.0) (and (= ${z} 0.0) (> ${direction.entries[k]} 0.0)))`;
        return { ...argument, entries: argument.entries.map((z, k) => `(ite ${rises(z, k)} 1.0 0.0)`) };
      }
      case 'diag': {
        const argument = this.#visit(e.argument);
        return made((i, j) => (i === j ? at(argument, i, 0) : ZERO));
      }
      case 'diagonal': {
        const argument = this.#visit(e.argument);
        return made((i) => at(argument, i, i));
      }
      case 'block': {
        const blocks = e.blocks.map((row) => row.map((part) => this.#visit(part)));
        const entries = blocks.flatMap((row) =>
          Array.from({ length: row[0]?.rows ?? 0 }, (_, i) =>
            row.flatMap((part) => Array.from({ length: part.columns }, (__, j) => at(part, i, j))),
          ).flat(),
        );
        return { rows, columns, entries };
      }
      case 'constant':
      case 'lagrangian':
      case 'function':
        throw new NotPolynomial(e.kind);
    }
  }

  #product(factors: readonly Expression[], rows: number, columns: number): Terms {
    const scalar = factors
      .filter(isScalar)
      .map((f) => this.#visit(f).entries[0] as string)
      .reduce(times, ONE);
    const chain = factors.filter((f) => !isScalar(f)).map((f) => this.#visit(f));
    const multiply = (a: Terms, b: Terms): Terms => ({
      rows: a.rows,
      columns: b.columns,
      entries: Array.from({ length: a.rows * b.columns }, (_, n) => {
        const [i, j] = [Math.floor(n / b.columns), n % b.columns];
        const terms = Array.from({ length: a.columns }, (__, k) =>
          times(a.entries[i * a.columns + k] as string, b.entries[k * b.columns + j] as string),
        );
        return this.#named(terms.reduce(add, ZERO));
      }),
    });
    if (chain.length === 0) return { rows, columns, entries: [scalar] };
    const whole =
      chain[chain.length - 1]?.columns === 1 ? chain.reduceRight((b, a) => multiply(a, b)) : chain.reduce(multiply);
    return { ...whole, entries: whole.entries.map((t) => times(scalar, t)) };
  }
}
