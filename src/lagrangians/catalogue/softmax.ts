import * as build from '../../symbolic/build.js';
import * as Q from '../../symbolic/rational.js';
import { AV, type CatalogueEntry, option, PLAIN_CLAIMS, positiveOption, XV } from '../entry.js';

const { product, sum, negate, hadamard, diag, dot, transpose, scale, apply } = build;

/**
 * g(x) = softmax(beta·x), L = log Σ exp(beta·x_i)/beta, Λ = beta(diag(g) − gg');
 * dΛ along a is beta(diag(q) − qg' − gq') with q = Λa.
 */
export const softmax = {
  name: 'softmax',
  activation: 'softmax(beta*x)',
  potential: 'logsumexp(beta*x)/beta',
  domain: 'every real vector x',
  reference: 'Ramsauer et al. 2021, Hopfield networks is all you need',
  options: { beta: positiveOption(1, 'the inverse temperature') },
  define: (options) => {
    const beta = option(options, 'beta');
    const p = apply('softmax', scale(beta, XV));
    const q = scale(beta, sum(hadamard(p, AV), negate(product(dot(p, AV), p))));
    return {
      kind: 'vector',
      potential: scale(Q.reciprocal(beta), apply('logsumexp', scale(beta, XV))),
      gradient: p,
      hessian: scale(beta, sum(diag(p), negate(product(p, transpose(p))))),
      third: scale(beta, sum(diag(q), negate(product(q, transpose(p))), negate(product(p, transpose(q))))),
    };
  },
  claims: (options) => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    range: [0, 1],
    slope: [0, Q.toDouble(option(options, 'beta')) / 2],
    shiftInvariant: true,
  }),
} as const satisfies CatalogueEntry;
