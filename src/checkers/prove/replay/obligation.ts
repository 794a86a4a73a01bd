/** What has to be established for an obligation of a claim. */
import { energyJumps, slopeJumps } from '../../../claims/jumps.js';
import type { Claim, Obligation } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import * as build from '../../../symbolic/build.js';
import type { Expression, SymbolExpression } from '../../../symbolic/expression.js';
import { substitute } from '../../../symbolic/rewrite.js';
import { vectorShape } from '../../../symbolic/shape.js';
import { UNIT } from '../../../symbolic/size.js';
import type { Judgement } from './proof.js';

export interface Target {
  readonly judgements: readonly Judgement[];
  readonly of: readonly Expression[];
}

/** The c ≥ 0 of s(y + Vc), under a name that no formula can have. */
export const freeMultiplier = ({ along }: Obligation & { kind: 'invariant' }): SymbolExpression =>
  build.symbol('c$', along.shape.columns === UNIT ? build.ONE.shape : vectorShape(along.shape.columns), 'variable', [
    'nonnegative',
  ]);

/**
 * What is to be judged of what; undefined where this checker cannot tell what a proof would have to show.
 *
 * At kinks: an energy without jumps is continuous and piecewise continuously differentiable. Its derivative along a
 * direction is that of one of the pieces that meet there, hence a limit of derivatives off the kinks; where the velocity
 * is continuous, Ė at a kink is such a limit along the flow, and a proof holds for every value 0 or 1 of a step.
 */
export function targetOf(o: Obligation, d: Derivation): Target | undefined {
  if (energyJumps(d)) return undefined;
  switch (o.kind) {
    case 'sign': {
      const quantity = o.sign === 'nonnegative' ? o.quantity : build.negate(o.quantity);
      return { judgements: ['nonnegative', 'positive'], of: [quantity] };
    }
    case 'equal':
      return { judgements: ['equal'], of: [o.left, o.right] };
    case 'semidefinite':
      return slopeJumps(o.matrix) ? undefined : { judgements: ['semidefinite', 'definite'], of: [o.matrix] };
    case 'zero-implies':
      return { judgements: ['implies'], of: [o.zero, o.then] };
    case 'invariant': {
      const moved = movedStates(o, d.states);
      return moved && { judgements: ['equal'], of: [substitute(o.of, moved), o.of] };
    }
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

/** y as y + Vc, for the states that V moves: all of them by the rows of its blocks, or the one of its size. */
function movedStates(
  o: Obligation & { kind: 'invariant' },
  states: readonly SymbolExpression[],
): ReadonlyMap<string, Expression> | undefined {
  const { along } = o;
  const c = freeMultiplier(o);
  const moved = (y: SymbolExpression, V: Expression): readonly [string, Expression] => [
    y.name,
    build.sum(y, build.product(V, c)),
  ];
  const own = states.filter((y) => y.shape.rows === along.shape.rows);
  const [only, ...more] = own;
  if (only !== undefined) return more.length === 0 ? new Map([moved(only, along)]) : undefined;
  const rows = along.kind === 'block' ? along.blocks : [];
  if (rows.length !== states.length || !rows.every((row, i) => row[0]?.shape.rows === states[i]?.shape.rows))
    return undefined;
  return new Map(states.map((y, i) => moved(y, build.block([rows[i] as readonly Expression[]]))));
}

/** The parts that simplification took out of the formulas of a claim, also where invariance moves the state. */
export function partsOf(claim: Claim, { states }: Derivation): Expression[] {
  const moves = claim.obligations.flatMap((o) =>
    o.kind === 'invariant' ? [movedStates(o, states) ?? new Map<string, Expression>()] : [],
  );
  return [...claim.partial, ...moves.flatMap((by) => claim.partial.map((part) => substitute(part, by)))];
}

/** Every expression that must have a value wherever the claim is judged. */
export function expressionsOf(claim: Claim, d: Derivation): Expression[] {
  const targets = claim.obligations.flatMap((o) => targetOf(o, d)?.of ?? []);
  return [d.design.energy, ...d.velocities.values(), ...d.gradients.values(), ...targets];
}

/** What a statement that is given says, as judgements that a step may start from. */
export function givenTarget(o: Obligation): Target | undefined {
  switch (o.kind) {
    case 'sign':
      return {
        judgements: ['nonnegative'],
        of: [o.sign === 'nonnegative' ? o.quantity : build.negate(o.quantity)],
      };
    case 'equal':
      return { judgements: ['equal'], of: [o.left, o.right] };
    case 'semidefinite':
      return { judgements: ['semidefinite'], of: [o.matrix] };
    case 'zero-implies':
      return { judgements: ['implies'], of: [o.zero, o.then] };
    case 'invariant':
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}
