/** Designs with what is true of their claims. */
import type { DesignInput, ParameterInput } from '../../src/design/define.js';
import type { NamedClaim } from '../../src/design/types.js';
import { design } from './support.js';

export type Truth = Readonly<Partial<Record<NamedClaim, true | false>>>;

export interface Case {
  readonly name: string;
  readonly input: DesignInput;
  readonly truth: Truth;
}

type Rest = Parameters<typeof design>[0];
const of = (name: string, truth: Truth, input: Rest): Case => ({
  name,
  truth,
  input: design({ name, ...input, claims: Object.keys(truth) as NamedClaim[] }),
});

const square: ParameterInput = { shape: ['N', 'N'] };
const symmetric: ParameterInput = { ...square, structure: 'symmetric' };
const vector: ParameterInput = { shape: ['N'] };

/** ẏ = Wg − y + b with the energy (y − b)'g − L − ½ g'Wg. */
const network = (is: string, W: ParameterInput): Rest => ({
  parameters: { W, b: vector },
  lagrangians: { L: { is, gradient: 'g', hessian: 'Lambda' } },
  velocity: { y: 'W*g(y) - y + b' },
  energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
});
/** The same steady states with the energy ½‖f‖² and its gradient flow. */
const squares = (is: string): Rest => ({
  parameters: { W: square, b: vector },
  lagrangians: { L: { is, gradient: 'g', hessian: 'Lambda' } },
  define: { f: 'W*g(y) - y + b' },
  velocity: { y: "(identity(N) - Lambda(y)*W')*f" },
  energy: "1/2*f'*f",
});
const quadratic = (velocity: string, parameters: DesignInput['parameters'] = {}): Rest => ({
  parameters,
  velocity: { y: velocity },
  energy: "1/2*y'*y",
});

