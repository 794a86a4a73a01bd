import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map, negate } = build;
const sigmoidX = map('sigmoid', X);
const slope = product(sigmoidX, map('sigmoid', negate(X)));
/** σ(x) − σ(−x) = tanh(x/2). */
const balance = map('tanh', product(ratio(1, 2), X));

/** g(x) = σ(x) = 1/(1 + exp(−x)), L = log(1 + exp(x)). */
export const sigmoid = {
  ...EVERYWHERE,
  name: 'sigmoid',
  activation: 'sigmoid(x)',
  potential: 'softplus(x)',
  reference: 'Hopfield 1984, Neurons with graded response',
  define: () =>
    entrywise([
      map('softplus', X),
      sigmoidX,
      slope,
      negate(product(slope, balance)),
      product(slope, sum(power(balance, 2), product(ratio(-2), slope))),
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    range: [0, 1],
    slope: [0, 0.25],
    saturates: [
      { side: 'left', value: 0 },
      { side: 'right', value: 1 },
    ],
  }),
} as const satisfies CatalogueEntry;
