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
      const [state, ...others] = d.states;
      if (state === undefined || others.length > 0 || o.along.shape.rows !== state.shape.rows) return undefined;
      return { judgements: ['equal'], of: [substitute(o.of, movedState(o, state)), o.of] };
    }
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

/** y as y + Vc. */
const movedState = (o: Obligation & { kind: 'invariant' }, y: SymbolExpression): ReadonlyMap<string, Expression> =>
  new Map([[y.name, build.sum(y, build.product(o.along, freeMultiplier(o)))]]);

/** The parts that simplification took out of the formulas of a claim, also where invariance moves the state. */
export function partsOf(claim: Claim, { states }: Derivation): Expression[] {
  const moves = claim.obligations.flatMap((o) =>
    o.kind === 'invariant'
      ? states.map((y) => (y.shape.rows === o.along.shape.rows ? movedState(o, y) : new Map()))
      : [],
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
