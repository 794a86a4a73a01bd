/**
 * Expressions as TeX, the way a paper prints them: `W\,g(y) - y + b`. Needs nothing beyond LaTeX with amsmath.
 * Entrywise operations are set with `\odot`, `\oslash` and the exponent `\odot k`; `\theta(z)` is the unit step, and
 * `\theta(z;\,d)` the one that takes the side of d where z = 0.
 */
import { number, power } from './build.js';
import type { Expression, FunctionExpression, LagrangianExpression } from './expression.js';
import { entrywiseFunction } from './functions.js';
import { numberTex, powerOfTen } from './print-number.js';
import * as Q from './rational.js';
import { symbolNames } from './rewrite.js';
import { isRowShape, isScalarShape, isVectorShape } from './shape.js';
import { texName, texSize } from './tex-names.js';

/** Binding strength, weakest first; `script`: ends in a superscript, so another one needs parentheses. */
const Precedence = { sum: 1, product: 2, script: 4, atom: 6 } as const;
type Level = (typeof Precedence)[keyof typeof Precedence];

interface Printed {
  readonly tex: string;
  readonly level: Level;
  /** Taller than a line of text: parentheses around it grow. */
  readonly tall: boolean;
  /** Begins with a function, a fraction or a parenthesis: a factor before it is set off, as in `W\,g(y)`. */
  readonly apart: boolean;
}

interface Context {
  readonly boldVectors: boolean;
  /** Names of the symbols, so that `I`, `\sigma` and `\theta` do not stand for two things. */
  readonly names: ReadonlySet<string>;
}

export interface TexOptions {
  /** Set vectors, and gradients of Lagrangians, in bold. */
  readonly boldVectors?: boolean;
}

/** The TeX of an expression, for math mode. */
export function printTex(expression: Expression, options: TexOptions = {}): string {
  return printed(expression, { boldVectors: options.boldVectors ?? false, names: symbolNames([expression]) }).tex;
}

const at = (level: Level, tex: string, tall = false, apart = false): Printed => ({ tex, level, tall, apart });
const atom = (tex: string, tall = false): Printed => at(Precedence.atom, tex, tall);
const fraction = (above: string, below: string): Printed =>
  at(Precedence.atom, `\\frac{${above}}{${below}}`, true, true);

const parenthesised = (p: Printed): Printed =>
  at(Precedence.atom, p.tall ? `\\left(${p.tex}\\right)` : `(${p.tex})`, p.tall, true);
const wrapped = (p: Printed, level: Level): Printed => (p.level < level ? parenthesised(p) : p);

/** `f(a)`, with parentheses that fit. */
function call(name: string, args: readonly Printed[]): Printed {
  const inner = parenthesised(
    atom(
      args.map((a) => a.tex).join(',\\,'),
      args.some((a) => a.tall),
    ),
  );
  return at(Precedence.atom, `${name}${inner.tex}`, inner.tall, true);
}

function printed(e: Expression, context: Context): Printed {
  switch (e.kind) {
    case 'number':
      return printNumber(e.value);
    case 'constant':
      return atom('\\pi');
    case 'size':
      return /^\w+$/.test(e.size) ? atom(texSize(e.size)) : at(Precedence.sum, texSize(e.size));
    case 'symbol':
      return atom(texName(e.name, context.boldVectors && isVectorShape(e.shape)));
    case 'identity':
      return atom(context.names.has('I') ? `\\mathrm{I}_{${texSize(e.shape.rows)}}` : 'I');
    case 'ones':
      return printOnes(e);
    case 'sum':
      return printSum(e.terms, context);
    case 'product':
      return printProduct(e.factors, context);
    case 'hadamard':
      return printHadamard(e.factors, context);
    case 'transpose':
      return superscript(printed(e.argument, context), '\\top');
    case 'power':
      return printPower(e.base, e.exponent, context);
    case 'map':
      return printMap(e.function, printed(e.argument, context), context);
    case 'step': {
      const name = context.names.has('theta') ? '\\operatorname{step}' : '\\theta';
      const z = printed(e.argument, context);
      if (e.direction === undefined) return call(name, [z]);
      const d = printed(e.direction, context);
      return call(name, [atom(`${z.tex};\\,${d.tex}`, z.tall || d.tall)]);
    }
    case 'diag':
      return call('\\operatorname{diag}', [printed(e.argument, context)]);
    case 'diagonal':
      return call('\\operatorname{diagonal}', [printed(e.argument, context)]);
    case 'lagrangian':
      return printLagrangian(e, context);
    case 'function':
      return printFunction(e, context);
    case 'block': {
      const rows = e.blocks.map((row) => row.map((entry) => printed(entry, context).tex).join(' & '));
      return atom(`\\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`, true);
    }
  }
}

