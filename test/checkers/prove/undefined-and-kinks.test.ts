import { describe, expect, it } from 'vitest';
import type { DesignInput } from '../../../src/design/define.js';
import { provedIds, small } from './support.js';

type Input = Omit<DesignInput, 'name' | 'dimensions' | 'state'> & Partial<DesignInput>;

const REST = ['descent', 'strict-descent', 'stationary-points'] as const;
const still = { velocity: { y: '-y' }, energy: "1/2*y'*y" } as const;

/** Claims that are false, or about formulas without a value somewhere. */
const NOT_PROVED: readonly (readonly [string, Input])[] = [
  [
    'an activation that is undefined',
    {
      lagrangians: { L: { activation: 'x + 0*log(x)', gradient: 'g', hessian: 'H' } },
      velocity: { y: '-g(y)' },
      energy: 'L(y)',
      claims: ['convex', 'gradient', ...REST],
    },
  ],
  [
    'a Lagrangian that is undefined',
    {
      lagrangians: { L: { formula: '1/2*sum(x.^2) + 0*log(sum(x))', gradient: 'g', hessian: 'H' } },
      velocity: { y: '-g(y)' },
      energy: 'L(y)',
      claims: ['convex', 'gradient', ...REST, { nonnegative: 'L(y)' }, { psd: 'H(y)' }, { equal: ['g(y)', 'y'] }],
    },
  ],
  [
    'convexity of a concave function with a kink',
    {
      ...still,
      lagrangians: { L: { formula: '-sum(abs(x))', gradient: 'g', hessian: 'H' } },
      claims: ['convex', { psd: 'H(y)' }],
    },
  ],
  [
    'convexity, and the gradient, of a potential that jumps',
    {
      ...still,
      lagrangians: { L: { formula: '1/2*sum(x.^2) + sum(step(x))', gradient: 'g', hessian: 'H' } },
      claims: ['convex', 'gradient', { psd: 'H(y)' }],
    },
  ],
  [
    'a gradient of a potential that jumps',
    {
      ...still,
      lagrangians: { L: { formula: '1/2*sum((x.^2 + 1).*step(x))', gradient: 'g', hessian: 'H' } },
      claims: ['gradient'],
    },
  ],
  [
    "a step as the author's gradient of a potential with a kink",
    { ...still, lagrangians: { L: { formula: 'sum(relu(x))', gradient: { g: 'step(x)' } } }, claims: ['gradient'] },
  ],
  [
    'derivatives of formulas that jump',
    {
      ...still,
      velocity: { y: '-y + 3*sign(y)' },
      claims: [
        { psd: 'hess(-sum(abs(y)), y)' },
        { psd: 'hess(sum(step(y)), y)' },
        { equal: ['grad(sum(sign(y)), y)', '0*y'] },
        { psd: '-jacobian(sign(y) - y)' },
        { psd: 'jacobian(y - 3*sign(y))' },
        { psd: '-jacobian(velocity)' },
      ],
    },
  ],
  [
    'the Hessian of an energy with a concave kink',
    { velocity: { y: '-y' }, energy: "1/2*y'*y - 3*sum(abs(y))", claims: [{ psd: 'hess(energy, y)' }] },
  ],
  [
    'invariance where the moved state leaves the domain of a formula',
    {
      ...still,
      domain: { y: [1, 5] },
      claims: [
        { invariant: { of: 'sum(0*log(y))', along: '-ones(N)' } },
        { invariant: { of: '(1/sum(y))^0', along: '-ones(N)' } },
      ],
    },
  ],
  [
    'entries that a structure makes 0 outside of the range',
    {
      parameters: { D: { shape: ['N', 'N'], structure: 'diagonal', range: [1, 2] } },
      velocity: { y: '-(1 ./ sum(1 ./ D))*y' },
      energy: "1/2*y'*y",
      claims: [...REST, { nonnegative: 'sum(1 ./ D)' }],
    },
  ],
  [
    'an energy that jumps',
    {
      velocity: { y: 'ones(N)' },
      energy: 'sum(sign(y))',
      claims: [{ equal: ['rate', '0'] }, { equal: ['grad(energy)', '0*y'] }, { psd: 'hess(energy, y)' }, 'descent'],
    },
  ],
  [
    'the entries of a definite matrix',
    {
      ...still,
      parameters: {
        A: { shape: ['N', 'N'], structure: 'positive-definite' },
        u: { shape: ['N'], structure: 'nonnegative' },
        v: { shape: ['N'], structure: 'nonnegative' },
      },
      claims: [{ nonnegative: "u'*A*v" }],
    },
  ],
  ['the inverse of a singular matrix', { ...still, claims: [{ psd: "inv(ones(N)*ones(N)')" }] }],
  [
    'an integral through a pole',
    {
      domain: { y: [1, 5] },
      lagrangians: { L: { activation: 'exp(x)/x', gradient: 'g' } },
      velocity: { y: '-g(y)' },
      energy: 'L(y)',
      claims: ['descent', { equal: ['L(y) - L(y)', '0'] }],
    },
  ],
];

describe('what is undefined somewhere, or false at a kink', () => {
  it.each(NOT_PROVED)('is not proved: %s', async (_, input) => {
    expect(provedIds(await small(input))).toEqual([]);
  });
});
