import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map, negate } = build;
const sigmoidX = map('sigmoid', X);
const s = product(sigmoidX, map('sigmoid', negate(X)));
/** tanh(x/2); s = σ(x)σ(−x) has s' = −s·t, and t' = 2s. */
const t = map('tanh', product(ratio(1, 2), X));

/** g(x) = x σ(x), L = x·softplus(x) + Li₂(−exp(x)); not convex. */
export const silu = {
  ...EVERYWHERE,
  name: 'silu',
  activation: 'x*sigmoid(x)',
  potential: 'x*softplus(x) - softplus_integral(x)',
  reference: 'Elfwing, Uchibe and Doya 2018, Sigmoid-weighted linear units',
  define: () =>
    entrywise([
      sum(product(X, map('softplus', X)), negate(map('softplus_integral', X))),
      product(X, sigmoidX),
      sum(sigmoidX, product(X, s)),
      product(s, sum(ratio(2), negate(product(X, t)))),
      product(s, sum(product(ratio(-3), t), product(X, power(t, 2)), product(ratio(-2), X, s))),
    ]),
  // g' has its extremes where x tanh(x/2) = 2, at x ≈ ±2.3994; g its minimum at x ≈ −1.2785.
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'no',
    range: [-0.27847, Infinity],
    slope: [-0.09984, 1.09984],
    saturates: [{ side: 'left', value: 0 }],
  }),
} as const satisfies CatalogueEntry;
