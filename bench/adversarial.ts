/**
 * Strength of the search: designs whose energy falls everywhere but in a small region around a seeded centre. With
 * E = ½|y|² and ẏ = (2·bump − 1)y the energy rises exactly where bump > ½.
 */
import { audit } from '../src/checkers/audit.js';
import { parseDesign } from '../src/design/load.js';
import { randomFrom } from '../src/numeric/random.js';
import { cpuSeconds } from './measure.js';
import { short, table } from './table.js';

const N = 4;
const SAMPLES = 20_000;
const CENTRES = 8;
const WIDTHS = [1, 0.3, 0.1, 0.03, 0.01, 0.001];
const STATE_SIDE = 20;
const PARAMETER_SIDE = 4;

interface Bump {
  readonly name: string;
  /** The bump of the vector `d` (distance to the centre) and the scalar `w` (width). */
  readonly formula: string;
  /** The volume of bump > ½ over w⁴. */
  readonly volume: number;
  readonly where: 'state' | 'parameter';
}

/** The volume of the ball of radius 1 in four dimensions. */
const BALL = Math.PI ** 2 / 2;

const BUMPS: readonly Bump[] = [
  { name: 'exp(−|d|²/w²)', formula: "exp(-d'*d/w^2)", volume: BALL * Math.log(2) ** 2, where: 'state' },
  { name: '1/(1 + |d|²/w²)', formula: "1/(1 + d'*d/w^2)", volume: BALL, where: 'state' },
  { name: 'relu(w² − |d|²)/w²', formula: "relu(w^2 - d'*d)/w^2", volume: BALL / 4, where: 'state' },
  {
    name: 'sigmoid edge of a ball',
    formula: "sigmoid(8*(1 - d'*d/w^2))",
    volume: BALL,
    where: 'state',
  },
  {
    // The sum exceeds N − ½ only if every entry lies within the edges; its volume is close to that of the box.
    name: 'tanh edges of a box',
    formula: `1/2 + sum(tanh(8*(d + w)/w) - tanh(8*(d - w)/w))/2 - ${N - 0.5}`,
    volume: 2 ** N,
    where: 'state',
  },
  {
    name: 'polynomial: ½ + w² − |d|²',
    formula: "1/2 + w^2 - d'*d",
    volume: BALL,
    where: 'state',
  },
  { name: 'exp, of a parameter', formula: "exp(-d'*d/w^2)", volume: BALL * Math.log(2) ** 2, where: 'parameter' },
];

/** Numbers such as 3.8270194 for the centre, inside the middle nine tenths of the domain. */
function centreOf(bump: Bump, number: number): readonly number[] {
  const random = randomFrom(2024, bump.name, number);
  const side = bump.where === 'state' ? STATE_SIDE : PARAMETER_SIDE;
  return Array.from({ length: N }, () => Math.round(random.uniform(-0.45, 0.45) * side * 1e7) / 1e7);
}

const planted = (bump: Bump, width: number, centre: readonly number[]): string => `
name: Planted violation
dimensions: { N: { fixed: ${N} } }
state: { y: [N] }
parameters:
  p: { shape: [N] }
  c: { shape: [N], value: [${centre.join(', ')}] }
  w: { shape: [], value: ${width} }
define:
  d: ${bump.where === 'state' ? 'y' : 'p'} - c
  bump: ${bump.formula}
velocity: { y: (2*bump - 1)*y }
energy: 1/2*y'*y
claims: [descent]
`;

async function isFound(bump: Bump, width: number, number: number): Promise<boolean> {
  const design = await parseDesign(planted(bump, width, centreOf(bump, number)));
  const { claims } = await audit(design, {
    seed: number,
    samples: SAMPLES,
    sizes: {},
    timings: false,
    prove: false,
    signal: new AbortController().signal,
  });
  const [verdict] = claims;
  if (verdict?.verdict === 'inconclusive') throw new Error(`${bump.name}: ${JSON.stringify(verdict.evidence)}`);
  return verdict?.verdict === 'refuted';
}

export async function benchAdversarial(): Promise<void> {
  const start = cpuSeconds();
  const rows: string[][] = [];
  for (const bump of BUMPS) {
    const cells: string[] = [];
    for (const width of WIDTHS) {
      let found = 0;
      for (let k = 0; k < CENTRES; k += 1) if (await isFound(bump, width, k)) found += 1;
      const side = bump.where === 'state' ? STATE_SIDE : PARAMETER_SIDE;
      const needed = side ** N / (bump.volume * width ** N);
      cells.push(`${found}/${CENTRES} (${needed.toExponential(0).replace('+', '')})`);
    }
    rows.push([bump.name, ...cells]);
  }
  table(
    `Planted violations found with ${short(SAMPLES)} samples at N = ${N}, by width w ` +
      '(in brackets: uniform samples of the domain that hit one on average)',
    ['bump', ...WIDTHS.map((w) => `w = ${w}`)],
    rows,
  );
  const searches = BUMPS.length * WIDTHS.length * CENTRES;
  console.log(`${searches} searches, ${((cpuSeconds() - start) / searches).toFixed(2)} s each on average`);
}
