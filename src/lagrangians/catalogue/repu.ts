import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { type CatalogueEntry, degreeOption, entrywise, option, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const positivePart = build.map('relu', X);

/** The k-th derivative of max(x, 0)^m/m: (m−1)(m−2)…(m−k+1) max(x, 0)^(m−k), the step where m = k, 0 where m < k. */
function derivative(m: number, k: number): Expression {
  if (m < k) return build.ZERO;
  let coefficient = 1n;
  for (let j = 1; j < k; j += 1) coefficient *= BigInt(m - j);
  const scale = k === 0 ? ratio(1, m) : ratio(coefficient);
  return build.product(scale, m === k ? build.step(X) : build.power(positivePart, m - k));
}

/** g(x) = max(x, 0)^n, L = max(x, 0)^(n+1)/(n+1); ReLU for n = 1. */
export const repu = {
  name: 'repu',
  activation: 'relu(x)^n',
  potential: 'relu(x)^(n+1)/(n+1)',
  domain: 'every real x',
  reference: 'Krotov and Hopfield 2016, Dense associative memory for pattern recognition',
  options: { n: degreeOption(2, 'the power of g') },
  define: (options) => {
    const m = Q.toDouble(option(options, 'n')) + 1;
    return entrywise([derivative(m, 0), derivative(m, 1), derivative(m, 2), derivative(m, 3), derivative(m, 4)]);
  },
  claims: (options) => {
    const n = Q.toDouble(option(options, 'n'));
    return {
      ...PLAIN_CLAIMS,
      convex: 'yes',
      smoothness: n,
      range: [0, Infinity],
      slope: [0, n === 1 ? 1 : Infinity],
      dead: [{ side: 'left', from: 0 }],
    };
  },
} as const satisfies CatalogueEntry;
