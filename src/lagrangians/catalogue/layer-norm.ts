import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { mean, onesLike } from '../../symbolic/functions.js';
import * as Q from '../../symbolic/rational.js';
import { AV, type CatalogueEntry, option, PLAIN_CLAIMS, positiveOption, ratio, XV } from '../entry.js';

const { product, sum, negate, dot, transpose, power, reciprocal, sizeNumber } = build;
const size = sizeNumber(XV.shape.rows);
const centred = (v: Expression): Expression => sum(v, negate(product(mean(v), onesLike(v))));
/** I − 11'/n. */
const centring = sum(
  build.identity(XV.shape.rows),
  negate(product(reciprocal(size), onesLike(XV), transpose(onesLike(XV)))),
);

/**
 * g(x) = c/r with c = x − mean(x), r = √(c'c/n + epsilon), L = n·r, Λ = C/r − cc'/(n r³) with C = I − 11'/n;
 * dΛ along a is −δC/r³ − (ec' + ce')/(n r³) + 3δcc'/(n r⁵) with e = Ca, δ = c'e/n.
 */
export const layerNorm = {
  name: 'layer-norm',
  activation: '(x - mean(x))/sqrt(mean((x - mean(x)).^2) + epsilon)',
  potential: 'n*sqrt(mean((x - mean(x)).^2) + epsilon)',
  domain: 'every real vector x',
  reference: 'Ba, Kiros and Hinton 2016, Layer normalization',
  options: { epsilon: positiveOption(1e-5, 'what is added to the variance') },
  define: (options) => {
    const c = centred(XV);
    const e = centred(AV);
    const square = sum(product(reciprocal(size), dot(c, c)), build.number(option(options, 'epsilon')));
    const inverse = (exponent: number): Expression => power(square, ratio(-exponent, 2));
    const delta = product(reciprocal(size), dot(c, e));
    return {
      kind: 'vector',
      potential: product(size, build.sqrt(square)),
      gradient: product(inverse(1), c),
      hessian: sum(product(inverse(1), centring), negate(product(reciprocal(size), inverse(3), c, transpose(c)))),
      third: sum(
        negate(product(delta, inverse(3), centring)),
        negate(product(reciprocal(size), inverse(3), sum(product(e, transpose(c)), product(c, transpose(e))))),
        product(ratio(3), delta, reciprocal(size), inverse(5), c, transpose(c)),
      ),
    };
  },
  claims: (options) => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    // An entry of g is below √n in size, so it has no bound that holds for every n.
    slope: [0, 1 / Math.sqrt(Q.toDouble(option(options, 'epsilon')))],
    shiftInvariant: true,
  }),
} as const satisfies CatalogueEntry;
