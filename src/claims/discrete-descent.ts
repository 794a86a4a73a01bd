/** Descent along Euler steps y ← y + h v(y): h = 1 is the iterated map of a memory with v(y) = F(y) − y. */
import type { Derivation } from '../derivation/derivation.js';
import type { SourceFormula } from '../design/types.js';
import * as build from '../symbolic/build.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression } from '../symbolic/expression.js';
import { mentions, substitute } from '../symbolic/rewrite.js';
import { describeShape } from '../symbolic/shape.js';
import type { Obligation } from './types.js';

export interface DiscreteDescent {
  /** E(y + h v) − E(y) ≤ 0. */
  readonly obligation: Obligation;
  /** Parts that may be undefined where the step ends, as those of the design are where it starts. */
  readonly partial: readonly Expression[];
}

/** The claim for a step size: a positive number, or a scalar of parameters. */
export function discreteDescent(d: Derivation, h: Expression, text: string): DiscreteDescent {
  const moved = new Map(
    d.states.map((x) => [x.name, build.sum(x, build.product(h, d.velocities.get(x.name) as Expression))]),
  );
  const { energy, partial } = d.design;
  return {
    obligation: {
      kind: 'sign',
      quantity: build.subtract(substitute(energy, moved), energy),
      sign: 'nonpositive',
      label: `E(y + ${text === '1' ? '' : `(${text})*`}velocity) - E(y)`,
      moved,
    },
    partial: partial.map((part) => substitute(part, moved)),
  };
}

/** Why an expression is no step size. */
export function stepProblem(d: Derivation, h: Expression, { text }: SourceFormula): ExpressionError | undefined {
  if (!build.isScalar(h))
    return new ExpressionError('shape', `a step size is a scalar, but ${text} is a ${describeShape(h.shape)}`);
  if (mentions(h, new Set(d.states.map((x) => x.name))))
    return new ExpressionError('unsupported', `a step size is the same at every state, but ${text} depends on it`);
  if (h.kind === 'number' && h.value.numerator <= 0n)
    return new ExpressionError('unsupported', `a step size is positive, but found ${text}`);
  return undefined;
}
