import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, ratio, X } from '../entry.js';

const { product, sum, map, step, negate } = build;
/** min(max(x/6 + 1/2, 0), 1), exactly 0 and 1 in the saturated parts also in floating point. */
const clipped = map('relu', sum(negate(map('relu', sum(product(ratio(-1, 6), X), ratio(1, 2)))), ratio(1)));

/** g(x) = min(max(x/6 + 1/2, 0), 1), L = g(x)(x + 3 − 3g(x)): 0 on the left, (x + 3)²/12 within, x on the right. */
export const hardSigmoid = {
  ...EVERYWHERE,
  name: 'hard-sigmoid',
  activation: 'min(max(x/6 + 1/2, 0), 1)',
  potential: 'g*(x + 3 - 3*g) with g = min(max(x/6 + 1/2, 0), 1)',
  reference: 'Howard et al. 2019, Searching for MobileNetV3',
  define: () =>
    entrywise([
      product(clipped, sum(X, product(ratio(-3), clipped), ratio(3))),
      clipped,
      product(ratio(1, 6), step(sum(X, ratio(3))), step(sum(negate(X), ratio(3)))),
      build.ZERO,
      build.ZERO,
    ]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    smoothness: 1,
    range: [0, 1],
    slope: [0, 1 / 6],
    dead: [
      { side: 'left', from: -3 },
      { side: 'right', from: 3 },
    ],
  }),
} as const satisfies CatalogueEntry;
