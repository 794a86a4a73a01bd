/**
 * What is derived from a design, at the matrix level: ∇E, ∇²E, Ė = ∇E'v, and where formulas have kinks. Everything is
 * an expression tree that holds for every dimension.
 */
import type { Design } from '../design/types.js';
import * as build from '../symbolic/build.js';
import { differential, gradient, jacobian } from '../symbolic/differential.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression, SymbolExpression } from '../symbolic/expression.js';
import { unfoldKnown } from '../symbolic/rewrite.js';
import { collect } from '../symbolic/simplify.js';
import { jumpArguments } from './kinks.js';

export interface Derivation {
  readonly design: Design;
  readonly states: readonly SymbolExpression[];
  /** ẏ of each state, by name. */
  readonly velocities: ReadonlyMap<string, Expression>;
  /** ∇E with respect to each state, by name. */
  readonly gradients: ReadonlyMap<string, Expression>;
  /** Velocity and gradient with the states stacked in the order of their declaration. */
  readonly velocity: Expression;
  readonly gradient: Expression;
  /** Ė = Σ (∇E)'ẏ. */
  readonly rate: Expression;
  /**
   * Whether the velocity itself jumps, because it contains a step or Λ of a Lagrangian with a kink. Then there is no
   * classical solution at the kinks, and claims are judged off them.
   */
  readonly velocityJumps: boolean;
}

const derived = new WeakMap<Design, Derivation>();

/** The derivation of a design; throws an `ExpressionError` for an energy that has no derivative. */
export function derivation(design: Design): Derivation {
  const known = derived.get(design);
  if (known !== undefined) return known;
  const states = design.states.map((s) => s.symbol);
  const velocities = new Map(design.states.map((s) => [s.symbol.name, s.velocity]));
  const gradients = new Map(states.map((x) => [x.name, gradient(design.energy, x)]));
  const along = (x: SymbolExpression): Expression =>
    build.dot(gradients.get(x.name) as Expression, velocities.get(x.name) as Expression);
  const result: Derivation = {
    design,
    states,
    velocities,
    gradients,
    velocity: build.stack([...velocities.values()]),
    gradient: build.stack([...gradients.values()]),
    rate: build.sum(...states.map(along)),
    velocityJumps: [...velocities.values()].some((v) => jumpArguments(v).length > 0),
  };
  derived.set(design, result);
  return result;
}

/** ∂/∂column of ∇E with respect to row: a block of ∇²E. */
export const hessianBlock = (d: Derivation, row: SymbolExpression, column: SymbolExpression): Expression =>
  jacobian(d.gradients.get(row.name) as Expression, column);

/** ∂v/∂y with the states stacked, for any vector expression v. */
export const stateJacobian = (d: Derivation, v: Expression): Expression =>
  build.block([d.states.map((x) => jacobian(v, x))]);

/** ∇²E with the states stacked. */
export const fullHessian = (d: Derivation): Expression =>
  build.block(d.states.map((row) => d.states.map((column) => hessianBlock(d, row, column))));

/**
 * Ė on the side into which the flow leads: the one-sided derivative of E along the velocity. It equals `rate` off the
 * kinks and is the rate of the energy at them where the velocity is continuous.
 */
export const oneSidedRate = (d: Derivation): Expression =>
  collect(differential(unfoldKnown(d.design.energy), d.velocities, { oneSided: true }));

/** What a derivation gives; undefined where a derivative has no rule. */
export function ifDifferentiable<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
