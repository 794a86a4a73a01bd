/** Finds why a matrix is nonsingular. */
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { isSquareShape } from '../../symbolic/shape.js';
import type { Fact } from './draft.js';
import { isStrict, type Tools } from './tools.js';

export function findRegular(A: Expression, tools: Tools): Fact | undefined {
  const { draft, form, sign, regular } = tools;
  draft.spend();
  const core = A.kind === 'transpose' ? A.argument : A;
  if (core.kind === 'symbol' && core.facts.has('orthogonal'))
    return draft.add('orthogonal', 'nonsingular', [A], { with: [core] });
  if (core.kind === 'function' && core.name === 'polar')
    return draft.add('orthogonal', 'nonsingular', [A], { with: [core] });
  const fact = form(A);
  if (fact !== undefined && isStrict(fact))
    return draft.add('nonsingular-definite', 'nonsingular', [A], { premises: [fact] });
  const flipped = form(build.negate(A));
  if (flipped !== undefined && isStrict(flipped)) {
    const other = draft.add('nonsingular-definite', 'nonsingular', flipped.of, { premises: [flipped] });
    return draft.add('nonsingular-related', 'nonsingular', [A], { premises: [other] });
  }
  if (A.kind === 'transpose') {
    const other = regular(A.argument);
    return other && draft.add('nonsingular-related', 'nonsingular', [A], { premises: [other] });
  }
  if (A.kind === 'function' && A.name === 'inv') {
    const other = regular(A.argument);
    return other && draft.add('nonsingular-related', 'nonsingular', [A], { premises: [other] });
  }
  if (A.kind === 'product') {
    const parts: Fact[] = [];
    for (const f of A.factors) {
      if (!isSquareShape(f.shape)) return undefined;
      const number = f.kind === 'number' ? build.number({ ...f.value, numerator: absolute(f.value.numerator) }) : f;
      const part = build.isScalar(f) ? sign(number) : regular(f);
      if (part === undefined || (build.isScalar(f) && !isStrict(part))) return undefined;
      parts.push(part);
    }
    return draft.add('nonsingular-product', 'nonsingular', [A], { premises: parts });
  }
  return undefined;
}

const absolute = (n: bigint): bigint => (n < 0n ? -n : n);
