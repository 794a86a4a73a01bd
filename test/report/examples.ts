/** Verdicts of every kind and a derivation, to be rendered. */
import type { DerivationView } from '../../src/derivation/view.js';
import * as b from '../../src/symbolic/build.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import type { CheckReport, Counterexample, EncodedExpression, ProofStep, Verdict } from '../../src/verdicts/types.js';

export const REFUTED: Verdict = {
  id: 'descent',
  statement: 'dE/dt ≤ 0 along the velocity',
  verdict: 'refuted',
  assumptions: ['the velocity is continuous, so at a kink the one-sided derivative along the flow counts'],
  evidence: {
    kind: 'counterexample',
    dimensions: { N: 2 },
    values: {
      W: [
        [0, 2],
        [0, 0],
      ],
      b: [0, 0],
      y: [2, 1],
    },
    quantity: 'rate',
    value: 1,
    enclosure: [1, 1],
    detail: 'the energy grows at this state',
  },
};

export const UNREFUTED: Verdict = {
  id: 'flat-directions',
  statement: 'the energy is constant along every dead direction',
  verdict: 'unrefuted',
  assumptions: [],
  evidence: {
    kind: 'samples',
    count: 100_000,
    seed: 1,
    restarts: 16,
    margin: 0.0125,
    notes: ['dead directions occurred in 41,230 samples'],
  },
};

export const INCONCLUSIVE: Verdict = {
  id: 'convex',
  statement: 'Λ(y) ≥ 0 for the Lagrangian L',
  verdict: 'inconclusive',
  assumptions: [],
  evidence: {
    kind: 'reason',
    code: 'undefined-in-domain',
    detail: 'log(y) has no value where y ≤ 0',
    dimensions: { N: 1 },
    values: { y: [-0.5] },
  },
};

/** A refutation with everything that a counterexample may carry. */
export const DETAILED: Verdict = {
  id: 'contraction',
  statement: "R'F + F'R ≥ 0",
  cite: 'Prop. 5 (7)',
  verdict: 'refuted',
  assumptions: [],
  evidence: {
    kind: 'counterexample',
    dimensions: { N: 3, M: 1 },
    values: {
      W: [
        [1 / 3, -1e-9, 12],
        [0, 1, 0],
        [5, 0, -2],
      ],
      u: [0.1, -200.25, 1e20],
      beta: 0.5,
    },
    quantity: "x'(R'F + F'R)x",
    value: 0,
    enclosure: [0, 0],
    detail: 'x is a direction of negative curvature',
    witness: [1, 0, -1],
    direction: { u: [0, 1, 0] },
    lagrangian: { L: 'x^2/2' },
    parts: { W: { A: [[1], [0], [2]] } },
    zero: {
      box: {
        u: [
          [0, 0.5],
          [1, 1],
          [-1, 1],
        ],
      },
    },
  },
};

/** A value that is known to within bounds, with the words that go with it. */
export const ENCLOSED: Verdict = {
  id: 'inequality',
  statement: "w'(Lambda(x_L))w ≥ 0 for all w",
  verdict: 'refuted',
  assumptions: ['L any twice continuously differentiable function'],
  evidence: {
    kind: 'counterexample',
    dimensions: { N: 1 },
    values: { x: [1], b: [0.5], x_L: [2] },
    quantity: "w'(Lambda(x_L))w",
    value: -0.1234567890123,
    enclosure: [-0.12345678901230001, -0.12345678901229999],
    witness: [1],
    lagrangian: { L: 'sum(-cos(x))' },
  },
  wording: { unused: ['b'], witness: 'w', bound: { x_L: 'any argument of L' } },
};

/** A value that is exactly a double, but not what a decimal with few digits says. */
export const DOUBLE: Verdict = {
  ...REFUTED,
  evidence: { ...(REFUTED.evidence as Counterexample), value: 1 / 3, enclosure: [1 / 3, 1 / 3] },
};

const identity: EncodedExpression = ['identity', 'N'];
const STEPS: readonly ProofStep[] = [
  {
    id: 1,
    rule: 'normal-form',
    premises: [],
    judgement: 'equal',
    of: [identity, identity],
    text: 'identity(N) = identity(N), by normal-form',
  },
  {
    id: 2,
    rule: 'conclude',
    premises: [1],
    judgement: 'obligation',
    of: [],
    index: 0,
    text: 'the claim, by conclude (1) from 1',
  },
];

