import * as build from '../../symbolic/build.js';
import { type CatalogueEntry, entrywise, EVERYWHERE, PLAIN_CLAIMS, X } from '../entry.js';

const exponential = build.map('exp', X);

/** g(x) = L(x) = exp(x). */
export const exp = {
  ...EVERYWHERE,
  name: 'exp',
  activation: 'exp(x)',
  potential: 'exp(x)',
  reference: 'Demircigil et al. 2017, On a model of associative memory with huge storage capacity',
  define: () => entrywise([exponential, exponential, exponential, exponential, exponential]),
  claims: () => ({
    ...PLAIN_CLAIMS,
    range: [0, Infinity],
    slope: [0, Infinity],
    saturates: [{ side: 'left', value: 0 }],
  }),
} as const satisfies CatalogueEntry;
