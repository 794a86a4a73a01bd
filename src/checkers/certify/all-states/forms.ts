/** The matrices whose semi-definiteness for all states settles a claim. */
import type { Claim, Obligation } from '../../../claims/types.js';
import { slopeJumps } from '../../../claims/jumps.js';
import type { Derivation } from '../../../derivation/derivation.js';
import { type Factors, someFactors } from '../../../derivation/factorisation/factors.js';
import { jumpArguments, kinkArguments } from '../../../derivation/kinks.js';
import * as build from '../../../symbolic/build.js';
import type { Expression, Fact, SymbolExpression } from '../../../symbolic/expression.js';
import { isZeroByNormalForm } from '../../../symbolic/normal-form.js';
import { contains, substitute, unfoldKnown } from '../../../symbolic/rewrite.js';

/** x'Ax ≥ 0 for all x, and > 0 for x ≠ 0 where it must be definite. */
export interface Requirement {
  readonly matrix: Expression;
  readonly definite: boolean;
}

const EFFORT = 200;
const MOST_FACTORS = 3;

/** Ways to settle a claim: in each of them all requirements together do. Empty where none are known. */
export function requirementsOf(d: Derivation, claim: Claim): readonly (readonly Requirement[])[] {
  const matrices = claim.obligations.filter((o) => o.kind === 'semidefinite');
  if (matrices.length === claim.obligations.length)
    return matrices.some((o) => slopeJumps(o.matrix)) || matrices.some((o) => jumpsInRegions(o.matrix))
      ? []
      : [matrices.map((o) => ({ matrix: o.matrix, definite: false }))];
  const needs = claim.obligations.map((o) => ofRate(o, d));
  if (needs.length === 0 || needs.includes(undefined) || jumpsInRegions(d.rate)) return [];
  const definite = needs.includes('definite');
  return factorings(d).map(({ Q }) => blocksOf(Q).map((matrix) => ({ matrix, definite })));
}

/**
 * What −Ė = z'Qz must be: semi-definite for descent. Where Q is definite, Ė = 0 only for z = 0, so that the velocity Nz
 * is 0; and from ∇E = −Mz = 0 or Nz = 0 follows z'Qz = (Mz)'(Nz) = 0. At kinks ∇E is not defined.
 */
function ofRate(o: Obligation, d: Derivation): 'semidefinite' | 'definite' | undefined {
  if (o.kind === 'sign') return o.sign === 'nonpositive' && o.quantity === d.rate ? 'semidefinite' : undefined;
  if (o.kind !== 'zero-implies') return undefined;
  if (o.zero === d.rate && o.then === d.velocity) return 'definite';
  const isStationary =
    (o.zero === d.gradient && o.then === d.velocity) || (o.zero === d.velocity && o.then === d.gradient);
  const isSmooth = [d.gradient, d.velocity].every((e) => kinkArguments(e).length === 0);
  return isStationary && isSmooth ? 'definite' : undefined;
}

/** Whether a function in pieces stands where another jumps: then it may be at the jump all over a region. */
const jumpsInRegions = (e: Expression): boolean =>
  jumpArguments(e).some((argument) => contains(argument, (part) => part.kind === 'map' || part.kind === 'step'));

const factored = new WeakMap<Derivation, readonly Factors[]>();

/** −Ė as z'Qz, found in symbols and checked to be so by its normal form. */
function factorings(d: Derivation): readonly Factors[] {
  const known = factored.get(d);
  if (known !== undefined) return known;
  const richer = withFactsOfNumbers(d);
  const separate = someFactors(richer, EFFORT, MOST_FACTORS);
  const found = separate.length > 0 ? separate : someFactors(richer, EFFORT, MOST_FACTORS, true);
  const checked = found.filter((f) => isRate(f, richer));
  factored.set(d, checked);
  return checked;
}

function isRate({ z, Q }: Factors, d: Derivation): boolean {
  const terms = z.flatMap((left, j) =>
    z.map((right, k) => build.product(build.transpose(left), Q[j]?.[k] as Expression, right)),
  );
  const total = build.sum(d.rate, ...terms);
  return isZeroByNormalForm(total) || isZeroByNormalForm(unfoldKnown(total));
}

/** Q itself, or its diagonal blocks where the others are 0. */
function blocksOf(Q: Factors['Q']): readonly Expression[] {
  const cancels = Q.every((row, j) =>
    row.every((block, k) => j === k || isZeroByNormalForm(build.sum(block, build.transpose(Q[k]?.[j] as Expression)))),
  );
  return cancels ? Q.map((row, j) => row[j] as Expression) : [build.block(Q)];
}

/** The derivation with what the given numbers say: that a matrix is symmetric, or diagonal. */
function withFactsOfNumbers(d: Derivation): Derivation {
  const richer = new Map<string, Expression>();
  for (const { symbol, value } of d.design.parameters) {
    const facts = value === undefined ? [] : factsOf(value);
    if (symbol.facts.has('skew') || facts.every((f) => symbol.facts.has(f))) continue;
    const made: SymbolExpression = { ...symbol, facts: new Set([...symbol.facts, ...facts]) };
    richer.set(symbol.name, made);
  }
  if (richer.size === 0) return d;
  const put = (e: Expression): Expression => substitute(e, richer);
  const all = (vectors: ReadonlyMap<string, Expression>): ReadonlyMap<string, Expression> =>
    new Map([...vectors].map(([name, e]) => [name, put(e)]));
  return {
    ...d,
    velocities: all(d.velocities),
    gradients: all(d.gradients),
    velocity: put(d.velocity),
    gradient: put(d.gradient),
    rate: put(d.rate),
  };
}

function factsOf(value: readonly (readonly number[])[]): readonly Fact[] {
  const n = value.length;
  if (n < 2 || value.some((row) => row.length !== n)) return [];
  if (!value.every((row, i) => row.every((x, j) => x === value[j]?.[i]))) return [];
  return value.every((row, i) => row.every((x, j) => i === j || x === 0)) ? ['symmetric', 'diagonal'] : ['symmetric'];
}
