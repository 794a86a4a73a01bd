/** Matrix inequalities a second: R'F + F'R ⪰ 0 for a given R, built and decided. */
import { inequality } from './designs.js';
import { throughput } from './measure.js';
import { measure, missing, version } from './python.js';
import { ratio, short, table } from './table.js';

const TARGETS: readonly (readonly [n: number, perSecond: number, few: number, many: number])[] = [
  [4, 1.5e6, 20_000, 1_000_000],
  [16, 60e3, 20_000, 120_000],
  [64, 2e3, 8_000, 20_000],
];

export async function benchInequality(): Promise<void> {
  const numpy = measure('numpy', 'inequality_numpy.py', ...TARGETS.map(([n]) => String(n)));
  const rows: string[][] = [];
  for (const [n, target, few, many] of TARGETS) {
    const { perSecond, fixed } = await throughput(inequality(n), 'inequality', few, many);
    const theirs = numpy[n] ?? Number.NaN;
    rows.push([
      String(n),
      short(perSecond),
      short(target),
      perSecond >= target ? 'reached' : 'below',
      short(theirs),
      ratio(perSecond, theirs),
      `${short(fixed)}s`,
    ]);
  }
  table(
    "Inequality (7), R'F + F'R ⪰ 0 with R = diag(1 + r²)F: drawn, built and decided a second",
    ['N', 'check', 'target', '', 'numpy', 'ratio', 'once'],
    rows,
  );
  if (version('numpy') === undefined) console.log(missing('numpy'));
}
