/**
 * Claims about polynomials, and about polynomials in pieces such as relu, at one small size with all parameters and
 * states unknown: z3 decides whether some real numbers violate them. What is assumed and cannot be written is left out,
 * which makes the certificate stronger, and a model of z3 then decides nothing.
 *
 * Where the velocity is continuous, Ė at a kink is the one-sided derivative along it. What jumps besides is judged off
 * its jumps: arguments of steps are not 0. An argument that is itself made of pieces may be 0 all over a region, which
 * must not be left out: then nothing is said.
 */
import { differentiatesJumps, energyJumps, slopeJumps } from '../../../claims/jumps.js';
import type { Claim, Obligation } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import { jumpArguments, kinkArguments } from '../../../derivation/kinks.js';
import * as build from '../../../symbolic/build.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression } from '../../../symbolic/expression.js';
import { contains, unfoldKnown } from '../../../symbolic/rewrite.js';
import { vectorShape } from '../../../symbolic/shape.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';
import type { CertificateEvidence, Counterexample, Value } from '../../../verdicts/types.js';
import type { Method } from '../method.js';
import { bindUnknowns, type Bound } from './bind.js';
import { readModel } from './model.js';
import { NotPolynomial, Script } from './script.js';
import { type Limits, solve } from './z3.js';

/** The largest size that is tried where the design leaves it open. */
const LARGEST_SIZE = 2;
const MOST_UNKNOWNS = 24;
const LIMITS: Limits = { work: 1_000_000, seconds: 600 };

export const smt: Method = async (d, claim, { tick }) => {
  if (claim.partial.length > 0 || differentiatesJumps(claim) || energyJumps(d)) return undefined;
  const dimensions = Object.fromEntries(
    d.design.dimensions.map(({ name, value, fixed }) => [name, fixed ? value : Math.min(value, LARGEST_SIZE)]),
  );
  const questions = claim.obligations.map((o) => ifPolynomial(() => questionOf(o, d, claim, dimensions)));
  if (questions.length === 0 || !questions.every((q) => q !== undefined)) return undefined;
  for (const question of questions) {
    await tick();
    const answer = await solve(question.script.conditions(), question.script.violation(), LIMITS, tick);
    await tick();
    if (answer.kind === 'unknown') return undefined;
    if (answer.kind === 'sat') return candidate(question, answer.model, dimensions);
  }
  return certificate(d, dimensions);
};

/** A script whose conditions and violation have a common model where the obligation is violated. */
interface Question {
  readonly script: Script;
  readonly bound: readonly Bound[];
  /** Whether a model is a counterexample: nothing that is assumed was left out. */
  readonly isComplete: boolean;
}

function questionOf(o: Obligation, d: Derivation, claim: Claim, dimensions: Dimensions): Question {
  const script = new Script(dimensions);
  const { bound, isComplete } = bindUnknowns(script, d.design, claim, dimensions, MOST_UNKNOWNS);
  const known = claim.given.map((g) => ifPolynomial(() => assume(script, g)) ?? false);
  const witness = assertViolation(script, o, dimensions);
  return {
    script,
    bound: witness === undefined ? bound : [...bound, witness],
    isComplete: isComplete && known.every((k) => k),
  };
}

/** Adds what is given; whether it could be written. */
function assume(script: Script, g: Obligation): boolean {
  if (g.kind !== 'sign' && g.kind !== 'equal') return false;
  const parts = g.kind === 'sign' ? [g.quantity] : [g.left, g.right];
  if (parts.some((e) => jumpArguments(e).length > 0)) return false;
  const [first = [], second = []] = parts.map((e) => script.terms(unfoldKnown(e)));
  first.forEach((term, i) =>
    script.assert(
      `(${g.kind === 'equal' ? '=' : g.sign === 'nonnegative' ? '>=' : '<='} ${term} ${second[i] ?? '0.0'})`,
    ),
  );
  return true;
}

