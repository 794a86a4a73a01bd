import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map } = build;
const square = power(X, 2);
/** Φ(x) = (1 + erf(x/√2))/2. */
const cumulative = product(build.HALF, sum(map('erf', product(power(ratio(2), ratio(-1, 2)), X)), build.ONE));
/** φ(x) = exp(−x²/2)/√(2π). */
const density = product(power(product(ratio(2), build.PI), ratio(-1, 2)), map('exp', product(ratio(-1, 2), square)));

/** g(x) = x Φ(x), Φ the normal distribution function, L = ½((x² − 1)Φ(x) + xφ(x)); not convex. */
export const gelu = {
  ...EVERYWHERE,
  name: 'gelu',
  activation: 'x*(1 + erf(x/sqrt(2)))/2',
  potential: '((x^2 - 1)*(1 + erf(x/sqrt(2)))/2 + x*exp(-x^2/2)/sqrt(2*pi))/2',
  reference: 'Hendrycks and Gimpel 2016, Gaussian error linear units',
  define: () =>
    entrywise([
      product(build.HALF, sum(product(sum(square, ratio(-1)), cumulative), product(X, density))),
      product(X, cumulative),
      sum(cumulative, product(X, density)),
      product(density, sum(ratio(2), build.negate(square))),
      product(density, sum(power(X, 3), product(ratio(-4), X))),
    ]),
  // g' has its extremes where g'' = 0, at x = ±√2; g its minimum at x ≈ −0.7518.
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'no',
    range: [-0.16998, Infinity],
    slope: [-0.12905, 1.12905],
    saturates: [{ side: 'left', value: 0 }],
  }),
} as const satisfies CatalogueEntry;