function printNumber(value: Q.Rational): Printed {
  const size = value.numerator < 0n ? Q.negate(value) : value;
  const { tex, isProduct } = numberTex(size);
  if (value.numerator < 0n) return at(Precedence.sum, `-${tex}`);
  if (isProduct) return at(Precedence.product, tex);
  return Q.isInteger(value) ? atom(tex) : at(Precedence.script, tex);
}

function printOnes(e: Expression): Printed {
  if (isVectorShape(e.shape)) return atom('\\mathbf{1}');
  if (isRowShape(e.shape)) return at(Precedence.script, '\\mathbf{1}^\\top');
  return at(Precedence.product, '\\mathbf{1}\\mathbf{1}^\\top');
}

/** `a^{n}`, with the parentheses that a base with a superscript of its own needs. */
function superscript(base: Printed, exponent: string): Printed {
  const b = wrapped(base, Precedence.atom);
  const script = /^(.|\\[A-Za-z]+)$/u.test(exponent) ? exponent : `{${exponent}}`;
  return at(Precedence.script, `${b.tex}^${script}`, b.tall, b.apart);
}

function printSum(terms: readonly Expression[], context: Context): Printed {
  const parts = terms.map((term) => printed(term, context));
  const tex = parts
    .map((part, i) => {
      if (i === 0) return part.tex;
      return part.tex.startsWith('-') ? ` - ${part.tex.slice(1)}` : ` + ${part.tex}`;
    })
    .join('');
  return at(
    Precedence.sum,
    tex,
    parts.some((part) => part.tall),
  );
}

/** `b^k` for a factor `b^{-k}` with k a positive number: what stands below the bar of a fraction. */
function denominator(e: Expression): Expression | undefined {
  if (e.kind !== 'power' || e.exponent.kind !== 'number' || e.exponent.value.numerator >= 0n) return undefined;
  return power(e.base, number(Q.negate(e.exponent.value)));
}

/** Factors side by side, a thin space before functions and fractions. */
function juxtapose(factors: readonly Printed[]): string {
  return factors
    .map((factor, i) => {
      const before = factors[i - 1];
      if (before === undefined) return factor.tex;
      const afterNumber = /^\\tfrac|^\d+$|10\^\{-?\d+\}$/.test(before.tex);
      const afterTop = before.tex.endsWith('\\top');
      return `${(factor.apart || afterNumber) && !afterTop ? '\\,' : ' '}${factor.tex}`;
    })
    .join('');
}

/**
 * A product: coefficient, scalars over scalar divisors, then the chain. Divisors make a fraction
 * `\frac{p a}{q b}`; without them a fractional coefficient is set small.
 */
function printProduct(factors: readonly Expression[], context: Context): Printed {
  const [first] = factors;
  const coefficient = first?.kind === 'number' ? first.value : Q.ONE;
  const rest = first?.kind === 'number' ? factors.slice(1) : factors;
  const scalars = rest.filter((f) => isScalarShape(f.shape));
  const chain = rest.filter((f) => !isScalarShape(f.shape));
  const divisors = scalars.flatMap((f) => denominator(f) ?? []);
  const multipliers = scalars.filter((f) => denominator(f) === undefined);
  const negative = coefficient.numerator < 0n;
  const size = negative ? Q.negate(coefficient) : coefficient;

  // An entrywise product that only scalars precede needs no parentheses: a(x ⊙ y) = (ax) ⊙ y.
  const bare = (f: Expression): boolean => f.kind === 'hadamard' && chain.length === 1;
  const factor = (f: Expression): Printed => {
    const p = printed(f, context);
    return (f.kind === 'product' || f.kind === 'hadamard') && !bare(f)
      ? wrapped(p, Precedence.script)
      : wrapped(p, Precedence.product);
  };
  const head: Printed[] = [];
  if (divisors.length === 0) {
    if (!Q.isOne(size)) head.push(printNumber(size));
    head.push(...multipliers.map(factor));
  } else {
    const whole = (value: bigint): Printed[] => (value === 1n ? [] : [atom(`${value}`)]);
    const long = powerOfTen(size) !== undefined;
    if (long) head.push(printNumber(size));
    const { numerator, denominator: bottom } = long ? Q.ONE : size;
    const above = [...whole(numerator), ...side(multipliers, numerator === 1n, factor, context)];
    const below = [...whole(bottom), ...side(divisors, bottom === 1n, factor, context)];
    head.push(fraction(above.length === 0 ? '1' : juxtapose(above), juxtapose(below)));
  }
  const all = [...head, ...chain.map(factor)];
  const tall = all.some((p) => p.tall);
  const body = juxtapose(all);
  return at(negative ? Precedence.sum : Precedence.product, negative ? `-${body}` : body, tall, all[0]?.apart ?? false);
}

