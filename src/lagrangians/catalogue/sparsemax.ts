import * as build from '../../symbolic/build.js';
import { matrixShape } from '../../symbolic/shape.js';
import { type CatalogueEntry, PLAIN_CLAIMS, ratio, XV } from '../entry.js';

const { product, sum, negate, diag, dot, transpose, apply, reciprocal, sumEntries, zero } = build;
const p = apply('sparsemax', XV);
const support = apply('sparsemax_support', XV);

/**
 * g(x) = the point of the probability simplex that is nearest to x, L = x'g − ½g'g;
 * Λ = diag(s) − ss'/(1's) with s the indicator of the support of g.
 */
export const sparsemax = {
  name: 'sparsemax',
  activation: 'sparsemax(x)',
  potential: "x'*sparsemax(x) - sparsemax(x)'*sparsemax(x)/2",
  domain: 'every real vector x',
  reference: 'Martins and Astudillo 2016, From softmax to sparsemax',
  options: {},
  define: () => ({
    kind: 'vector',
    potential: sum(dot(XV, p), product(ratio(-1, 2), dot(p, p))),
    gradient: p,
    hessian: sum(diag(support), negate(product(reciprocal(sumEntries(support)), support, transpose(support)))),
    third: zero(matrixShape(XV.shape.rows, XV.shape.rows)),
  }),
  claims: () => ({
    ...PLAIN_CLAIMS,
    convex: 'yes',
    smoothness: 1,
    range: [0, 1],
    slope: [0, 1],
    shiftInvariant: true,
  }),
} as const satisfies CatalogueEntry;
