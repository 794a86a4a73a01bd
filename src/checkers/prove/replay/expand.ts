/** Multiplies an expression out into terms, and names its atoms so that equal arguments give equal atoms. */
import * as build from '../../../symbolic/build.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression, LagrangianExpression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import * as Q from '../../../symbolic/rational.js';
import { isScalarShape } from '../../../symbolic/shape.js';
import { type Size, UNIT } from '../../../symbolic/size.js';
import { Atoms } from './atoms.js';
import { contentOf, entry, inverseOf, negative, ONE, rootEntries, signOf, times } from './single-terms.js';
import { type AtomFacts, COLUMN, DELTA, type Entry, NONE, ROW, type Term, tidy, TooMuch, type Work } from './term.js';

const MOST_TERMS = 3000;
const MOST_POWER = 8;

const ODD: ReadonlySet<string> = new Set(['tanh', 'sinh', 'sin', 'tan', 'atan', 'asinh', 'erf', 'sign']);
const EVEN: ReadonlySet<string> = new Set(['cosh', 'cos', 'logcosh']);

/** Expands expressions; atoms keep their names for as long as the expander lives. */
export class Expander {
  /** Atoms that stand for the sum of the terms given: bases of powers that are not multiplied out. */
  readonly bases = new Map<string, { readonly terms: readonly Term[]; readonly at: string }>();
  readonly work: Work;
  readonly atoms: Atoms;
  /** Atoms exp(t), with their indices and the term t. */
  readonly #powersOfE = new Map<string, { readonly at: string; readonly term: Term }>();
  readonly #collected = new Map<number, readonly Term[]>();
  #last = COLUMN;

  constructor(work: Work) {
    this.work = work;
    this.atoms = new Atoms(work);
  }

