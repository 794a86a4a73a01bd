/** Trajectories: ẏ = W tanh(y) − y + b to t = 50 at tolerance 1e-6, beside solve_ivp of scipy on the same numbers. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDesign } from '../src/design/load.js';
import { Flow } from '../src/dynamics/flow.js';
import { type Memory, memoryOf } from '../src/dynamics/memory.js';
import { randomFrom } from '../src/numeric/random.js';
import { rate } from './measure.js';
import { measure, missing, version } from './python.js';
import { ratio, short, table } from './table.js';

const END = 50;
const TOLERANCE = { relative: 1e-6, absolute: 1e-9 };
const METHODS = ['RK45', 'DOP853', 'LSODA'] as const;
/** Sizes, and how fast we want to be beside the fastest of these methods. */
const TARGETS: readonly (readonly [n: number, ratio: number])[] = [
  [2, 20],
  [64, 1],
  [512, 1 / 3],
];

/** A memory with a symmetric Gaussian-like W whose largest eigenvalue exceeds 1, and a start. */
async function problem(n: number): Promise<{ memory: Memory; start: number[] }> {
  const design = await parseDesign(`
name: tanh memory
dimensions: { N: ${n} }
state: { y: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric, range: [${-1.2 * Math.sqrt(3 / n)}, ${1.2 * Math.sqrt(3 / n)}] }
  b: { shape: [N], range: [-0.5, 0.5] }
lagrangians: { L: { is: tanh, gradient: g } }
velocity: { y: W*g(y) - y + b }
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
`);
  const random = randomFrom(1, 'bench', n);
  return { memory: memoryOf(design), start: Array.from({ length: n }, () => random.uniform(-2, 2)) };
}

function follow(flow: Flow, start: readonly number[]): Float64Array {
  flow.start(start);
  while (flow.t < END) {
    const failure = flow.advance(END);
    if (failure !== undefined) throw new Error(failure);
    flow.chooseMethod(END);
  }
  return flow.y;
}

export async function benchDynamics(): Promise<void> {
  const rows: string[][] = [];
  for (const [n, target] of TARGETS) {
    const { memory, start } = await problem(n);
    const flow = new Flow(memory, TOLERANCE);
    const perSecond = rate(() => follow(flow, start), 1);
    const exact = follow(new Flow(memory, { relative: 1e-12, absolute: 1e-13 }), start).slice();
    const error = follow(flow, start).reduce((most, v, i) => Math.max(most, Math.abs(v - (exact[i] ?? 0))), 0);
    const file = join(tmpdir(), `energy-audit-bench-${process.pid}.json`);
    const { parameters } = memory.numbers;
    writeFileSync(file, JSON.stringify({ W: parameters.get('W'), b: parameters.get('b'), start, exact: [...exact] }));
    const theirs = measure('scipy', 'trajectory_scipy.py', file);
    spawnSync('rm', ['-f', file]);
    const fastest = Math.max(...METHODS.map((m) => theirs[m] ?? Number.NaN));
    rows.push([
      String(n),
      `${short(1 / perSecond)}s`,
      ...METHODS.flatMap((m) => [
        `${short(1 / (theirs[m] ?? Number.NaN))}s`,
        ratio(perSecond, theirs[m] ?? Number.NaN),
      ]),
      `${target.toPrecision(2)}×`,
      perSecond >= target * fastest ? 'reached' : Number.isFinite(fastest) ? 'below' : '–',
      error.toExponential(0),
      (theirs['error'] ?? Number.NaN).toExponential(0),
    ]);
  }
  table(
    'Flow of a tanh memory to t = 50 at tolerance 1e-6, seconds a run; the target is against the fastest method',
    ['N', 'ours', ...METHODS.flatMap((m) => [m, '']), 'target', '', 'our error', 'RK45 error'],
    rows,
  );
  if (version('scipy') === undefined) console.log(missing('scipy'));
}