export const PROVED: Verdict = {
  id: 'gradient-form',
  statement: 'grad(energy, y) = Lambda(y)*(y - b - W*g(y))',
  verdict: 'proved',
  assumptions: ['W symmetric'],
  evidence: { kind: 'proof', steps: STEPS, assumptions: ['W symmetric'] },
};

export const CERTIFIED: Verdict = {
  id: 'bounded-below',
  statement: 'energy ≥ -3',
  verdict: 'certified',
  assumptions: ['W as given'],
  evidence: {
    kind: 'certificate',
    method: 'interval branch and bound',
    domain: { y: [-10, 10] },
    boxes: 1234,
    bound: 0.001,
  },
};

export const STATISTIC: Verdict = {
  id: 'interlacing',
  statement: 'the norm of a block is √(1 − k/N) of the norm',
  verdict: 'refuted',
  assumptions: [],
  evidence: {
    kind: 'statistic',
    quantity: 'the mean of norm(A) divided by that of norm(B)',
    estimate: 0.871234567,
    interval: [0.86, 0.88],
    'error-rate': 1e-9,
    claimed: [0.99, 1.01],
    dimensions: { N: 100 },
    count: 2000,
    seed: 1,
  },
};

export const UNBOUNDED: Verdict = {
  ...INCONCLUSIVE,
  id: 'odd | numbers',
  evidence: { kind: 'samples', count: 1, seed: 7, restarts: 0, margin: Number.POSITIVE_INFINITY },
  verdict: 'unrefuted',
};

export const REPORT: CheckReport = {
  tool: 'energy-audit',
  version: '1.2.3',
  seed: 1,
  designs: [
    {
      name: 'Fake *memory*',
      file: 'designs/fake memory.yaml',
      warnings: ['parameter tau is declared but not used'],
      claims: [REFUTED, UNREFUTED, INCONCLUSIVE],
    },
    { name: 'Another', file: null, claims: [DETAILED, ENCLOSED, DOUBLE, PROVED, CERTIFIED, STATISTIC, UNBOUNDED] },
  ],
};

const y = b.symbol('y', vectorShape('N'), 'state');
const bias = b.symbol('b', vectorShape('N'), 'parameter');
const W = b.symbol('W', matrixShape('N', 'N'), 'parameter', ['symmetric']);

export const DERIVATION: DerivationView = {
  name: 'Fake memory',
  cite: 'Nobody 2020, eq. (2)',
  file: null,
  states: [{ name: 'y', size: 'N' }],
  parameters: [
    { name: 'W', shape: ['N', 'N'], structures: ['symmetric'] },
    { name: 'tau_1', shape: [], structures: ['general'] },
  ],
  lagrangians: [
    {
      name: 'L',
      gradient: 'g',
      hessian: 'Lambda',
      is: 'relu',
      formulas: {
        potential: b.product(b.HALF, b.sumEntries(b.power(b.map('relu', b.symbol('x', vectorShape('n'))), 2))),
        gradient: b.map('relu', b.symbol('x', vectorShape('n'))),
        hessian: b.diag(b.step(b.symbol('x', vectorShape('n')))),
      },
    },
  ],
  definitions: [{ name: 'f', expression: b.subtract(y, bias) }],
  velocity: [{ name: 'y', expression: b.sum(b.product(W, y), b.negate(y), bias) }],
  energy: b.divide(b.dot(y, y), b.symbol('tau_1', SCALAR)),
  gradient: [{ name: 'y', expression: b.product(W, y) }],
  hessian: [{ row: 'y', column: 'y', expression: W }],
  rate: b.negate(b.dot(y, b.product(W, y))),
  steps: [
    { number: 1, formula: { text: "dE = y'*W*dy", tex: 'dE = y^\\top W\\,dy' }, rule: 'product rule', from: [] },
    { number: 2, formula: { text: 'W ≥ 0', tex: 'W \\succeq 0' }, rule: 'A_ij ≥ 0 for 50 % of Λ', from: [1] },
  ],
  secondRoute: {
    compared: ['gradient y', 'rate'],
    notCompared: [{ what: 'hessian y, y', reason: 'relu has no second derivative at 0' }],
    maxDisagreement: 2.5e-16,
  },
};