/** One side of a fraction: a factor that stands there alone needs no parentheses. */
function side(
  factors: readonly Expression[],
  alone: boolean,
  factor: (e: Expression) => Printed,
  context: Context,
): Printed[] {
  const [only] = factors;
  return alone && factors.length === 1 && only !== undefined ? [printed(only, context)] : factors.map(factor);
}

function printHadamard(factors: readonly Expression[], context: Context): Printed {
  let tall = false;
  const tex = factors
    .map((f, i) => {
      const below = i > 0 ? denominator(f) : undefined;
      const p = wrapped(printed(below ?? f, context), Precedence.script);
      tall ||= p.tall;
      if (i === 0) return p.tex;
      return `${below === undefined ? ' \\odot ' : ' \\oslash '}${p.tex}`;
    })
    .join('');
  return at(Precedence.product, tex, tall, printed(factors[0] as Expression, context).apart);
}

function printPower(base: Expression, exponent: Expression, context: Context): Printed {
  const b = printed(base, context);
  if (exponent.kind === 'number' && Q.equals(exponent.value, Q.rational(1, 2)))
    return at(Precedence.atom, `\\sqrt{${b.tex}}`, b.tall, true);
  const inverse = denominator(power(base, exponent));
  if (isScalarShape(base.shape)) {
    if (inverse !== undefined) return fraction('1', printed(inverse, context).tex);
    return superscript(b, exponentTex(exponent, context));
  }
  return superscript(b, `\\odot ${exponentTex(exponent, context)}`);
}

/** Fractions in an exponent are set with a slash; a sum after `\odot` needs parentheses. */
function exponentTex(exponent: Expression, context: Context): string {
  if (exponent.kind === 'number') return Q.toText(exponent.value);
  const p = printed(exponent, context);
  return p.level === Precedence.sum ? `(${p.tex})` : p.tex;
}

function printMap(name: string, z: Printed, context: Context): Printed {
  if (name === 'abs') return at(Precedence.atom, z.tall ? `\\left|${z.tex}\\right|` : `|${z.tex}|`, z.tall, true);
  if (name === 'sigmoid' && context.names.has('sigma')) return call('\\operatorname{sigmoid}', [z]);
  const value = call(entrywiseFunction(name).tex, [z]);
  // The square of log cosh x is not log cosh x².
  return name === 'logcosh' ? { ...value, level: Precedence.script } : value;
}

/** `L(z)`, `g(z)` or `\nabla L(z)`, `\Lambda(z)` or `\nabla^2 L(z)`, and `D^kL(z)[a, …]` from the third derivative on. */
function printLagrangian(e: LagrangianExpression, context: Context): Printed {
  const { name, gradient, hessian } = e.lagrangian;
  const z = printed(e.argument, context);
  switch (e.order) {
    case 0:
      return call(texName(name), [z]);
    case 1:
      return call(gradient === undefined ? `\\nabla ${texName(name)}` : texName(gradient, context.boldVectors), [z]);
    case 2:
      return call(hessian === undefined ? `\\nabla^2 ${texName(name)}` : texName(hessian), [z]);
    default: {
      const value = call(`D^${e.order}${texName(name)}`, [z]);
      const directions = e.directions.map((d) => printed(d, context));
      const tall = directions.some((d) => d.tall);
      const list = directions.map((d) => d.tex).join(',\\,');
      return { ...value, tex: `${value.tex}${tall ? `\\left[${list}\\right]` : `[${list}]`}` };
    }
  }
}

function printFunction(e: FunctionExpression, context: Context): Printed {
  const a = printed(e.argument, context);
  switch (e.name) {
    case 'inv':
      return e.argument.kind === 'transpose'
        ? superscript(printed(e.argument.argument, context), '-\\top')
        : superscript(a, '-1');
    case 'sqrtm':
      return superscript(a, '1/2');
    case 'expm':
      return at(Precedence.script, `e^{${a.tex}}`);
    case 'norm':
      return at(Precedence.atom, a.tall ? `\\left\\|${a.tex}\\right\\|` : `\\|${a.tex}\\|`, a.tall, true);
    case 'lambda_min':
      return call('\\lambda_{\\min}', [a]);
    case 'lambda_max':
      return call('\\lambda_{\\max}', [a]);
    case 'trace':
      return call('\\operatorname{tr}', [a]);
    case 'logsumexp':
    case 'softmax':
    case 'sparsemax':
    case 'polar':
      return call(`\\operatorname{${e.name}}`, [a]);
    case 'sparsemax_support':
      return call('\\operatorname{supp}_{\\operatorname{sparsemax}}', [a]);
  }
}