/** Asserts the contrary of an obligation; the x of a matrix inequality is a new unknown. */
function assertViolation(script: Script, o: Obligation, dimensions: Dimensions): Bound | undefined {
  switch (o.kind) {
    case 'sign': {
      const [term] = offJumps(script, o.atKinks ?? o.quantity);
      script.violate(`(${o.sign === 'nonnegative' ? '<' : '>'} ${term} 0.0)`);
      return undefined;
    }
    case 'equal': {
      const [left, right] = [offJumps(script, o.left), offJumps(script, o.right)];
      script.violate(some(left.map((term, i) => `(not (= ${term} ${right[i]}))`)));
      return undefined;
    }
    case 'semidefinite': {
      if (slopeJumps(o.matrix)) throw new NotPolynomial('a matrix that jumps');
      const size = sizeValue(o.matrix.shape.rows, dimensions);
      const entries = Array.from({ length: size }, () => script.unknown());
      const x = build.symbol(WITNESS, vectorShape(o.matrix.shape.rows));
      script.bind(WITNESS, entries);
      const form = build.isScalar(o.matrix) ? o.matrix : build.product(build.transpose(x), o.matrix, x);
      const [term] = offJumps(script, form);
      script.violate(`(< ${term} 0.0)`);
      return { kind: 'witness', name: WITNESS, rows: size, columns: 1, entries };
    }
    case 'zero-implies': {
      if ([o.zero, o.then].some((e) => kinkArguments(e).length > 0)) throw new NotPolynomial('a kink');
      script.terms(unfoldKnown(o.zero)).forEach((term) => script.violate(`(= ${term} 0.0)`));
      script.violate(some(script.terms(unfoldKnown(o.then)).map((term) => `(not (= ${term} 0.0))`)));
      return undefined;
    }
    case 'invariant':
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      throw new NotPolynomial(o.kind);
  }
}

/** A name that no formula can have. */
const WITNESS = 'x$';

const some = (conditions: readonly string[]): string => `(or false ${conditions.join(' ')})`;

/** The terms of an expression, where nothing in it is at a jump. */
function offJumps(script: Script, e: Expression): readonly string[] {
  for (const argument of jumpArguments(e)) {
    if (contains(argument, (part) => part.kind === 'map' || part.kind === 'step'))
      throw new NotPolynomial('a jump wherever a function in pieces is 0');
    script.terms(argument).forEach((term) => script.assert(`(not (= ${term} 0.0))`));
  }
  return script.terms(unfoldKnown(e));
}

/** What is made, unless an expression is no polynomial in pieces. */
function ifPolynomial<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotPolynomial || error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function certificate(d: Derivation, dimensions: Dimensions): CertificateEvidence {
  const { states, parameters } = d.design;
  const domain = [
    ...states.flatMap((s) => (s.domainStated ? [[s.symbol.name, s.domain] as const] : [])),
    ...parameters.flatMap((p) => (p.range === undefined ? [] : [[p.symbol.name, p.range] as const])),
  ];
  return {
    kind: 'certificate',
    method: 'z3 (nonlinear real arithmetic)',
    dimensions,
    domain: Object.fromEntries(domain),
    boxes: 0,
    bound: 0,
  };
}

/** The numbers of a model, which are still to be confirmed; undefined where they decide nothing. */
function candidate({ bound, isComplete }: Question, model: string, dimensions: Dimensions): Counterexample | undefined {
  const numbers = isComplete ? readModel(model) : undefined;
  if (numbers === undefined) return undefined;
  const valueOf = ({ rows, columns, entries }: Bound): Value => {
    const flat = entries.map((term) => numbers(term));
    if (rows === 1 && columns === 1) return flat[0] as number;
    if (columns === 1) return flat;
    return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
  };
  const values = bound.filter((b) => b.kind === 'value');
  const witness = bound.find((b) => b.kind === 'witness');
  return {
    kind: 'counterexample',
    dimensions,
    values: Object.fromEntries(values.map((b) => [b.name, valueOf(b)])),
    quantity: '',
    value: Number.NaN,
    enclosure: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ...(witness === undefined ? {} : { witness: witness.entries.map((term) => numbers(term)) }),
  };
}
