/**
 * The search for proofs. It proposes steps; only what the replay checker accepts is a proof. Where it finds nothing in
 * a short time, the claim goes on to the other checkers.
 */
import { differentiatesJumps } from '../../claims/jumps.js';
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { OutOfEffort } from '../../derivation/factorisation/effort.js';
import * as build from '../../symbolic/build.js';
import { withLimits } from '../../symbolic/effort.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { equalByNormalForm } from '../../symbolic/normal-form.js';
import { findDefined } from './defined.js';
import { descent } from './descent.js';
import { Draft, type Fact } from './draft.js';
import { Equations } from './equations.js';
import { findForm } from './forms.js';
import { findRegular } from './regular.js';
import { checkSteps } from './replay/check.js';
import { expressionsOf, partsOf, targetOf } from './replay/obligation.js';
import type { ProofStep } from './replay/proof.js';
import { findSign } from './signs.js';
import type { Tools } from './tools.js';
import { vanishing } from './vanishing.js';

/** Expressions that are looked at for one claim. */
const MOST_EFFORT = 700;
const MOST_DEPTH = 40;
/** Terms of an expression that is multiplied out, and work for all normal forms of one claim. */
const LIMITS = { terms: 1500, work: 200_000 };

/**
 * Steps that prove a claim, checked by the replay checker; undefined where none were found. `check` is called with every
 * piece of work and may throw to end it.
 */
export function findProof(d: Derivation, claim: Claim, check: () => void = nothing): readonly ProofStep[] | undefined {
  if (
    differentiatesJumps(claim) ||
    claim.obligations.length === 0 ||
    claim.obligations.some((o) => targetOf(o, d) === undefined)
  )
    return undefined;
  for (const isThorough of [false, true]) {
    const steps = withLimits(LIMITS, () => attempt(d, claim, isThorough, check));
    if (steps !== undefined && checkSteps(steps, claim, d).accepted) return steps;
  }
  return undefined;
}

const nothing = (): void => undefined;

function attempt(
  d: Derivation,
  claim: Claim,
  isThorough: boolean,
  check: () => void,
): readonly ProofStep[] | undefined {
  const draft = new Draft(d, claim, MOST_EFFORT, check);
  try {
    const tools = toolsFor(draft, isThorough);
    const values = findDefined([...expressionsOf(claim, d), ...partsOf(claim, d)], tools);
    if (values === undefined) return undefined;
    for (const [index, o] of claim.obligations.entries()) {
      const fact = settle(o, tools);
      if (fact === undefined) return undefined;
      draft.add('conclude', 'obligation', [], { premises: [fact], index });
    }
    return draft.steps(values);
  } catch (error) {
    if (error instanceof OutOfEffort || error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function toolsFor(draft: Draft, isThorough: boolean): Tools {
  let depth = 0;
  /** Remembers what was found; an expression that is being worked on counts as unknown. */
  const remembered = (find: (e: Expression, tools: Tools) => Fact | undefined) => {
    const known = new Map<number, Fact | undefined>();
    return (e: Expression): Fact | undefined => {
      const id = idOf(e);
      if (known.has(id)) return known.get(id);
      known.set(id, undefined);
      if (depth > MOST_DEPTH) return undefined;
      depth += 1;
      try {
        const found = find(e, tools);
        known.set(id, found);
        return found;
      } finally {
        depth -= 1;
      }
    };
  };
  const tools: Tools = {
    draft,
    equations: new Equations(draft),
    isThorough,
    sign: remembered(findSign),
    form: remembered(findForm),
    regular: remembered(findRegular),
  };
  return tools;
}

function settle(o: Obligation, tools: Tools): Fact | undefined {
  const { draft } = tools;
  switch (o.kind) {
    case 'sign': {
      const quantity = o.sign === 'nonnegative' ? o.quantity : build.negate(o.quantity);
      const isRate = o.sign === 'nonpositive' && o.quantity === draft.derivation.rate;
      return (isRate ? descent(quantity, tools)?.fact : undefined) ?? tools.sign(quantity);
    }
    case 'equal':
      return equality(o.left, o.right, tools);
    case 'semidefinite':
      return tools.form(o.matrix);
    case 'zero-implies':
      return vanishing(o, tools);
    case 'invariant': {
      const [after, before] = targetOf(o, draft.derivation)?.of ?? [];
      return after === undefined || before === undefined ? undefined : equality(after, before, tools);
    }
    case 'dead-directions':
    case 'bounded-below':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

/** By the normal form; where that does not show it, with what is given. */
function equality(left: Expression, right: Expression, { draft, equations }: Tools): Fact {
  const reduced = equalByNormalForm(left, right) ? undefined : equations.reduce(build.subtract(left, right));
  if (reduced === undefined) return draft.add('normal-form', 'equal', [left, right]);
  const zero = build.zero(left.shape);
  const rest = draft.add('normal-form', 'equal', [reduced.value, zero]);
  const difference = draft.add('equal-chain', 'equal', [build.subtract(left, right), zero], {
    premises: [reduced.fact, rest],
  });
  return draft.add('equal-combination', 'equal', [left, right], {
    premises: [difference],
    with: [build.ONE, build.ONE],
  });
}
