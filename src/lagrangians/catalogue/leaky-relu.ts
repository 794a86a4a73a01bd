import * as build from '../../symbolic/build.js';
import * as Q from '../../symbolic/rational.js';
import { type CatalogueEntry, entrywise, numberOption, option, PLAIN_CLAIMS, X } from '../entry.js';

const positivePart = build.map('relu', X);

/**
 * g(x) = x for x > 0, slope·x for x ≤ 0, written slope·x + (1 − slope) max(x, 0); L = ½slope·x² + ½(1 − slope) max(x, 0)².
 * With a negative slope g falls on the left, as |x| does for −1, and L is not convex.
 */
export const leakyRelu = {
  name: 'leaky-relu',
  activation: 'slope*x + (1 - slope)*relu(x)',
  potential: 'slope*x^2/2 + (1 - slope)*relu(x)^2/2',
  domain: 'every real x',
  reference: 'Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models',
  options: { slope: numberOption(0.01, 'the slope of g on the left') },
  define: (options) => {
    const slope = option(options, 'slope');
    const rest = Q.add(Q.ONE, Q.negate(slope));
    return entrywise([
      build.scale(
        Q.rational(1, 2),
        build.sum(build.scale(slope, build.power(X, 2)), build.scale(rest, build.power(positivePart, 2))),
      ),
      build.sum(build.scale(slope, X), build.scale(rest, positivePart)),
      build.sum(build.number(slope), build.scale(rest, build.step(X))),
      build.ZERO,
      build.ZERO,
    ]);
  },
  claims: (options) => {
    const slope = Q.toDouble(option(options, 'slope'));
    return {
      ...PLAIN_CLAIMS,
      convex: slope > 0 ? 'strictly' : slope === 0 ? 'yes' : 'no',
      smoothness: slope === 1 ? Infinity : 1,
      range: [slope > 0 ? -Infinity : 0, Infinity],
      slope: [Math.min(slope, 1), Math.max(slope, 1)],
      dead: slope === 0 ? [{ side: 'left', from: 0 }] : [],
    };
  },
} as const satisfies CatalogueEntry;
