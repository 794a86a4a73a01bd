import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map } = build;
const square = power(X, 2);
const bell = map('exp', build.negate(square));

/** g(x) = exp(−x²), L = (√π/2) erf(x); not convex. */
export const gaussian = {
  ...EVERYWHERE,
  name: 'gaussian',
  activation: 'exp(-x^2)',
  potential: 'sqrt(pi)/2*erf(x)',
  reference: 'radial basis functions: Broomhead and Lowe 1988',
  define: () =>
    entrywise([
      product(build.HALF, build.sqrt(build.PI), map('erf', X)),
      bell,
      product(ratio(-2), X, bell),
      product(sum(product(ratio(4), square), ratio(-2)), bell),
      product(sum(product(ratio(12), X), product(ratio(-8), power(X, 3))), bell),
    ]),
  // |g'| is largest at x = ±1/√2, where it is √(2/e).
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'no',
    range: [0, 1],
    slope: [-0.857764, 0.857764],
    saturates: [
      { side: 'left', value: 0 },
      { side: 'right', value: 0 },
    ],
  }),
} as const satisfies CatalogueEntry;
