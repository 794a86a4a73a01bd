import * as Q from '../../symbolic/rational.js';
import { type CatalogueEntry, EVERYWHERE, PLAIN_CLAIMS } from '../entry.js';
import { exponentialLinear } from './elu.js';

const ALPHA = '1.6732632423543772';
const GAIN = '1.0507009873554805';

/** g(x) = λ·(x for x > 0, α(exp(x) − 1) for x ≤ 0) with the fixed λ, α that keep mean 0 and variance 1. */
export const selu = {
  ...EVERYWHERE,
  name: 'selu',
  activation: `${GAIN}*(relu(x) + ${ALPHA}*expm1(-relu(-x)))`,
  potential: `${GAIN}*(relu(x)^2/2 + ${ALPHA}*(expm1(-relu(-x)) + relu(-x)))`,
  reference: 'Klambauer et al. 2017, Self-normalizing neural networks',
  define: () => exponentialLinear(Q.fromDecimal(ALPHA), Q.fromDecimal(GAIN)),
  claims: () => ({
    ...PLAIN_CLAIMS,
    smoothness: 1,
    range: [-1.7580993408473766, Infinity],
    slope: [0, 1.758099340847377],
    saturates: [{ side: 'left', value: -1.7580993408473768 }],
  }),
} as const satisfies CatalogueEntry;
