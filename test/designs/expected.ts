/** What each shipped design claims, and what is true of it, with the reason where the claim is false. */
import type { VerdictName } from '../../src/verdicts/types.js';

/** `holds`: a search must not refute it. `false`: it must be refuted. `undefined`: a formula has no value somewhere. */
export type Truth = 'holds' | 'false' | 'undefined';

export const EXPECTED: Readonly<Record<string, Readonly<Record<string, Truth>>>> = {
  'bidirectional-associative-memory': { descent: 'holds', 'strict-descent': 'holds', 'stationary-points': 'holds' },
  'cohen-grossberg': { descent: 'holds', 'strict-descent': 'holds', 'stationary-points': 'holds' },
  'dense-associative-memory': {
    descent: 'holds',
    'strict-descent': 'holds',
    'stationary-points': 'holds',
    'bounded-below': 'holds',
  },
  'energy-attention': { descent: 'holds', 'bounded-below': 'holds', shift: 'holds' },
  'hierarchical-associative-memory': { descent: 'holds', 'flat-directions': 'holds' },
  'hopfield-1984': {
    descent: 'holds',
    'strict-descent': 'holds',
    'stationary-points': 'holds',
    'bounded-below': 'holds',
  },
  'krotov-hopfield': { descent: 'holds' },
  'modern-hopfield': {
    descent: 'holds',
    'strict-descent': 'holds',
    'stationary-points': 'holds',
    'no-flat-directions': 'holds',
    'bounded-below': 'holds',
  },
  'paper/eq2-any': { descent: 'holds', 'gradient-form': 'holds', 'rate-form': 'holds' },
  // ∇E = Λ(y − b − ½(W + W')g), which for W ≠ W' is not −Λ times the velocity.
  'paper/eq2-any-weights': { descent: 'false' },
  'paper/ex1-blocks': { descent: 'holds' },
  'paper/ex1-one-matrix': { descent: 'holds', 'strict-descent': 'holds' },
  'paper/ex2-relu': {
    descent: 'holds',
    lagrangian: 'holds',
    activation: 'holds',
    flat: 'holds',
    'flat-directions': 'holds',
    'simpler-energy': 'holds',
  },
  // A dead neuron drops out of the energy; the others stay in it.
  'paper/ex2-zero': { zero: 'false' },
  // Where y_i ≥ 8 the energy still changes by about y_i exp(−y_i).
  'paper/ex3-flat': { flat: 'false' },
  'paper/ex3-sigmoid': {
    descent: 'holds',
    'strict-descent': 'holds',
    lagrangian: 'holds',
    activation: 'holds',
    'flat-directions': 'holds',
  },
  'paper/ex4-softmax': {
    descent: 'holds',
    activation: 'holds',
    'flat-up': 'holds',
    'flat-down': 'holds',
    'sum-is-one': 'holds',
    'null-direction': 'holds',
    'flat-directions': 'holds',
  },
  'paper/ex5-definite': { descent: 'holds', 'strict-descent': 'holds', 'no-flat-directions': 'holds' },
  'paper/ex5-factored': { descent: 'holds' },
  // Along a dead direction d, E2 changes by t (u − g)'Wd + ½ t² d'Wd: both can vanish though Wd does not.
  'paper/ex5-flat-directions': { 'no-flat-directions': 'false' },
  'paper/ex5-polar': { condition: 'holds', descent: 'holds' },
  'paper/ex5-sylvester': { solves: 'holds', descent: 'holds', 'strict-descent': 'holds' },
  'paper/ex5-weights': {
    condition: 'holds',
    descent: 'holds',
    'strict-descent': 'holds',
    'stationary-points': 'holds',
    'gradient-form': 'holds',
  },
  'paper/ex6-general-weights': {
    condition: 'holds',
    descent: 'holds',
    'strict-descent': 'holds',
    'stationary-points': 'holds',
    'no-flat-directions': 'holds',
    'bounded-below': 'holds',
  },
  'paper/ex6-lambda': { descent: 'holds', 'numerical-abscissa': 'holds' },
  // A triangular W with zeros on its diagonal is stable, whatever its norm; x'WΛx is not bounded by the spectrum.
  'paper/ex6-spectrum': { spectrum: 'false', descent: 'false' },
  // ‖W‖ ≤ ½ ‖path of four‖ = cos(π/5) and |g'| < 1.0967, so that ‖WΛ‖ < 0.888.
  'paper/ex7-smooth-leaky-relu': {
    descent: 'holds',
    'strict-descent': 'holds',
    'no-flat-directions': 'holds',
    activation: 'holds',
    slope: 'holds',
    'norm-bound': 'holds',
    invertible: 'holds',
  },
  'paper/fig1a': { descent: 'holds', 'flat-directions': 'holds' },
  // With A = I − WΛ the energy changes by −v'A²v, and A² need not be positive semi-definite.
  'paper/fig1b': { descent: 'false', 'no-flat-directions': 'holds' },
  'paper/fig1b-transposed': {
    descent: 'holds',
    'strict-descent': 'holds',
    'no-flat-directions': 'holds',
    'bounded-below': 'holds',
  },
};

/** The verdicts that agree with what is true of a claim. */
export function agreeing(truth: Truth): readonly VerdictName[] {
  switch (truth) {
    case 'holds':
      return ['proved', 'certified', 'unrefuted'];
    case 'false':
      return ['refuted'];
    case 'undefined':
      return ['inconclusive'];
  }
}
