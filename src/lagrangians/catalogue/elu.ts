import * as build from '../../symbolic/build.js';
import type { LagrangianDefinition } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { type CatalogueEntry, entrywise, numberOption, option, PLAIN_CLAIMS, X } from '../entry.js';

const { sum, product, map, scale, step, negate } = build;
const positivePart = map('relu', X);
const negativePart = map('relu', negate(X));
/** exp(min(x, 0)). */
const decay = map('exp', negate(negativePart));

/**
 * The Lagrangian of gain·(x for x > 0, α(exp(x) − 1) for x ≤ 0):
 * ℓ = gain·(½max(x, 0)² + α(exp(m) − 1 − m)) with m = min(x, 0).
 */
export function exponentialLinear(alpha: Q.Rational, gain: Q.Rational): LagrangianDefinition {
  const bend = map('expm1', negate(negativePart));
  const curve = scale(Q.multiply(gain, alpha), product(decay, sum(build.ONE, negate(step(X)))));
  return entrywise([
    scale(gain, sum(product(build.HALF, build.power(positivePart, 2)), scale(alpha, sum(bend, negativePart)))),
    scale(gain, sum(positivePart, scale(alpha, bend))),
    scale(gain, sum(scale(alpha, decay), scale(Q.add(Q.ONE, Q.negate(alpha)), step(X)))),
    curve,
    curve,
  ]);
}

/** g(x) = x for x > 0, alpha·(exp(x) − 1) for x ≤ 0; g' is continuous exactly for alpha = 1, and L convex for alpha ≥ 0. */
export const elu = {
  name: 'elu',
  activation: 'relu(x) + alpha*expm1(-relu(-x))',
  potential: 'relu(x)^2/2 + alpha*(expm1(-relu(-x)) + relu(-x))',
  domain: 'every real x',
  reference: 'Clevert, Unterthiner and Hochreiter 2016, Exponential linear units',
  options: { alpha: numberOption(1, 'minus the limit of g on the left') },
  define: (options) => exponentialLinear(option(options, 'alpha'), Q.ONE),
  claims: (options) => {
    const alpha = Q.toDouble(option(options, 'alpha'));
    return {
      ...PLAIN_CLAIMS,
      convex: alpha > 0 ? 'strictly' : alpha === 0 ? 'yes' : 'no',
      smoothness: alpha === 1 ? 2 : 1,
      range: [Math.min(0, -alpha), Infinity],
      slope: [Math.min(0, alpha), Math.max(1, alpha)],
      dead: alpha === 0 ? [{ side: 'left', from: 0 }] : [],
      saturates: alpha === 0 ? [] : [{ side: 'left', value: -alpha }],
    };
  },
} as const satisfies CatalogueEntry;
