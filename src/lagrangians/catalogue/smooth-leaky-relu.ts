import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map } = build;
const erf = map('erf', product(ratio(3, 8), X));
/** exp(−9x²/64)/√π. */
const bell = product(power(build.PI, ratio(-1, 2)), map('exp', product(ratio(-9, 64), power(X, 2))));

/**
 * g(x) = x(5 + 3 erf(3x/8))/8, a smooth function between the slopes 1/4 and 1:
 * g' = (5 + 3 erf(3x/8))/8 + (9/32) x exp(−9x²/64)/√π,
 * L = 5x²/16 + (3/16)(x² − 32/9) erf(3x/8) + ½ x exp(−9x²/64)/√π.
 */
export const smoothLeakyRelu = {
  ...EVERYWHERE,
  name: 'smooth-leaky-relu',
  activation: 'x*(5 + 3*erf(3*x/8))/8',
  potential: '5*x^2/16 + 3*(x^2 - 32/9)*erf(3*x/8)/16 + x*exp(-9*x^2/64)/(2*sqrt(pi))',
  reference: 'the smooth leaky ReLU with erf of the audited paper, EX7',
  define: () =>
    entrywise([
      sum(
        product(ratio(5, 16), power(X, 2)),
        product(ratio(3, 16), sum(power(X, 2), ratio(-32, 9)), erf),
        product(build.HALF, X, bell),
      ),
      product(ratio(1, 8), X, sum(ratio(5), product(ratio(3), erf))),
      sum(product(ratio(1, 8), sum(ratio(5), product(ratio(3), erf))), product(ratio(9, 32), X, bell)),
      product(ratio(9, 32), bell, sum(ratio(2), product(ratio(-9, 32), power(X, 2)))),
      product(ratio(9, 32), bell, sum(product(ratio(-9, 8), X), product(ratio(81, 1024), power(X, 3)))),
    ]),
  // g'' = 0 at x = ±8/3, where g' = 5/8 ± (3 erf(1)/8 + 3/(4e√π)).
  claims: () => ({ ...PLAIN_CLAIMS, slope: [0.1533205, 1.0966795] }),
} as const satisfies CatalogueEntry;
