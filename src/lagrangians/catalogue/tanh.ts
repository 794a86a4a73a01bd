import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, power, map } = build;
const tanhX = map('tanh', X);
const twice = product(ratio(2), X);
/** 1 − tanh² x = 4σ(2x)σ(−2x), without cancellation far out. */
const slope = product(ratio(4), map('sigmoid', twice), map('sigmoid', build.negate(twice)));

/** g(x) = tanh x, L = log cosh x. */
export const tanh = {
  ...EVERYWHERE,
  name: 'tanh',
  activation: 'tanh(x)',
  potential: 'log(cosh(x))',
  reference: 'Hopfield 1984, Neurons with graded response',
  define: () =>
    entrywise([
      map('logcosh', X),
      tanhX,
      slope,
      product(ratio(-2), tanhX, slope),
      product(slope, sum(product(ratio(4), power(tanhX, 2)), product(ratio(-2), slope))),
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    range: [-1, 1],
    slope: [0, 1],
    saturates: [
      { side: 'left', value: -1 },
      { side: 'right', value: 1 },
    ],
  }),
} as const satisfies CatalogueEntry;