  /** The normal form of an expression with its row and column open. */
  terms(e: Expression): readonly Term[] {
    const id = idOf(e);
    const known = this.#collected.get(id);
    if (known !== undefined) return known;
    const r = e.shape.rows === UNIT ? NONE : ROW;
    const c = e.shape.columns === UNIT ? NONE : COLUMN;
    const result = this.atoms.collect(this.#expand(e, r, c));
    this.#collected.set(id, result);
    return result;
  }

  /** The product of sums of terms at the same open indices. */
  times(lists: readonly (readonly Term[])[]): Term[] {
    let partial: Term[] = [ONE];
    for (const list of lists) {
      if (partial.length * list.length > MOST_TERMS) throw new TooMuch();
      this.work.spend(partial.length * list.length);
      partial = partial.flatMap((p) => list.map((t) => this.#joined(p, this.#freshened(t))));
    }
    return partial;
  }

  #fresh(size: Size): number {
    if (size === UNIT) return NONE;
    this.#last += 1;
    return this.#last;
  }

  /** The same term with other names for its summed indices. */
  #freshened(t: Term): Term {
    const rename = new Map([...t.sums].map(([i, size]) => [i, this.#fresh(size)]));
    return {
      ...t,
      entries: t.entries.map((e) => ({ ...e, at: e.at.map((i) => rename.get(i) ?? i) })),
      sums: new Map([...t.sums].map(([i, size]) => [rename.get(i) as number, size])),
    };
  }

  #joined(a: Term, b: Term): Term {
    return {
      coefficient: Q.multiply(a.coefficient, b.coefficient),
      entries: [...a.entries, ...b.entries],
      sums: new Map([...a.sums, ...b.sums]),
    };
  }

  /** Terms with open row and column, at other indices. */
  #placed(terms: readonly Term[], r: number, c: number): Term[] {
    const at = (i: number): number => (i === ROW ? r : i === COLUMN ? c : i);
    return terms.map((t) => {
      const fresh = this.#freshened(t);
      return { ...fresh, entries: fresh.entries.map((e) => ({ ...e, at: e.at.map(at) })) };
    });
  }

  #expand(e: Expression, r: number, c: number): Term[] {
    this.work.spend(1);
    const at = [r, c].filter((i) => i !== NONE);
    switch (e.kind) {
      case 'number':
        return Q.isZero(e.value) ? [] : [{ ...ONE, coefficient: e.value }];
      case 'size':
        return [entry(`|${e.size}`, [])];
      case 'constant':
        return [entry(e.name, [])];
      case 'ones':
        return [ONE];
      case 'identity':
        return [entry(DELTA, [r, c])];
      case 'symbol': {
        const isDiagonal = e.facts.has('diagonal');
        const name = `$${e.name}`;
        this.atoms.facts.set(name, {
          symmetric: e.facts.has('symmetric'),
          skew: e.facts.has('skew'),
          orthogonal: e.facts.has('orthogonal'),
        });
        return isDiagonal ? [this.#joined(entry(name, [r]), entry(DELTA, [r, c]))] : [entry(name, at)];
      }
      case 'sum': {
        const all = e.terms.flatMap((t) => this.#expand(t, r, c));
        if (all.length > MOST_TERMS) throw new TooMuch();
        return all;
      }
      case 'product':
        return this.#product(e.factors, r, c);
      case 'hadamard':
        return this.times(e.factors.map((f) => this.#expand(f, r, c)));
      case 'transpose':
        return this.#expand(e.argument, c, r);
      case 'diag':
        return this.#expand(e.argument, r, NONE).map((t) => this.#joined(t, entry(DELTA, [r, c])));
      case 'diagonal':
        return this.#expand(e.argument, r, r);
      case 'power':
        return this.#power(e, r, c);
      case 'map':
        return this.#map(e, r, c);
      case 'step': {
        if (e.direction !== undefined) throw new TooMuch();
        // step(c z) = step(z) for c > 0, and step(c) is known.
        const terms = this.terms(e.argument);
        const sign = signOf(terms);
        if (sign !== undefined) return sign > 0 ? [ONE] : [];
        const size = contentOf(terms);
        if (!Q.isOne(size)) return this.#expand(build.step(build.scale(Q.reciprocal(size), e.argument)), r, c);
        const atom = this.#atom('step', e.argument);
        this.atoms.facts.set(atom, { idempotent: true, ...this.#kinked('stepOf', e.argument) });
        return [entry(atom, at)];
      }
      case 'lagrangian':
        return this.#lagrangian(e, r, c);
      case 'function':
        return this.#function(e, r, c);
      case 'block':
        throw new TooMuch();
    }
  }

  #product(factors: readonly Expression[], r: number, c: number): Term[] {
    const links = factors.filter((f) => !isScalarShape(f.shape)).length;
    let left = r;
    let link = 0;
    const sums = new Map<number, string>();
    const lists = factors.map((f) => {
      if (isScalarShape(f.shape)) return this.#expand(f, NONE, NONE);
      link += 1;
      const right = link === links ? c : this.#fresh(f.shape.columns);
      if (link !== links && right !== NONE) sums.set(right, f.shape.columns);
      const terms = this.#expand(f, left, right);
      left = right;
      return terms;
    });
    return this.times(lists).map((t) => ({ ...t, sums: new Map([...t.sums, ...sums]) }));
  }

  /** An atom for a function of an argument: the same as before where the arguments are equal. */
  #atom(name: string, argument: Expression): string {
    return this.atoms.of(`${name}:${shapeText(argument)}`, this.terms(argument));
  }

  /** What relu(z) and step(z) have to do with each other, and with z where z is one entry of one atom. */
  #kinked(key: 'stepOf' | 'positivePartOf', z: Expression): AtomFacts {
    const terms = this.terms(z);
    const argument = this.atoms.of(`argument:${shapeText(z)}`, terms);
    const [only, ...more] = terms;
    const [e, ...others] = only?.entries ?? [];
    const own = { [key]: argument };
    if (only === undefined || e === undefined || more.length > 0 || others.length > 0) return own;
    if (!Q.isOne(only.coefficient) || !Q.isOne(e.exponent) || only.sums.size > 0) return own;
    const open = [z.shape.rows === UNIT ? NONE : ROW, z.shape.columns === UNIT ? NONE : COLUMN].filter(
      (i) => i !== NONE,
    );
    const isPlain = e.at.length === open.length && e.at.every((i, n) => i === open[n]);
    return isPlain ? { ...own, single: e.atom } : own;
  }

  #map(e: Expression & { kind: 'map' }, r: number, c: number): Term[] {
    const at = [r, c].filter((i) => i !== NONE);
    const z = e.argument;
    if (e.function === 'exp') return this.#exponential(z, r, c);
    // |z| = 2 relu(z) − z.
    if (e.function === 'abs')
      return this.#expand(build.subtract(build.product(build.number(2), build.map('relu', z)), z), r, c);
    // sinh = tanh cosh.
    if (e.function === 'sinh')
      return this.times([this.#map(mapOf('tanh', z), r, c), this.#map(mapOf('cosh', z), r, c)]);
    const terms = this.terms(z);
    if (e.function === 'log') {
      const split = this.#withoutPowersOfE(terms);
      if (split !== undefined) {
        const rest = this.atoms.of(`log:${shapeText(z)}`, split.rest);
        return [...this.#placed(split.exponent, r, c), entry(rest, at)];
      }
    }
    // relu(c z) = c relu(z) for c > 0.
    const size = e.function === 'relu' ? contentOf(terms) : Q.ONE;
    if (!Q.isOne(size))
      return this.#map(mapOf('relu', build.scale(Q.reciprocal(size), z)), r, c).map((t) => times(size, t));
    const family = `${e.function}:${shapeText(z)}`;
    const known = this.atoms.find(family, terms);
    if (known === undefined) {
      const other = this.atoms.find(family, terms.map(negative));
      if (other !== undefined) {
        if (ODD.has(e.function)) return [{ ...entry(other, at), coefficient: Q.MINUS_ONE }];
        if (EVEN.has(e.function)) return [entry(other, at)];
        // σ(z) = 1 − σ(−z); softplus(z) = softplus(−z) + z; relu(z) = relu(−z) + z.
        if (e.function === 'sigmoid') return [ONE, { ...entry(other, at), coefficient: Q.MINUS_ONE }];
        if (e.function === 'softplus' || e.function === 'relu') return [entry(other, at), ...this.#expand(z, r, c)];
      }
    }
    const atom = known ?? this.atoms.add(family, terms);
    if (e.function === 'relu') this.atoms.facts.set(atom, this.#kinked('positivePartOf', z));
    return [entry(atom, at)];
  }

  /** exp(Σ c t) = Π exp(t)^c. */
  #exponential(z: Expression, r: number, c: number): Term[] {
    const entries = this.terms(z).map((t): Entry => {
      const used = [ROW, COLUMN].filter((i) => t.entries.some((e) => e.at.includes(i)));
      const unit = { ...t, coefficient: Q.ONE };
      const atom = this.atoms.of(`exp:${used.join('')}`, [unit]);
      this.#powersOfE.set(atom, { at: used.join(','), term: unit });
      return { atom, at: used.map((i) => (i === ROW ? r : c)), exponent: t.coefficient };
    });
    return [{ ...ONE, entries }];
  }

  /** log(exp(a) s) = a + log(s), for the powers of e that all terms share and that no sum runs over. */
  #withoutPowersOfE(terms: readonly Term[]): { exponent: Term[]; rest: Term[] } | undefined {
    const [first] = terms;
    const exponent: Term[] = [];
    let rest = [...terms];
    for (const e of first?.entries ?? []) {
      const about = this.#powersOfE.get(e.atom);
      if (about === undefined || e.at.join(',') !== about.at) continue;
      const isIt = (x: Entry): boolean => x.atom === e.atom && x.at.join(',') === about.at;
      if (!rest.every((t) => t.entries.some((x) => isIt(x) && Q.equals(x.exponent, e.exponent)))) continue;
      rest = rest.map((t) => ({ ...t, entries: t.entries.filter((x) => !isIt(x)) }));
      exponent.push({ ...about.term, coefficient: e.exponent });
    }
    return exponent.length === 0 ? undefined : { exponent, rest: this.atoms.collect(rest) };
  }

  /** Of every exp(t) that no sum runs over the lowest power among the terms, which is > 0, and the terms without it. */
  #lowestPowersOfE(terms: readonly Term[]): { powers: readonly Entry[]; rest: readonly Term[] } {
    const found = new Map<string, Entry>();
    for (const e of terms.flatMap((t) => t.entries)) {
      if (this.#powersOfE.get(e.atom)?.at === e.at.join(',')) found.set(e.atom, e);
    }
    const powers = [...found.values()].flatMap((e): Entry[] => {
      const exponents = terms.map(
        (t) => t.entries.find((x) => x.atom === e.atom && x.at.join(',') === e.at.join(','))?.exponent ?? Q.ZERO,
      );
      const exponent = exponents.reduce((x, y) => (Q.compare(x, y) <= 0 ? x : y));
      return Q.isZero(exponent) ? [] : [{ ...e, exponent }];
    });
    if (powers.length === 0) return { powers, rest: terms };
    const inverse = { ...ONE, entries: powers.map((e) => ({ ...e, exponent: Q.negate(e.exponent) })) };
    return { powers, rest: this.atoms.collect(this.times([[inverse], terms])) };
  }

  #power(e: Expression & { kind: 'power' }, r: number, c: number): Term[] {
    const at = [r, c].filter((i) => i !== NONE);
    if (e.exponent.kind !== 'number') {
      const exponent = this.#atom('exponent', e.exponent);
      return [entry(this.#atom(`pow ${exponent}`, e.base), at)];
    }
    const q = e.exponent.value;
    const isWhole = Q.isInteger(q);
    if (isWhole && q.numerator > 0n && q.numerator <= BigInt(MOST_POWER))
      return this.times(Array.from({ length: Number(q.numerator) }, () => this.#expand(e.base, r, c)));
    const base = this.terms(e.base);
    const [only, ...more] = base;
    if (only !== undefined && more.length === 0) {
      const raised = this.#raised(only, q);
      if (raised !== undefined) return this.#placed([raised], r, c);
    }
    const { powers, rest } = this.#lowestPowersOfE(base);
    const atom = this.atoms.of(`base:${shapeText(e.base)}`, rest);
    const own = [e.base.shape.rows === UNIT ? NONE : ROW, e.base.shape.columns === UNIT ? NONE : COLUMN];
    this.bases.set(atom, { terms: rest, at: own.filter((i) => i !== NONE).join(',') });
    const raised = powers.map((x) => ({ ...x, exponent: Q.multiply(x.exponent, q) }));
    const before = this.#placed([{ ...ONE, entries: raised }], r, c);
    return before.map((t) => ({ ...t, entries: [...t.entries, { atom, at, exponent: q }] }));
  }

  /** (c e₁ e₂ …)^q of entries that are not summed over: every exponent times q where that is right for all signs. */
  #raised(t: Term, q: Q.Rational): Term | undefined {
    if (t.sums.size > 0 || t.entries.some((e) => e.atom === DELTA)) return undefined;
    if (Q.isInteger(q)) {
      if (q.numerator < -64n || q.numerator > 64n) return undefined;
      return {
        coefficient: Q.power(t.coefficient, Number(q.numerator)),
        entries: t.entries.map((e) => ({ ...e, exponent: Q.multiply(e.exponent, q) })),
        sums: t.sums,
      };
    }
    const roots = rootEntries(t.coefficient, q);
    const [e, ...others] = t.entries;
    if (roots === undefined || others.length > 0 || (e !== undefined && !Q.isOne(e.exponent))) return undefined;
    return { ...ONE, entries: [...roots, ...(e === undefined ? [] : [{ ...e, exponent: q }])] };
  }

  #lagrangian(e: LagrangianExpression, r: number, c: number): Term[] {
    const atom = this.#atom(`${e.lagrangian.name}.${e.order}`, e.argument);
    if (e.order === 0) return [entry(atom, [])];
    if (e.order === 1)
      return [
        entry(
          atom,
          [r].filter((i) => i !== NONE),
        ),
      ];
    if (r === NONE) throw new TooMuch();
    const isEntrywise = build.isDiagonal(e);
    this.atoms.facts.set(atom, { symmetric: true });
    const inner = e.directions.map((d) => (isEntrywise ? r : this.#fresh(d.shape.rows)));
    const lists = e.directions.map((d, n) => this.#expand(d, inner[n] as number, NONE));
    const own = isEntrywise
      ? this.#joined(entry(atom, [r]), entry(DELTA, [r, c]))
      : {
          ...entry(atom, [r, c, ...inner]),
          sums: new Map(inner.map((i, n) => [i, (e.directions[n] as Expression).shape.rows])),
        };
    return this.times([...lists]).map((t) => this.#joined(t, own));
  }

  #function(e: Expression & { kind: 'function' }, r: number, c: number): Term[] {
    switch (e.name) {
      case 'trace': {
        const i = this.#fresh(e.argument.shape.rows);
        return this.#expand(e.argument, i, i).map((t) => ({
          ...t,
          sums: new Map([...t.sums, [i, e.argument.shape.rows]]),
        }));
      }
      case 'inv':
      case 'sqrtm':
      case 'expm': {
        // The inverse of a diagonal matrix, where it has one, is that of its entries.
        if (e.name === 'inv' && build.isDiagonal(e.argument))
          return this.#expand(build.diag(build.reciprocal(build.diagonal(e.argument))), r, c);
        // f(A)' = f(A').
        const family = `${e.name}:${shapeText(e.argument)}`;
        const [own, turned] = [this.terms(e.argument), this.terms(build.transpose(e.argument))];
        const symmetric = this.atoms.same(own, turned);
        const other = symmetric ? undefined : this.atoms.find(family, turned);
        const atom = other ?? this.atoms.of(family, own);
        if (other === undefined) this.atoms.facts.set(atom, { symmetric, ...(e.name === 'inv' ? inverseOf(own) : {}) });
        return [entry(atom, other === undefined ? [r, c] : [c, r])];
      }
      case 'polar': {
        const atom = this.#atom('polar', e.argument);
        this.atoms.facts.set(atom, { orthogonal: true });
        return [entry(atom, [r, c])];
      }
      case 'norm':
      case 'lambda_min':
      case 'lambda_max':
      case 'logsumexp':
        return [entry(this.#atom(e.name, e.argument), [])];
      case 'softmax':
      case 'sparsemax':
      case 'sparsemax_support': {
        if (r === NONE) throw new TooMuch();
        const atom = this.#atom(e.name, e.argument);
        this.atoms.facts.set(atom, e.name === 'sparsemax_support' ? { idempotent: true } : {});
        return [entry(atom, [r])];
      }
    }
  }

  /** Terms with an atom at given indices written out as the sum it stands for, to a whole power. */
  writtenOut(terms: readonly Term[], atom: string, shift: Q.Rational): Term[] {
    const base = this.bases.get(atom)?.terms ?? [];
    return terms.flatMap((t) => {
      const entries = t.entries.filter((e) => e.atom !== atom);
      const found = t.entries.find((e) => e.atom === atom);
      const exponent = Q.add(found?.exponent ?? Q.ZERO, shift);
      if (!Q.isInteger(exponent) || exponent.numerator < 0n || exponent.numerator > BigInt(MOST_POWER))
        throw new TooMuch();
      const copies = Array.from({ length: Number(exponent.numerator) }, () => base);
      return this.times([[{ ...t, entries }], ...copies]).map((x) => tidy(x, this.atoms.facts));
    });
  }
}

const mapOf = (name: string, argument: Expression): Expression & { kind: 'map' } => ({
  kind: 'map',
  function: name,
  argument,
  shape: argument.shape,
});
const shapeText = (e: Expression): string => `${e.shape.rows}x${e.shape.columns}`;

/** An `ExpressionError` or too much work in a comparison means that nothing is known. */
export const gaveUp = (error: unknown): boolean => error instanceof TooMuch || error instanceof ExpressionError;
