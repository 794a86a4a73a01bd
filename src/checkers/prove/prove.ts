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
  for (const isThorough of [false, true]) {
    const steps = withLimits(LIMITS, () => attempt(d, claim, isThorough));
    if (steps !== undefined && checkSteps(steps, claim, d).accepted) return steps;
  }
  return undefined;
}

function attempt(d: Derivation, claim: Claim, isThorough: boolean): readonly ProofStep[] | undefined {
  const draft = new Draft(d, claim, MOST_EFFORT);
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
    const [from, to] = isGradient ? [negated(M), N] : [N, negated(M)];
    const vectors = isGradient ? d.gradients : d.velocities;
    const zeros = eliminated(o.zero, [...vectors.values()], z, from, tools);
    if (zeros === undefined) continue;
    const others = isGradient ? d.velocities : d.gradients;
    return combined(o.zero, o.then, [...others.values()], to, zeros, tools);
  }
  return isVelocity ? throughRate(o, tools) : undefined;
}

const isZeroMatrix = (A: Expression | undefined): boolean => A !== undefined && build.isZero(A);
const negated = (A: Factors['M']): Factors['M'] => A.map((row) => row.map(build.negate));

/**
 * From a_i = Σ A_ij z_j = 0 for all i: every z_j is 0, where one after the other is the only one left in some equation,
 * with a nonsingular A_ij.
 */
function eliminated(
  zero: Expression,
  a: readonly Expression[],
  z: readonly Expression[],
  A: Factors['M'],
  tools: Tools,
): Fact[] | undefined {
  const { draft } = tools;
  const known = new Map<number, Fact>();
  for (let found = true; found && known.size < z.length; ) {
    found = false;
    for (const [i, row] of A.entries()) {
      const open = row.flatMap((x, j) => (isZeroMatrix(x) || known.has(j) ? [] : [j]));
      const [j, ...more] = open;
      if (j === undefined || more.length > 0) continue;
      const own = row[j] as Expression;
      const regular = tools.regular(own);
      if (regular === undefined) continue;
      const target = z[j] as Expression;
      const rest = row.flatMap((x, k) => (k === j || isZeroMatrix(x) ? [] : [k]));
      const links = rest.map((k) => known.get(k) as Fact);
      const vector = a[i] as Expression;
      const block = partOf(zero, a, i, tools);
      const alone =
        links.length === 0
          ? vector
          : build.subtract(
              vector,
              build.sum(...rest.map((k) => build.product(row[k] as Expression, z[k] as Expression))),
            );
      const factor = draft.add('zero-factor', 'implies', [alone, target], { premises: [regular] });
      known.set(
        j,
        linked(
          zero,
          vector,
          alone,
          block,
          links,
          rest.map((k) => row[k] as Expression),
          factor,
          tools,
        ),
      );
      found = true;
    }
  }
  return known.size < z.length ? undefined : z.map((_, j) => known.get(j) as Fact);
}

/** From the stack to z_j, through its i-th block and what is known to vanish with it. */
function linked(
  zero: Expression,
  vector: Expression,
  alone: Expression,
  block: Fact | undefined,
  links: readonly Fact[],
  factors: readonly Expression[],
  last: Fact,
  { draft }: Tools,
): Fact {
  const target = last.of[1] as Expression;
  if (links.length === 0)
    return block === undefined ? last : draft.add('zero-chain', 'implies', [zero, target], { premises: [block, last] });
  const own = build.identity(vector.shape.rows);
  const first = block ?? draft.add('zero-multiple', 'implies', [zero, vector], { with: [own] });
  const difference = draft.add('zero-combination', 'implies', [zero, alone], {
    premises: [first, ...links],
    with: [own, ...factors.map(build.negate)],
  });
  return draft.add('zero-chain', 'implies', [zero, target], { premises: [difference, last] });
}

