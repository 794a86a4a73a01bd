/** ∫ g for scalar formulas g: rules for sums of simple terms, and the check that every candidate must pass. */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { equalByNormalForm, normalForm } from '../symbolic/normal-form.js';
import * as Q from '../symbolic/rational.js';
import { constantEnclosure, compileEnclosure } from './enclosure.js';
import { dependsOnX, derivative } from './derivative.js';
import { X } from './entry.js';
import { point, width } from './interval.js';
import { polynomialOf } from './kinks.js';
import { integralOfPieces, piecewiseLinear } from './piecewise.js';

const { map, power, product, sum, negate, reciprocal, number, HALF, PI } = build;

const inverseRootPi = power(PI, number(Q.rational(-1, 2)));

/** ∫ f of the functions whose integral has a formula, at z. */
const INTEGRALS: Readonly<Record<string, (z: Expression) => Expression>> = {
  exp: (z) => map('exp', z),
  expm1: (z) => sum(map('exp', z), negate(z)),
  sin: (z) => negate(map('cos', z)),
  cos: (z) => map('sin', z),
  sinh: (z) => map('cosh', z),
  cosh: (z) => map('sinh', z),
  tanh: (z) => map('logcosh', z),
  atan: (z) => sum(product(z, map('atan', z)), product(number(Q.rational(-1, 2)), map('log1p', power(z, 2)))),
  asinh: (z) => sum(product(z, map('asinh', z)), negate(build.sqrt(sum(power(z, 2), build.ONE)))),
  erf: (z) => sum(product(z, map('erf', z)), product(inverseRootPi, map('exp', negate(power(z, 2))))),
  sigmoid: (z) => map('softplus', z),
  softplus: (z) => map('softplus_integral', z),
  relu: (z) => product(HALF, power(map('relu', z), 2)),
  abs: (z) => product(HALF, z, map('abs', z)),
  sign: (z) => map('abs', z),
};

/** The slope of a formula that is affine in x with a slope other than 0. */
function slopeOf(z: Expression): Expression | undefined {
  const slope = derivative(z);
  if (dependsOnX(slope)) return undefined;
  const [low, high] = constantEnclosure(slope);
  return low > 0 || high < 0 ? slope : undefined;
}

/** ∫ of one factor that depends on x. */
function integralOfFactor(f: Expression): Expression | undefined {
  if (f.kind === 'step') {
    const slope = slopeOf(f.argument);
    return slope === undefined ? undefined : product(reciprocal(slope), map('relu', f.argument));
  }
  if (f.kind === 'map') {
    const slope = slopeOf(f.argument);
    const rule = INTEGRALS[f.function];
    if (slope !== undefined && rule !== undefined) return product(reciprocal(slope), rule(f.argument));
    return f.function === 'exp' ? bell(f.argument) : undefined;
  }
  const [base, exponent] = f.kind === 'power' && f.exponent.kind === 'number' ? [f.base, f.exponent.value] : [f, Q.ONE];
  const inner = base.kind === 'map' && base.function === 'relu' ? base.argument : base;
  const slope = slopeOf(inner);
  if (slope === undefined || !Q.isInteger(exponent) || exponent.numerator < 1n) return undefined;
  const raised = Q.add(exponent, Q.ONE);
  return product(number(Q.reciprocal(raised)), reciprocal(slope), power(base, number(raised)));
}

/** ∫ exp(c − a x²) = exp(c) √(π/4a) erf(√a x). */
function bell(z: Expression): Expression | undefined {
  const p = polynomialOf(z);
  const [c = Q.ZERO, b = Q.ZERO, a = Q.ZERO] = p ?? [];
  if (p?.length !== 3 || !Q.isZero(b) || a.numerator >= 0n) return undefined;
  const root = build.sqrt(number(Q.negate(a)));
  return product(HALF, map('exp', number(c)), build.sqrt(PI), reciprocal(root), map('erf', product(root, X)));
}

