/**
 * The activations of a design, and the energy along a dead direction.
 *
 * A dead direction d at a state y is one in which every activation g(z) keeps its value at all y + td, t ≥ 0, although
 * z changes. Arguments z must be affine in the states, so that z(y + td) = z(y) + t J d.
 */
import * as build from '../symbolic/build.js';
import { jacobian } from '../symbolic/differential.js';
import { type Expression, FORMULA_VARIABLE, type Lagrangian, type SymbolExpression } from '../symbolic/expression.js';
import { isEntrywiseName } from '../symbolic/functions.js';
import { idOf } from '../symbolic/identity.js';
import { children, forEachNode, mentions, rebuild, substitute } from '../symbolic/rewrite.js';
import { SCALAR, vectorShape } from '../symbolic/shape.js';
import type { Derivation } from './derivation.js';

export interface Activation {
  /** How reports name it: `g`, `relu`, `softmax`. */
  readonly name: string;
  /** z, a vector. */
  readonly argument: Expression;
  /** ∂z/∂y for each state, free of states; `undefined` where z is not affine in the states. */
  readonly jacobians: ReadonlyMap<string, Expression> | undefined;
  readonly behaviour: ActivationBehaviour;
}

/** What decides where an activation is dead. */
export type ActivationBehaviour =
  | { readonly kind: 'lagrangian'; readonly lagrangian: Lagrangian }
  /** Entrywise, by a formula in the scalar `FORMULA_VARIABLE`. */
  | { readonly kind: 'entrywise'; readonly formula: Expression }
  | { readonly kind: 'function'; readonly name: 'softmax' | 'sparsemax' };

/** Functions written out in formulas that count as activations when they are applied to states. */
const ACTIVATION_MAPS: ReadonlySet<string> = new Set(['relu', 'tanh', 'sigmoid', 'erf', 'atan', 'softplus']);

const scalarVariable = build.symbol(FORMULA_VARIABLE, SCALAR);

/** Every activation applied to the states in the energy or the velocity. */
export function activations(d: Derivation): Activation[] {
  const found = new Map<string, Activation>();
  const states = new Set(d.states.map((s) => s.name));
  const add = (name: string, argument: Expression, behaviour: ActivationBehaviour): void => {
    const key = `${name}:${idOf(argument)}`;
    if (found.has(key) || !mentions(argument, states)) return;
    found.set(key, { name, argument, behaviour, jacobians: affineJacobians(d, argument) });
  };
  forEachNode([d.design.energy, ...d.velocities.values()], (e) => {
    if (e.kind === 'lagrangian')
      add(e.lagrangian.gradient ?? e.lagrangian.name, e.argument, {
        kind: 'lagrangian',
        lagrangian: e.lagrangian,
      });
    if (e.kind === 'function' && (e.name === 'softmax' || e.name === 'sparsemax'))
      add(e.name, e.argument, { kind: 'function', name: e.name });
    if (e.kind === 'function' && e.name === 'logsumexp')
      add('softmax', e.argument, { kind: 'function', name: 'softmax' });
    const isEntry = build.isVector(e) || build.isScalar(e);
    if (e.kind === 'map' && ACTIVATION_MAPS.has(e.function) && isEntry && isEntrywiseName(e.function))
      add(e.function, e.argument, { kind: 'entrywise', formula: build.map(e.function, scalarVariable) });
  });
  return [...found.values()];
}

function affineJacobians(d: Derivation, z: Expression): ReadonlyMap<string, Expression> | undefined {
  const states = new Set(d.states.map((s) => s.name));
  try {
    const blocks = d.states.map((x) => [x.name, jacobian(z, x)] as const);
    return blocks.some(([, J]) => mentions(J, states)) ? undefined : new Map(blocks);
  } catch {
    return undefined;
  }
}

/** Symbols of a ray y + t d: the direction for each state, and t. */
export interface Ray {
  readonly t: SymbolExpression;
  readonly directions: ReadonlyMap<string, SymbolExpression>;
}

export const rayOf = (d: Derivation): Ray => ({
  t: build.symbol('t$', SCALAR),
  directions: new Map(d.states.map((x) => [x.name, build.symbol(`d_${x.name}$`, vectorShape(x.shape.rows))])),
});

/** The expression at y + t d. */
export function alongRay(expression: Expression, d: Derivation, ray: Ray): Expression {
  const moved = new Map<string, Expression>(
    d.states.map((x) => [x.name, build.sum(x, build.product(ray.t, ray.directions.get(x.name) as Expression))]),
  );
  return substitute(expression, moved);
}

/**
 * E(y + td) − E(y) for a dead direction d: every activation keeps its value, and L(z + te) = L(z) + t g(z)'e, since g
 * is constant along the way. Undefined where a Lagrangian's argument is not affine in the states.
 */
export function energyAlongDeadDirection(d: Derivation, energy: Expression, ray: Ray): Expression | undefined {
  const affine = new Map(activations(d).map((a) => [idOf(a.argument), a.jacobians]));
  const isActivation = (e: Expression): boolean =>
    (e.kind === 'map' && ACTIVATION_MAPS.has(e.function) && affine.has(idOf(e.argument))) ||
    (e.kind === 'function' && (e.name === 'softmax' || e.name === 'sparsemax')) ||
    (e.kind === 'lagrangian' && e.order >= 1 && e.directions.length === 0);
  let possible = true;
  const visit = (e: Expression): Expression => {
    if (e.kind === 'symbol') return alongRay(e, d, ray);
    const potential = (e.kind === 'lagrangian' && e.order === 0) || (e.kind === 'function' && e.name === 'logsumexp');
    if (!potential && !isActivation(e)) return rebuild(e, children(e).map(visit));
    const argument = (e as Expression & { readonly argument: Expression }).argument;
    const J = affine.get(idOf(argument));
    if (affine.has(idOf(argument)) && J === undefined) possible = false;
    if (!potential || J === undefined) return e;
    const g = e.kind === 'lagrangian' ? build.lagrangian(e.lagrangian, 1, argument) : build.apply('softmax', argument);
    const moves = d.states.map((x) =>
      build.product(J.get(x.name) as Expression, ray.directions.get(x.name) as Expression),
    );
    return build.sum(e, build.product(ray.t, build.dot(g, build.sum(...moves))));
  };
  const moved = visit(energy);
  return possible ? build.subtract(moved, energy) : undefined;
}
