/** Certificates on boxes: compiled interval operations, a range over all reals, descent on boxes of states and weights. */
import { boxes } from '../src/checkers/certify/boxes/index.js';
import { formulateClaims } from '../src/claims/formulate.js';
import { derivation } from '../src/derivation/derivation.js';
import { parseDesign } from '../src/design/load.js';
import { compileIntervalKernel } from '../src/interval/kernel.js';
import { scalarRange } from '../src/interval/scalar-range.js';
import { catalogueDefinition } from '../src/lagrangians/registry.js';
import { loadMpfr } from '../src/numeric/enclosure.js';
import * as build from '../src/symbolic/build.js';
import { matrixShape, vectorShape } from '../src/symbolic/shape.js';
import { cpuSeconds, rate } from './measure.js';
import { short, table } from './table.js';

export async function benchBoxes(): Promise<void> {
  operations();
  await seconds();
}

/** y'Wy: 2N² + N operations. */
function operations(): void {
  const W = build.symbol('W', matrixShape('N', 'N'), 'parameter');
  const y = build.symbol('y', vectorShape('N'), 'state');
  const rows = [4, 16, 64].map((N) => {
    const kernel = compileIntervalKernel([build.product(build.transpose(y), W, y)], { N });
    for (const { low, high } of kernel.inputs.values())
      low.forEach((_, i) => {
        low[i] = Math.sin(i + 1);
        high[i] = Math.sin(i + 1) + 0.01;
      });
    return [`y'Wy, N = ${N}`, short(rate(kernel.run, 2 * N * N + N)), short(5e6)];
  });
  table('Compiled interval operations a second', ['formula', 'ours', 'target'], rows);
}

const memory = (weights: string, claim: string): string => `
name: two neurons
dimensions: { N: { fixed: 2 } }
state: { u: [N] }
domain: { u: [-5, 5] }
parameters:
  W: { shape: [N, N], ${weights} }
  b: { shape: [N], value: [0.3, -0.2] }
lagrangians:
  L: { is: tanh, gradient: g, hessian: Lambda }
define: { f: "u - g(W*u + b)" }
velocity: { u: -f }
energy: 1/2*f'*f
claims: [${claim}]
`;

async function seconds(): Promise<void> {
  await loadMpfr();
  const rows: string[][] = [];
  const timed = async (name: string, target: number, run: () => Promise<string>): Promise<void> => {
    const start = cpuSeconds();
    const found = await run();
    rows.push([name, short(cpuSeconds() - start), short(target), found]);
  };
  const definition = catalogueDefinition('smooth-leaky-relu', {});
  const slope = definition.kind === 'entrywise' ? definition.derivatives[2] : undefined;
  await timed("range of the smooth leaky ReLU's g' over all reals", 1, () => {
    const range = slope && scalarRange(slope, { low: -Infinity, high: Infinity });
    return Promise.resolve(`${range?.boxes} boxes, infimum in [${range?.infimum.low}, ${range?.infimum.high}]`);
  });
  const certificate = async (text: string): Promise<string> => {
    const design = await parseDesign(text);
    const [claim] = formulateClaims(design);
    const found = claim && (await boxes(derivation(design), claim, { seed: 1, tick: () => Promise.resolve() }));
    return found?.kind === 'certificate' ? `certified, ${found.boxes} boxes` : (found?.kind ?? 'nothing');
  };
  await timed('descent, given weights, states in [−5, 5]²', 5, () =>
    certificate(memory('value: [[0.5, 0.2], [-0.1, 0.4]]', 'descent')),
  );
  await timed('descent, weights in [−0.4, 0.45]', 60, () => certificate(memory('range: [-0.4, 0.45]', 'descent')));
  await timed('strict descent, weights in [−0.4, 0.45]', 60, () =>
    certificate(memory('range: [-0.4, 0.45]', 'strict-descent')),
  );
  table('Processor seconds', ['what', 'ours', 'target', 'found'], rows);
}