/** ∫ x f(ax) for the functions of SiLU and GELU. */
function integralWithX(f: Expression): Expression | undefined {
  if (f.kind !== 'map') return undefined;
  const z = f.argument;
  const slope = slopeOf(z);
  if (slope === undefined || !equalByNormalForm(z, product(slope, X))) return undefined;
  const square = power(reciprocal(slope), 2);
  if (f.function === 'sigmoid')
    return product(square, sum(product(z, map('softplus', z)), negate(map('softplus_integral', z))));
  if (f.function === 'erf')
    return product(
      HALF,
      square,
      sum(
        product(sum(power(z, 2), number(Q.rational(-1, 2))), map('erf', z)),
        product(inverseRootPi, z, map('exp', negate(power(z, 2)))),
      ),
    );
  return undefined;
}

function integralOfTerm(term: Expression): Expression | undefined {
  const factors = term.kind === 'product' ? term.factors : [term];
  const constants = factors.filter((f) => !dependsOnX(f));
  const [first, second, ...more] = factors.filter(dependsOnX);
  if (more.length > 0) return undefined;
  if (first === undefined) return product(...constants, X);
  const isX = (e: Expression): boolean => e.kind === 'symbol';
  const integral =
    second === undefined
      ? integralOfFactor(first)
      : isX(first)
        ? integralWithX(second)
        : isX(second)
          ? integralWithX(first)
          : undefined;
  return integral === undefined ? undefined : product(...constants, integral);
}

/** ∫ g by rules, term by term; undefined where a term has none. */
export function integralByRules(g: Expression): Expression | undefined {
  const pieces = piecewiseLinear(g);
  if (pieces !== undefined) return integralOfPieces(pieces);
  const coefficients = polynomialOf(g);
  if (coefficients !== undefined) return integralOfPolynomial(coefficients);
  for (const terms of [g.kind === 'sum' ? g.terms : [g], expanded(g)]) {
    const parts = terms.map(integralOfTerm);
    if (parts.every((p) => p !== undefined)) return sum(...parts);
  }
  return undefined;
}

const integralOfPolynomial = (coefficients: readonly Q.Rational[]): Expression =>
  sum(...coefficients.map((c, k) => build.scale(Q.multiply(c, Q.rational(1, k + 1)), power(X, k + 1))));

const expanded = (g: Expression): Expression[] =>
  [...normalForm(g).values()].map((t) => build.scale(t.coefficient, t.tree));

/** Irregular points of both signs from 10⁻³ to 40, so that no symmetry hides a difference. */
const SAMPLES: readonly number[] = Array.from({ length: 48 }, (_, k) => 0.001 * 1.2534 ** k).flatMap((v) => [
  v,
  -v * 0.9371,
]);
const LEAST_SAMPLES = 24;

/**
 * Whether L' = g: by normal form, or by enclosures of both at sample points that overlap to nine digits wherever g is
 * defined, with L itself defined there.
 */
export function isAntiderivative(L: Expression, g: Expression): boolean {
  const slope = derivative(L);
  const [encloseL, encloseSlope, encloseG] = [L, slope, g].map(compileEnclosure) as [Enclosing, Enclosing, Enclosing];
  const wanted = SAMPLES.filter((x) => isNarrow(encloseG(point(x))));
  if (!wanted.every((x) => isNarrow(encloseL(point(x))))) return false;
  if (equalByNormalForm(slope, g)) return true;
  return (
    wanted.length >= LEAST_SAMPLES &&
    wanted.every((x) => {
      const [a, b] = [encloseSlope(point(x)), encloseG(point(x))];
      return isNarrow(a) && a[0] <= b[1] && b[0] <= a[1];
    })
  );
}

type Enclosing = ReturnType<typeof compileEnclosure>;
const isNarrow = (i: readonly [number, number]): boolean =>
  i.every(Number.isFinite) && width(i) <= 1e-9 * (1 + Math.abs(i[0]));
