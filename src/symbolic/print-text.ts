/** Expressions as text in the syntax of design files: what is printed parses back to an equal expression. */
import type { Expression, Lagrangian } from './expression.js';
import { numberText } from './print-number.js';
import * as Q from './rational.js';
import { isScalarShape } from './shape.js';
import { UNIT } from './size.js';

/** Binding strength, weakest first. */
const Precedence = { sum: 1, product: 2, power: 4, postfix: 5, atom: 6 } as const;
type Level = (typeof Precedence)[keyof typeof Precedence];

interface Printed {
  readonly text: string;
  readonly level: Level;
}

const atom = (text: string): Printed => ({ text, level: Precedence.atom });

/** The names under which the derivatives of a Lagrangian may be written, whatever the design calls them. */
export const gradientName = (l: Lagrangian): string => l.gradient ?? `${l.name}_gradient`;
export const hessianName = (l: Lagrangian): string => l.hessian ?? `${l.name}_hessian`;
export const higherName = (l: Lagrangian, order: number): string => `${l.name}_d${order}`;

export const lagrangianName = (l: Lagrangian, order: number): string =>
  order === 0 ? l.name : order === 1 ? gradientName(l) : order === 2 ? hessianName(l) : higherName(l, order);

/** The text of an expression. */
export function print(expression: Expression): string {
  return printed(expression).text;
}

const wrap = (e: Expression, level: Level): string => {
  const p = printed(e);
  return p.level < level ? `(${p.text})` : p.text;
};

const call = (name: string, args: readonly Expression[]): Printed => atom(`${name}(${args.map(print).join(', ')})`);

function printed(e: Expression): Printed {
  switch (e.kind) {
    case 'number':
      return printNumber(e.value);
    case 'constant':
      return atom(e.name);
    case 'size':
      return /^\w+$/.test(e.size) ? atom(e.size) : { text: e.size, level: Precedence.sum };
    case 'symbol':
      return atom(e.name);
    case 'identity':
      return atom(`identity(${e.shape.rows})`);
    case 'ones':
      return atom(e.shape.columns === UNIT ? `ones(${e.shape.rows})` : `ones(${e.shape.rows}, ${e.shape.columns})`);
    case 'sum':
      return { text: printSum(e.terms), level: Precedence.sum };
    case 'product':
      return printProduct(e.factors);
    case 'hadamard':
      return printHadamard(e.factors);
    case 'transpose':
      return { text: `${wrap(e.argument, Precedence.postfix)}'`, level: Precedence.postfix };
    case 'power':
      return printPower(e);
    case 'map':
      return call(e.function, [e.argument]);
    case 'step':
      return call('step', e.direction === undefined ? [e.argument] : [e.argument, e.direction]);
    case 'diag':
      return call('diag', [e.argument]);
    case 'diagonal':
      return call('diagonal', [e.argument]);
    case 'lagrangian':
      return call(lagrangianName(e.lagrangian, e.order), [e.argument, ...e.directions]);
    case 'function':
      return call(e.name, [e.argument]);
    case 'block':
      return atom(`[${e.blocks.map((row) => row.map(printBlock).join(', ')).join('; ')}]`);
  }
}

/** A block inside blocks stands in parentheses: `[[a, b], [c, d]]` would be read as two rows. */
const printBlock = (e: Expression): string => (e.kind === 'block' ? `(${print(e)})` : print(e));

function printNumber(value: Q.Rational): Printed {
  if (value.numerator < 0n) return { text: `-${numberText(Q.negate(value))}`, level: Precedence.sum };
  const text = numberText(value);
  return { text, level: /[*/]/.test(text) ? Precedence.product : Precedence.atom };
}

function printSum(terms: readonly Expression[]): string {
  return terms
    .map((term, i) => {
      const text = wrap(term, Precedence.sum);
      if (i === 0) return text;
      return text.startsWith('-') ? ` - ${text.slice(1)}` : ` + ${text}`;
    })
    .join('');
}

const HALF_VALUE = Q.rational(1, 2);
const HALF: Expression = {
  kind: 'number',
  shape: { rows: UNIT, columns: UNIT },
  value: HALF_VALUE,
};

/** What a factor that is a reciprocal, 1/b or 1/√b, divides by. */
function denominator(e: Expression): Expression | undefined {
  if (e.kind !== 'power' || e.exponent.kind !== 'number') return undefined;
  if (Q.equals(e.exponent.value, Q.MINUS_ONE)) return e.base;
  return Q.equals(e.exponent.value, Q.negate(HALF_VALUE)) ? { ...e, exponent: HALF } : undefined;
}

function printProduct(factors: readonly Expression[]): Printed {
  const [first] = factors;
  const coefficient = first?.kind === 'number' ? first.value : Q.ONE;
  const rest = first?.kind === 'number' ? factors.slice(1) : factors;
  const sign = coefficient.numerator < 0n ? '-' : '';
  const size = sign === '' ? coefficient : Q.negate(coefficient);
  let text = Q.isOne(size) ? '' : numberText(size);
  for (const f of rest) {
    const below = isScalarShape(f.shape) ? denominator(f) : undefined;
    if (below !== undefined) text = `${text === '' ? '1' : text}/${wrap(below, Precedence.power)}`;
    else text = `${text}${text === '' ? '' : '*'}${wrap(f, isNested(f) ? Precedence.power : Precedence.product)}`;
  }
  return { text: `${sign}${text}`, level: sign === '' ? Precedence.product : Precedence.sum };
}

/** A factor that must be parenthesised inside a product: the entrywise product and division bind like `*`. */
const isNested = (e: Expression): boolean =>
  e.kind === 'hadamard' || e.kind === 'product' || denominator(e) !== undefined;

function printHadamard(factors: readonly Expression[]): Printed {
  const text = factors
    .map((f, i) => {
      const base = denominator(f);
      if (base !== undefined && i > 0) return `./${wrap(base, Precedence.power)}`;
      return `${i === 0 ? '' : '.*'}${wrap(f, Precedence.power)}`;
    })
    .join('');
  return { text, level: Precedence.product };
}

function printPower(e: Expression & { kind: 'power' }): Printed {
  const { base, exponent } = e;
  const scalar = isScalarShape(base.shape);
  if (exponent.kind === 'number') {
    if (Q.equals(exponent.value, HALF_VALUE)) return call('sqrt', [base]);
    const below = denominator(e);
    if (below !== undefined)
      return { text: `1${scalar ? '/' : './'}${wrap(below, Precedence.power)}`, level: Precedence.product };
  }
  return {
    text: `${wrap(base, Precedence.postfix)}${scalar ? '^' : '.^'}${wrap(exponent, Precedence.atom)}`,
    level: Precedence.power,
  };
}
