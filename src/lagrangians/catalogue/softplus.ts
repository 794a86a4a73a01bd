import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, map, negate } = build;
const sigmoidX = map('sigmoid', X);
const slope = product(sigmoidX, map('sigmoid', negate(X)));

/** g(x) = log(1 + exp(x)), L = −Li₂(−exp(x)), the integral of g from −∞. */
export const softplus = {
  ...EVERYWHERE,
  name: 'softplus',
  activation: 'softplus(x)',
  potential: 'softplus_integral(x)',
  reference: 'Dugas et al. 2001, Incorporating second-order functional knowledge for better option pricing',
  define: () =>
    entrywise([
      map('softplus_integral', X),
      map('softplus', X),
      sigmoidX,
      slope,
      negate(product(slope, map('tanh', product(ratio(1, 2), X)))),
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    range: [0, Infinity],
    slope: [0, 1],
    saturates: [{ side: 'left', value: 0 }],
  }),
} as const satisfies CatalogueEntry;
