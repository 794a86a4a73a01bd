import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { type CatalogueEntry, degreeOption, entrywise, option, PLAIN_CLAIMS, ratio, X } from '../entry.js';

/** The k-th derivative of x^m/m, k ≤ 4. */
function derivative(m: number, k: number): Expression {
  if (m < k) return build.ZERO;
  let coefficient = 1n;
  for (let j = 1; j < k; j += 1) coefficient *= BigInt(m - j);
  return build.product(k === 0 ? ratio(1, m) : ratio(coefficient), build.power(X, m - k));
}

/** g(x) = x^n, L = x^(n+1)/(n+1); convex exactly for odd n. */
export const power = {
  name: 'power',
  activation: 'x^n',
  potential: 'x^(n+1)/(n+1)',
  domain: 'every real x',
  reference: 'Krotov and Hopfield 2016, Dense associative memory for pattern recognition',
  options: { n: degreeOption(3, 'the power of g') },
  define: (options) => {
    const m = Q.toDouble(option(options, 'n')) + 1;
    return entrywise([derivative(m, 0), derivative(m, 1), derivative(m, 2), derivative(m, 3), derivative(m, 4)]);
  },
  claims: (options) => {
    const n = Q.toDouble(option(options, 'n'));
    const odd = n % 2 === 1;
    return {
      ...PLAIN_CLAIMS,
      convex: odd ? 'strictly' : 'no',
      range: [odd ? -Infinity : 0, Infinity],
      slope: n === 1 ? [1, 1] : [odd ? 0 : -Infinity, Infinity],
    };
  },
} as const satisfies CatalogueEntry;
