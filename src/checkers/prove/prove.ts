/**
 * The search for proofs. It proposes steps; only what the replay checker accepts is a proof. Where it finds nothing in
 * a short time, the claim goes on to the other checkers.
 */
import { differentiatesJumps } from '../../claims/jumps.js';
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { OutOfEffort } from '../../derivation/factorisation/effort.js';
import { commonFactors, type Factors } from '../../derivation/factorisation/factors.js';
import * as build from '../../symbolic/build.js';
import { withLimits } from '../../symbolic/effort.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { equalByNormalForm } from '../../symbolic/normal-form.js';
import { findDefined } from './defined.js';
import { Draft, type Fact } from './draft.js';
import { Equations } from './equations.js';
import { findForm } from './forms.js';
import { findRegular } from './regular.js';
import { checkSteps } from './replay/check.js';
import { expressionsOf, partsOf, targetOf } from './replay/obligation.js';
import type { ProofStep } from './replay/proof.js';
import { findSign } from './signs.js';
import { isStrict, type Tools } from './tools.js';

/** Expressions that are looked at for one claim. */
const MOST_EFFORT = 700;
const MOST_DEPTH = 40;
/** Terms of an expression that is multiplied out, and work for all normal forms of one claim. */
const LIMITS = { terms: 1500, work: 200_000 };

/** Steps that prove a claim, checked by the replay checker; undefined where none were found. */
export function findProof(d: Derivation, claim: Claim): readonly ProofStep[] | undefined {
  if (
    differentiatesJumps(claim) ||
    claim.obligations.length === 0 ||
    claim.obligations.some((o) => targetOf(o, d) === undefined)
  )
    return undefined;
  const steps = withLimits(LIMITS, () => attempt(d, claim));
  return steps !== undefined && checkSteps(steps, claim, d).accepted ? steps : undefined;
}

