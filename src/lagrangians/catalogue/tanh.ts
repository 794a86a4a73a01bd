import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, subtract, power, map } = build;
const tanhX = map('tanh', X);
/** 1 − tanh² x, which shares the costly tanh x with g. */
const slope = subtract(ratio(1), power(tanhX, 2));

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
      product(slope, subtract(product(ratio(6), power(tanhX, 2)), ratio(2))),
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
