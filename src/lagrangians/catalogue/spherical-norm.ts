import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import { AV, type CatalogueEntry, option, PLAIN_CLAIMS, positiveOption, ratio, XV } from '../entry.js';

const { product, sum, negate, dot, transpose, power } = build;
const identity = build.identity(XV.shape.rows);

/**
 * g(x) = x/r with r = √(x'x + epsilon), L = r, Λ = I/r − xx'/r³;
 * dΛ along a is −δI/r³ − (ax' + xa')/r³ + 3δxx'/r⁵ with δ = x'a.
 */
export const sphericalNorm = {
  name: 'spherical-norm',
  activation: "x/sqrt(x'*x + epsilon)",
  potential: "sqrt(x'*x + epsilon)",
  domain: 'every real vector x',
  reference: 'Krotov 2021, Hierarchical associative memory',
  options: { epsilon: positiveOption(1e-5, 'what is added to the squared length') },
  define: (options) => {
    const square = sum(dot(XV, XV), build.number(option(options, 'epsilon')));
    const inverse = (exponent: number): Expression => power(square, ratio(-exponent, 2));
    const delta = dot(XV, AV);
    return {
      kind: 'vector',
      potential: build.sqrt(square),
      gradient: product(inverse(1), XV),
      hessian: sum(product(inverse(1), identity), negate(product(inverse(3), XV, transpose(XV)))),
      third: sum(
        negate(product(delta, inverse(3), identity)),
        negate(product(inverse(3), sum(product(AV, transpose(XV)), product(XV, transpose(AV))))),
        product(ratio(3), delta, inverse(5), XV, transpose(XV)),
      ),
    };
  },
  claims: (options) => ({
    ...PLAIN_CLAIMS,
    range: [-1, 1],
    slope: [0, 1 / Math.sqrt(Q.toDouble(option(options, 'epsilon')))],
  }),
} as const satisfies CatalogueEntry;