function attempt(d: Derivation, claim: Claim): readonly ProofStep[] | undefined {
  const draft = new Draft(d, claim, MOST_EFFORT);
  try {
    const tools = toolsFor(draft);
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

function toolsFor(draft: Draft): Tools {
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

interface Descent {
  readonly fact: Fact;
  readonly factors: Factors;
  readonly squares: readonly Fact[];
  readonly forms: readonly Fact[];
}

/**
 * −Ė = Σ z_j'Q_jj z_j with every Q_jj semi-definite. With `strict`, every Q_jj is definite, or z_j'Q_jj z_j = 0 shows
 * that the velocity is 0 since it is Q_jj z_j.
 */
function descent(minusRate: Expression, tools: Tools, strict = false): Descent | undefined {
  const { draft } = tools;
  for (const factors of commonFactors(draft.derivation, draft)) {
    const forms = factors.z.map((_, j) => tools.form(factors.Q[j]?.[j] as Expression));
    if (!forms.every((f) => f !== undefined)) continue;
    if (strict && !forms.every((f, j) => isStrict(f) || isVelocity(factors, j))) continue;
    const squares = factors.z.map((z, j) => {
      const Q = forms[j] as Fact;
      const form = build.product(build.transpose(z), Q.of[0] as Expression, z);
      return draft.add('quadratic', 'nonnegative', [form], { premises: [Q], with: [z] });
    });
    const fact = draft.join('sign-sum', minusRate, squares);
    return { fact, factors, squares, forms };
  }
  return undefined;
}

/** Whether v_j = Q_jj z_j with a symmetric Q_jj, and no other velocity has to do with z_j. */
function isVelocity({ z, N, Q }: Factors, j: number): boolean {
  const own = Q[j]?.[j] as Expression;
  return (
    build.isVector(z[j] as Expression) &&
    N.every((row, i) => (i === j ? equalByNormalForm(row[j] as Expression, own) : isZeroMatrix(row[j]))) &&
    (N[j] ?? []).every((x, k) => k === j || isZeroMatrix(x)) &&
    equalByNormalForm(own, build.transpose(own))
  );
}

/** Wherever the rate, the gradient or the velocity is 0, the velocity or the gradient is. */
function vanishing(o: Obligation & { kind: 'zero-implies' }, tools: Tools): Fact | undefined {
  const d = tools.draft.derivation;
  if (o.then === d.velocity && o.zero === d.rate) return fromRate(tools);
  const isGradient = o.zero === d.gradient && o.then === d.velocity;
  const isVelocity = o.zero === d.velocity && o.then === d.gradient;
  if (!isGradient && !isVelocity) return undefined;
  for (const { z, M, N } of commonFactors(d, tools.draft)) {
    const [from, to] = isGradient ? [M, N] : [N, M];
    const vectors = isGradient ? d.gradients : d.velocities;
    const others = isGradient ? d.velocities : d.gradients;
    const found = through(o, [...vectors.values()], [...others.values()], z, from, to, isGradient, tools);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isZeroMatrix = (A: Expression | undefined): boolean => A !== undefined && build.isZero(A);

/** a_i = ∓A_i z_i with A_i nonsingular, hence z = 0, hence b_i = Σ ±B_ij z_j = 0. */
function through(
  o: Obligation & { kind: 'zero-implies' },
  a: readonly Expression[],
  b: readonly Expression[],
  z: readonly Expression[],
  A: readonly (readonly Expression[])[],
  B: readonly (readonly Expression[])[],
  isGradient: boolean,
  tools: Tools,
): Fact | undefined {
  const { draft } = tools;
  const zeros: Fact[] = [];
  for (const [i, vector] of a.entries()) {
    if (!(A[i] ?? []).every((x, j) => j === i || isZeroMatrix(x))) return undefined;
    const own = A[i]?.[i] as Expression;
    const regular = tools.regular(own);
    if (regular === undefined) return undefined;
    const signed = isGradient
      ? draft.add('nonsingular-related', 'nonsingular', [build.negate(own)], { premises: [regular] })
      : regular;
    const block = partOf(o.zero, a, i, tools);
    const zero = draft.add('zero-factor', 'implies', [vector, z[i] as Expression], { premises: [signed] });
    zeros.push(
      block === undefined
        ? zero
        : draft.add('zero-chain', 'implies', [o.zero, z[i] as Expression], { premises: [block, zero] }),
    );
  }
  return combined(o, b, B, isGradient, zeros, tools);
}

/** The step from the stack of all states to one of its blocks; none where there is one state only. */
function partOf(stack: Expression, parts: readonly Expression[], i: number, { draft }: Tools): Fact | undefined {
  return parts.length === 1
    ? undefined
    : draft.add('zero-block', 'implies', [stack, parts[i] as Expression], { with: parts, index: i });
}

/** From z_j = 0 for all j to b_i = Σ ±B_ij z_j = 0 for all i. */
function combined(
  o: Obligation & { kind: 'zero-implies' },
  b: readonly Expression[],
  B: readonly (readonly Expression[])[],
  isPositive: boolean,
  zeros: readonly Fact[],
  { draft }: Tools,
): Fact | undefined {
  const parts = b.map((vector, i) => {
    const used = zeros.flatMap((fact, j) => {
      const factor = B[i]?.[j] as Expression;
      return isZeroMatrix(factor) ? [] : [{ fact, factor: isPositive ? factor : build.negate(factor) }];
    });
    const [first] = zeros as [Fact];
    if (used.length === 0)
      return draft.add('zero-combination', 'implies', [o.zero, vector], {
        premises: [first],
        with: [build.zero({ rows: vector.shape.rows, columns: (first.of[1] as Expression).shape.rows })],
      });
    return draft.add('zero-combination', 'implies', [o.zero, vector], {
      premises: used.map((u) => u.fact),
      with: used.map((u) => u.factor),
    });
  });
  const [only, ...more] = parts as [Fact];
  return more.length === 0 ? only : draft.add('zero-blocks', 'implies', [o.zero, o.then], { premises: parts });
}

/** Ė = 0 makes every z_j'Q_jj z_j = 0, and with Q_jj definite every z_j = 0. */
function fromRate(tools: Tools): Fact | undefined {
  const { draft } = tools;
  const d = draft.derivation;
  const minusRate = build.negate(d.rate);
  const found = descent(minusRate, tools, true);
  if (found === undefined) return undefined;
  const turned = draft.add('zero-multiple', 'implies', [d.rate, minusRate], { with: [build.number(-1)] });
  const zeros = found.factors.z.map((z, j) => {
    const square = found.squares[j] as Fact;
    const part = draft.add('zero-sum', 'implies', [minusRate, square.of[0] as Expression], {
      premises: found.squares,
    });
    const form = found.forms[j] as Fact;
    const end = isStrict(form) ? z : build.product(form.of[0] as Expression, z);
    const zero = isStrict(form)
      ? draft.add('zero-quadratic', 'implies', [square.of[0] as Expression, z], { premises: [form] })
      : draft.add('zero-semidefinite', 'implies', [square.of[0] as Expression, end], { premises: [form], with: [z] });
    return draft.add('zero-chain', 'implies', [d.rate, end], { premises: [turned, part, zero] });
  });
  // Where only Q_jj z_j is known to be 0, the velocity is that vector itself.
  const N = found.factors.N.map((row, i) =>
    row.map((x, j) => (i === j && !isStrict(found.forms[j] as Fact) ? build.identity(x.shape.rows) : x)),
  );
  const o: Obligation & { kind: 'zero-implies' } = {
    kind: 'zero-implies',
    zero: d.rate,
    zeroLabel: 'rate',
    then: d.velocity,
    thenLabel: 'the velocity',
  };
  return combined(o, [...d.velocities.values()], N, true, zeros, tools);
}