export const CASES: readonly Case[] = [
  of(
    'gradient flow of a square',
    { descent: true, 'strict-descent': true, 'stationary-points': true, 'bounded-below': true },
    quadratic('-y'),
  ),
  of('nothing moves', { descent: true, 'strict-descent': true, 'stationary-points': false }, quadratic('0*y')),
  of(
    'constant energy',
    { descent: true, 'strict-descent': false, 'stationary-points': false, 'bounded-below': true },
    { velocity: { y: '-y' }, energy: '3' },
  ),
  of(
    'energy and velocity 0',
    { descent: true, 'strict-descent': true, 'stationary-points': true, 'bounded-below': true },
    { velocity: { y: '0*y' }, energy: '0' },
  ),
  of(
    'rotation keeps the energy',
    { descent: true, 'strict-descent': false },
    quadratic('W*y', { W: { ...square, structure: 'skew' } }),
  ),
  of(
    'rotation keeps the energy of tanh',
    { descent: true, 'strict-descent': false, 'bounded-below': true },
    {
      parameters: { W: { ...square, structure: 'skew' } },
      lagrangians: { L: { is: 'tanh', gradient: 'g' } },
      velocity: { y: 'W*g(y)' },
      energy: 'L(y)',
    },
  ),
  of(
    'terms that cancel in the energy',
    { descent: true, 'strict-descent': true, 'bounded-below': true },
    {
      parameters: { a: vector },
      velocity: { y: '-(y - a)' },
      energy: "1e8*((y - a)'*(y - a)) - 1e8*(y'*y) + 2e8*a'*y - 1e8*a'*a + 1/2*(y - a)'*(y - a)",
    },
  ),
  of(
    'terms that cancel in the velocity',
    { descent: true, 'strict-descent': true },
    quadratic('1e8*((a - c)*y) - 1e8*a*y + 1e8*c*y', { a: { shape: [] }, c: { shape: [] } }),
  ),
  of(
    'almost cancelled, from above',
    { descent: false },
    quadratic('(1e8 + 1e-3)*(a*y) - 1e8*a*y', { a: { shape: [] } }),
  ),
  of('scale 1e150', { descent: true, 'bounded-below': true }, { velocity: { y: '-1e150*y' }, energy: "1e150*y'*y" }),
  of('scale 1e300', { descent: true, 'bounded-below': true }, { velocity: { y: '-1e300*y' }, energy: "1e300*y'*y" }),
  of('scale 1e-300', { descent: true, 'bounded-below': true }, { velocity: { y: '-1e-300*y' }, energy: "1e-300*y'*y" }),
  of('denormals', { descent: true, 'strict-descent': true }, { velocity: { y: '-1e-200*(1e-120*y)' }, energy: "y'*y" }),
  of(
    'relu network',
    {
      descent: true,
      'strict-descent': false,
      'stationary-points': false,
      'flat-directions': true,
      'no-flat-directions': false,
      'bounded-below': false,
    },
    network('relu', symmetric),
  ),
  of(
    'relu network, any weights',
    { descent: false, 'strict-descent': false, 'flat-directions': true },
    network('relu', square),
  ),
  of(
    'tanh network',
    {
      descent: true,
      'strict-descent': true,
      'stationary-points': true,
      'flat-directions': true,
      'bounded-below': true,
    },
    network('tanh', symmetric),
  ),
  of('tanh network, any weights', { descent: false }, network('tanh', square)),
  of(
    'sigmoid network',
    { descent: true, 'strict-descent': true, 'bounded-below': true },
    network('sigmoid', symmetric),
  ),
  of(
    'softmax network',
    {
      descent: true,
      'strict-descent': false,
      'stationary-points': false,
      'flat-directions': true,
      'no-flat-directions': false,
      'bounded-below': true,
    },
    network('softmax', symmetric),
  ),
  of(
    'weak relu network',
    { descent: true, 'bounded-below': true },
    network('relu', { ...symmetric, structure: ['symmetric', { 'norm-at-most': 0.5 }] }),
  ),
  of(
    'squares, relu',
    {
      descent: true,
      'strict-descent': true,
      'flat-directions': false,
      'no-flat-directions': true,
      'bounded-below': true,
    },
    squares('relu'),
  ),
  of('squares, tanh', { descent: true, 'strict-descent': true, 'bounded-below': true }, squares('tanh')),
  of(
    'two layers',
    { descent: true, 'strict-descent': false, 'flat-directions': true, 'no-flat-directions': false },
    {
      dimensions: { N: 3, M: 2 },
      state: { y: ['N'], z: ['M'] },
      parameters: { A: { shape: ['N', 'M'] } },
      lagrangians: { L: { is: 'tanh', gradient: 'g' }, K: { is: 'relu', gradient: 'f' } },
      velocity: { y: 'A*f(z) - y', z: "A'*g(y) - z" },
      energy: "y'*g(y) - L(y) + z'*f(z) - K(z) - g(y)'*A*f(z)",
    },
  ),
  of(
    'two layers, one doubled',
    { descent: false },
    {
      dimensions: { N: 3, M: 2 },
      state: { y: ['N'], z: ['M'] },
      parameters: { A: { shape: ['N', 'M'] } },
      lagrangians: { L: { is: 'tanh', gradient: 'g' }, K: { is: 'relu', gradient: 'f' } },
      velocity: { y: 'A*f(z) - y', z: "2*A'*g(y) - z" },
      energy: "y'*g(y) - L(y) + z'*f(z) - K(z) - g(y)'*A*f(z)",
    },
  ),
  of(
    'nested argument',
    {
      descent: true,
      'strict-descent': true,
      'stationary-points': true,
      'flat-directions': false,
      'no-flat-directions': true,
      'bounded-below': false,
    },
    {
      parameters: { W: { ...square, structure: 'positive-definite' }, b: vector },
      lagrangians: { L: { is: 'relu', gradient: 'g' } },
      velocity: { y: 'g(W*y + b) - y' },
      energy: "1/2*y'*W*y - L(W*y + b)",
    },
  ),
  of(
    'stored patterns',
    {
      descent: true,
      'strict-descent': true,
      'stationary-points': true,
      'flat-directions': false,
      'no-flat-directions': true,
      'bounded-below': true,
    },
    {
      dimensions: { N: 2, K: 3 },
      parameters: { X: { shape: ['N', 'K'] } },
      lagrangians: { L: { is: 'softmax', gradient: 'g' } },
      velocity: { y: "X*g(X'*y) - y" },
      energy: "1/2*y'*y - L(X'*y)",
    },
  ),
  of(
    'orthogonal at the bound',
    { descent: true, 'stationary-points': false },
    quadratic('O*y - y', { O: { ...square, structure: 'orthogonal' } }),
  ),
  of(
    'orthogonal beyond it',
    { descent: false },
    quadratic('O*y - 0.99*y', { O: { ...square, structure: 'orthogonal' } }),
  ),
  of(
    'norm at the bound',
    { descent: true },
    quadratic('R*y - y', { R: { ...square, structure: { 'norm-at-most': 1 } } }),
  ),
  of(
    'norm beyond it',
    { descent: false },
    quadratic('R*y - 0.999*y', { R: { ...square, structure: { 'norm-at-most': 1 } } }),
  ),
  of(
    'low rank',
    { descent: true, 'strict-descent': true, 'stationary-points': false },
    { ...quadratic("-R'*R*y", { R: { ...square, structure: { rank: 1 } } }), dimensions: { N: 3 } },
  ),
  of(
    'low rank energy',
    { descent: true, 'strict-descent': false, 'stationary-points': false },
    {
      parameters: { R: { ...square, structure: { rank: 1 } } },
      dimensions: { N: 2 },
      velocity: { y: '-y' },
      energy: "1/2*y'*R'*R*y",
    },
  ),
  of(
    'semi-definite',
    { descent: true, 'strict-descent': true, 'stationary-points': false },
    quadratic('-P*y', { P: { ...square, structure: 'positive-semidefinite' } }),
  ),
  of(
    'definite',
    { descent: true, 'strict-descent': true, 'stationary-points': true },
    quadratic('-P*y', { P: { ...square, structure: 'positive-definite' } }),
  ),
  of(
    'stable but not contracting',
    { descent: false },
    { ...quadratic('A*y', { A: { ...square, structure: 'stable' } }), dimensions: { N: 2 } },
  ),
  of('range', { descent: true }, quadratic('-a*y', { a: { shape: [], range: [0, 1] } })),
  of('range that reaches below 0', { descent: false }, quadratic('-a*y', { a: { shape: [], range: [-0.5, 1] } })),
  of(
    'stated domain',
    { descent: true, 'stationary-points': false, 'bounded-below': true },
    { ...quadratic('y.^3 - y'), domain: { y: [-1, 1] } },
  ),
  of('no stated domain', { descent: false }, quadratic('y.^3 - y')),
  of(
    'falls without bound, outside the stated domain',
    { 'bounded-below': true, descent: true },
    { domain: { y: [-3, 3] }, velocity: { y: 'y' }, energy: "-y'*y" },
  ),
  of('falls without bound', { 'bounded-below': false }, { velocity: { y: 'y' }, energy: "-y'*y" }),
  of('cubic', { descent: true, 'bounded-below': false }, { velocity: { y: '-y.^2' }, energy: 'sum(y.^3)' }),
  of(
    'quartic with negative squares',
    { descent: true, 'stationary-points': true, 'bounded-below': true },
    { velocity: { y: '-(y.^3 - 100*y)' }, energy: 'sum(y.^4)/4 - 50*sum(y.^2)' },
  ),
  of(
    'stopped at an irrational point',
    { 'stationary-points': false },
    {
      lagrangians: { L: { is: 'tanh', gradient: 'g' } },
      velocity: { y: 'y.^2 + 1' },
      energy: 'sum(g(y)) - sum(y)/2',
    },
  ),
  of('one of everything', { descent: true, 'strict-descent': true }, { ...quadratic('-y'), dimensions: { N: 1 } }),
  of(
    'parameters unused',
    { descent: true, 'bounded-below': true },
    quadratic('-y', { W: square, M: { shape: ['N', 3] } }),
  ),
  of('size as a number', { descent: true, 'strict-descent': true }, { velocity: { y: '-y' }, energy: "N*y'*y" }),
];
