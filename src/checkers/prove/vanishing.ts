/** Finds why one vector is 0 wherever another is: rate, gradient and velocity. */
import type { Obligation } from '../../claims/types.js';
import { commonFactors, type Factors } from '../../derivation/factorisation/factors.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { type Descent, descent, isZeroMatrix } from './descent.js';
import type { Fact } from './draft.js';
import { isStrict, type Tools } from './tools.js';

/** Wherever the rate, the gradient or the velocity is 0, the velocity or the gradient is. */
export function vanishing(o: Obligation & { kind: 'zero-implies' }, tools: Tools): Fact | undefined {
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
