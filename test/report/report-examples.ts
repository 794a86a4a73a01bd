/** Reports to be rendered: verdicts of every kind, hostile names, several states, large matrices. */
import { settleClaim } from '../../src/checkers/audit.js';
import { parseDesign } from '../../src/design/load.js';
import { designPart } from '../../src/report/compose.js';
import type { DesignPart, ReportModel } from '../../src/report/model.js';
import type { DesignReport, Verdict } from '../../src/verdicts/types.js';
import { DETAILED, ENCLOSED, INCONCLUSIVE, REFUTED, UNREFUTED } from './examples.js';

/** Text that no renderer may take for markup. */
export const HOSTILE = `</title></script><script>alert("1")</script> <b>'&" $x$ \\input{a} %_^~#{} ]]> “Ünïcödé” ∇Ė ≤ 0 \u202e 日本`;

/** The part of a report on a design file, its claims settled with few samples. */
export async function settledPart(source: string, file: string, samples = 300): Promise<DesignPart> {
  const design = await parseDesign(source, file);
  const claims: Verdict[] = [];
  const options = { seed: 1, samples, sizes: {}, timings: false, signal: new AbortController().signal };
  for (const { id } of design.claims) claims.push(await settleClaim(design, id, options));
  const report: DesignReport = { name: design.name, file, claims };
  return designPart(design, report, { seed: 1, sizes: {} });
}

/** Two layers, a matrix between them; one claim is false, one is proved, one is not decided. */
export const TWO_LAYERS = `
name: A memory of two layers with a name that is longer than a line of a telephone is wide
cite: Nobody 2020, eq. (1)
dimensions: { N: 3, K: 2 }
state: { v: [N], h: [K] }
parameters:
  xi: { shape: [N, K] }
  tau: { shape: [], structure: positive }
lagrangians:
  F: { is: softmax, gradient: f }
velocity:
  v: xi*f(h) - v
  h: (xi'*v - h)/tau
energy: 1/2*v'*v + h'*f(h) - F(h) - v'*xi*f(h)
claims:
  - descent
  - { id: too-much, nonnegative: "rate + 1", cite: invented }
  - stability
`;

/** The plane of two neurons with given weights: two stable states and a saddle between them. */
export const PLANE = `
name: Two neurons
dimensions: { N: { fixed: 2 } }
state: { y: [N] }
parameters:
  W: { shape: [N, N], value: [[0.5, -1], [-1, 0.5]] }
  b: { shape: [N], value: [1, 1] }
lagrangians:
  L: { is: relu, gradient: g, hessian: Lambda }
velocity: { y: W*g(y) - y + b }
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
claims: [descent, flat-directions, no-flat-directions]
`;

/** Verdicts of every kind under a name that tries to be markup. */
export const HOSTILE_PART: DesignPart = {
  name: HOSTILE,
  file: `${HOSTILE}.yaml`,
  warnings: [HOSTILE],
  source: HOSTILE,
  claims: [REFUTED, UNREFUTED, INCONCLUSIVE, DETAILED, ENCLOSED].map((v, i) => ({
    ...v,
    id: i === 0 ? HOSTILE : v.id,
    statement: `${v.statement} ${HOSTILE}`,
    cite: HOSTILE,
    assumptions: [HOSTILE],
    repairs: [{ changes: [HOSTILE], statement: HOSTILE, assumptions: [HOSTILE] }],
  })),
};

export const modelOf = (...designs: readonly DesignPart[]): ReportModel => ({
  tool: 'energy-audit',
  version: '1.2.3',
  seed: 1,
  command: designs.includes(HOSTILE_PART) ? HOSTILE : 'energy-audit report a.yaml -o report.html --seed 1',
  designs,
});
