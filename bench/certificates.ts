/** Certified arithmetic: interval operations a second, and inequality (7) for given weights and all states. */
import { certifyAtOnce } from '../src/checkers/certify/index.js';
import { formulateClaims } from '../src/claims/formulate.js';
import { derivation } from '../src/derivation/derivation.js';
import { parseDesign } from '../src/design/load.js';
import * as I from '../src/interval/interval.js';
import { loadMpfr } from '../src/numeric/enclosure.js';
import { randomFrom } from '../src/numeric/random.js';
import { allSlopes } from './designs.js';
import { cpuSeconds, median, rate } from './measure.js';
import { measure, missing, version } from './python.js';
import { ratio, short, table } from './table.js';

const TARGET = 5e6;

export async function benchCertificates(): Promise<void> {
  operations();
  await allStates();
}

function operations(): void {
  const theirs = measure('mpmath', 'intervals_mpmath.py');
  const values = Array.from({ length: 1024 }, (_, k) => ({ low: (k + 1) / 7, high: (k + 1) / 7 + 0.5 }));
  let sum = 0;
  const each = (f: (a: I.Interval, b: I.Interval) => I.Outcome): number =>
    rate(() => {
      values.forEach((a, k) => {
        const result = f(a, values[values.length - 1 - k] as I.Interval);
        if (typeof result !== 'string') sum += result.low;
      });
    }, values.length);
  const rates = {
    add: each(I.add),
    multiply: each(I.multiply),
    divide: each(I.divide),
    exp: each((a) => I.mapInterval('exp', a)),
  };
  if (Number.isNaN(sum)) throw new Error('an interval without ends');
  table(
    'Interval operations a second',
    ['operation', 'ours', 'target', '', 'mpmath', 'ratio'],
    Object.entries(rates).map(([name, ours]) => [
      name,
      short(ours),
      name === 'exp' ? '–' : short(TARGET),
      name === 'exp' ? '' : ours >= TARGET ? 'reached' : 'below',
      short(theirs[name] ?? Number.NaN),
      ratio(ours, theirs[name] ?? Number.NaN),
    ]),
  );
  if (version('mpmath') === undefined) console.log(missing('mpmath'));
}

const SIZES: readonly (readonly [n: number, seconds: number | undefined])[] = [
  [8, 1],
  [64, 10],
  [100, undefined],
  [200, undefined],
];

/** Processor seconds for a certificate of a claim of a design, from its text on. */
async function seconds(n: number, claim: string): Promise<number> {
  const random = randomFrom(1, `weights ${n}`);
  const weights = Array.from({ length: n }, () =>
    Array.from({ length: n }, () => (random.normal() * SCALE) / Math.sqrt(n)),
  );
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = cpuSeconds();
    const design = await parseDesign(allSlopes(weights));
    const d = derivation(design);
    const [settled] = formulateClaims(design).filter(({ id }) => id === claim);
    const options = { seed: 1, tick: () => Promise.resolve() };
    const certificate = settled === undefined ? undefined : await certifyAtOnce(d, settled, options);
    if (certificate === undefined) throw new Error(`${claim} at N = ${n}: no certificate`);
    rounds.push(cpuSeconds() - start);
  }
  return median(rounds);
}
const SCALE = 0.4;

async function allStates(): Promise<void> {
  await loadMpfr();
  const theirs = measure('numpy', 'all_states_numpy.py', ...SIZES.map(([n]) => String(n)));
  const rows: string[][] = [];
  for (const [n, target] of SIZES) {
    const inequality = await seconds(n, 'inequality');
    const ends = theirs[n] ?? Number.NaN;
    rows.push([
      String(n),
      `${short(inequality)}s`,
      target === undefined ? '–' : `${target} s`,
      target === undefined ? '' : inequality <= target ? 'reached' : 'below',
      `${short(await seconds(n, 'descent'))}s`,
      short(ends),
      n > 30 ? 'never' : `${short(2 ** n / ends)}s`,
    ]);
  }
  table(
    'All states at once for given weights: inequality (7) and descent certified; numpy looks at ends, without bounds',
    ['N', '(7)', 'target', '', 'descent', 'numpy: ends a second', 'all ends'],
    rows,
  );
  if (version('numpy') === undefined) console.log(missing('numpy'));
}
