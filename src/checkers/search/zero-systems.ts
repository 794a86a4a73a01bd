/** Square systems whose solutions are zeros of a quantity: the quantity itself, or conditions under which it is 0. */
import type { Obligation } from '../../claims/types.js';
import { ifDifferentiable } from '../../derivation/derivation.js';
import { vanishingConditions } from '../../derivation/vanishing.js';
import type { Design } from '../../design/types.js';
import { verifyZero, type ZeroResult } from '../../numeric/verify-zero.js';
import * as build from '../../symbolic/build.js';
import { jacobian } from '../../symbolic/differential.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { sameExpression } from '../../symbolic/identity.js';
import { mentions, unfold } from '../../symbolic/rewrite.js';
import { isVectorShape } from '../../symbolic/shape.js';
import { sizeValue } from '../../symbolic/size.js';
import { concrete, type SearchContext } from './context.js';
import type { ExactPoint } from './exact-point.js';

/** As many equations as there are numbers that are solved for. */
export interface ZeroSystem {
  readonly unknowns: readonly SymbolExpression[];
  readonly equations: Expression;
  /** In the stacked numbers of the unknowns. */
  readonly jacobian: Expression;
  /** Which of them are solved for; all of them by default. */
  readonly free?: readonly number[];
}

/** Whether a solution exists near the states of a point, with its other numbers as they are. */
export function verifySystem(
  c: SearchContext,
  { unknowns, equations, jacobian, free }: ZeroSystem,
  at: ExactPoint,
): ZeroResult {
  const names = unknowns.map((x) => x.name);
  return verifyZero({
    equations: unfold(at.exactForm(equations)),
    jacobian: unfold(at.exactForm(jacobian)),
    dimensions: c.dimensions,
    values: new Map([...at.exactNumbers].filter(([name]) => !names.includes(name))),
    approximation: new Map(names.map((name) => [name, at.point.values.get(name) ?? []])),
    ...(free === undefined ? {} : { free }),
  });
}

/** Systems up to this many unknown numbers are solved. */
const MOST_UNKNOWNS = 24;
/** Conditions other than the quantity itself are tried up to this many unknown numbers, and at most so many. */
const FEW_UNKNOWNS = 3;
const MOST_CONDITIONS = 8;

/** The parameters that may have any numbers: vectors without structure or value. */
export const freeVectors = (design: Design): readonly SymbolExpression[] =>
  design.parameters
    .filter(
      (p) => p.value === undefined && isVectorShape(p.symbol.shape) && p.structures.every((s) => s.kind === 'general'),
    )
    .map((p) => p.symbol);

/** The number of unknown numbers in some vectors. */
export const countOf = (c: SearchContext, unknowns: readonly SymbolExpression[]): number =>
  unknowns.reduce((n, x) => n + sizeValue(x.shape.rows, c.dimensions), 0);

/** All states together and, where there are several, each alone. */
const groupsOf = ({ derivation: { states } }: SearchContext): readonly (readonly SymbolExpression[])[] =>
  states.length === 1 ? [states] : [states, ...states.map((x) => [x])];

/** The equations as a system in some states, where there are as many of them and they have a Jacobian. */
function squareSystem(
  c: SearchContext,
  equations: Expression,
  unknowns: readonly SymbolExpression[],
): readonly ZeroSystem[] {
  const n = countOf(c, unknowns);
  const fits = sizeValue(equations.shape.rows, c.dimensions) === n && equations.shape.columns === '1';
  if (!fits || n > MOST_UNKNOWNS || !mentions(equations, new Set(unknowns.map((x) => x.name)))) return [];
  const slopes = ifDifferentiable(() => build.block([unknowns.map((x) => jacobian(equations, x))]));
  return slopes === undefined ? [] : [{ unknowns, equations, jacobian: slopes }];
}

/** At small sizes: the systems in all states, or in one of them, whose solutions are zeros of an expression. */
export function conditionSystems(c: SearchContext, zero: Expression): readonly ZeroSystem[] {
  if (countOf(c, c.derivation.states) > FEW_UNKNOWNS) return [];
  const conditions = vanishingConditions(zero).slice(0, MOST_CONDITIONS);
  return conditions.flatMap((equations) => groupsOf(c).flatMap((unknowns) => squareSystem(c, equations, unknowns)));
}

/**
 * The systems for an obligation, the main one first: the vector through which zeros are found, in all states. Then, at
 * small sizes, what makes a factor of the quantity 0.
 */
export function zeroSystems(
  c: SearchContext,
  obligation: Obligation & { kind: 'zero-implies' },
): readonly ZeroSystem[] {
  const through = concrete(c, obligation.through ?? obligation.zero);
  const others = conditionSystems(c, concrete(c, obligation.zero));
  return [
    ...squareSystem(c, through, c.derivation.states),
    ...others.filter(({ equations }) => !sameExpression(equations, through)),
  ];
}