/** The step from the stack of all states to one of its blocks; none where there is one state only. */
function partOf(stack: Expression, parts: readonly Expression[], i: number, { draft }: Tools): Fact | undefined {
  return parts.length === 1
    ? undefined
    : draft.add('zero-block', 'implies', [stack, parts[i] as Expression], { with: parts, index: i });
}

/** From z_j = 0 for all j to b_i = Σ B_ij z_j = 0 for all i. */
function combined(
  zero: Expression,
  then: Expression,
  b: readonly Expression[],
  B: Factors['M'],
  zeros: readonly Fact[],
  { draft }: Tools,
): Fact | undefined {
  const parts = b.map((vector, i) => {
    const used = zeros.flatMap((fact, j) => {
      const factor = B[i]?.[j] as Expression;
      return isZeroMatrix(factor) ? [] : [{ fact, factor }];
    });
    const [first] = zeros as [Fact];
    if (used.length === 0)
      return draft.add('zero-combination', 'implies', [zero, vector], {
        premises: [first],
        with: [build.zero({ rows: vector.shape.rows, columns: (first.of[1] as Expression).shape.rows })],
      });
    return draft.add('zero-combination', 'implies', [zero, vector], {
      premises: used.map((u) => u.fact),
      with: used.map((u) => u.factor),
    });
  });
  const [only, ...more] = parts as [Fact];
  return more.length === 0 ? only : draft.add('zero-blocks', 'implies', [zero, then], { premises: parts });
}

/** Where the velocity is 0, Ė = Σ ∇E_i'v_i is, and with it what Ė = 0 forces to be 0: the z_j of the gradient. */
function throughRate(o: Obligation & { kind: 'zero-implies' }, tools: Tools): Fact | undefined {
  const { draft } = tools;
  const d = draft.derivation;
  const zeros = zerosOfRate(tools, true);
  if (zeros === undefined) return undefined;
  const [velocities, gradients] = [[...d.velocities.values()], [...d.gradients.values()]];
  const blocks = velocities.map(
    (v, i) =>
      partOf(o.zero, velocities, i, tools) ??
      draft.add('zero-multiple', 'implies', [o.zero, v], { with: [build.identity(v.shape.rows)] }),
  );
  const rate = draft.add('zero-combination', 'implies', [o.zero, d.rate], {
    premises: blocks,
    with: gradients.map(build.transpose),
  });
  const links = zeros.facts.map((fact) =>
    draft.add('zero-chain', 'implies', [o.zero, fact.of[1] as Expression], { premises: [rate, fact] }),
  );
  return combined(o.zero, o.then, gradients, negated(zeros.factors.M), links, tools);
}

/** Ė = 0 makes every z_j'Q_jj z_j = 0, and with Q_jj definite every z_j = 0. */
function fromRate(tools: Tools): Fact | undefined {
  const d = tools.draft.derivation;
  const found = zerosOfRate(tools, false);
  if (found === undefined) return undefined;
  const { factors, forms, facts } = found;
  // Where only Q_jj z_j is known to be 0, the velocity is that vector itself.
  const N = factors.N.map((row, i) =>
    row.map((x, j) => (i === j && !isStrict(forms[j] as Fact) ? build.identity(x.shape.rows) : x)),
  );
  return combined(d.rate, d.velocity, [...d.velocities.values()], N, facts, tools);
}

/** What vanishes with Ė: every z_j, or with `definite` false also Q_jj z_j where that is the velocity. */
function zerosOfRate(tools: Tools, definite: boolean): (Descent & { readonly facts: readonly Fact[] }) | undefined {
  const { draft } = tools;
  const d = draft.derivation;
  const minusRate = build.negate(d.rate);
  const found = descent(minusRate, tools, true);
  if (found === undefined || (definite && !found.forms.every(isStrict))) return undefined;
  const turned = draft.add('zero-multiple', 'implies', [d.rate, minusRate], { with: [build.number(-1)] });
  const facts = found.factors.z.map((z, j) => {
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
  return { ...found, facts };
}
