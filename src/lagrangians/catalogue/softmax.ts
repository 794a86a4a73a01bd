import * as build from '../../symbolic/build.js';
import * as Q from '../../symbolic/rational.js';
import { AV, type CatalogueEntry, nonzeroOption, option, PLAIN_CLAIMS, XV } from '../entry.js';

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
  options: { beta: nonzeroOption(1, 'the inverse temperature; L is concave where it is negative') },
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
  claims: (options) => {
    const half = Q.toDouble(option(options, 'beta')) / 2;
    return {
      ...PLAIN_CLAIMS,
      convex: half > 0 ? 'yes' : 'no',
      range: [0, 1],
      // The largest eigenvalue of diag(g) − gg' is ½, at g = (½, ½).
      slope: [Math.min(0, half), Math.max(0, half)],
      shiftInvariant: true,
    };
  },
} as const satisfies CatalogueEntry;
