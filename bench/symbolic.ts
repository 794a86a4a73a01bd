/** Gradient, Hessian and Ė of the classical energy at the matrix level, for every Lagrangian of the catalogue. */
import { derivation, fullHessian } from '../src/derivation/derivation.js';
import { parseDesign } from '../src/design/load.js';
import { CATALOGUE_NAMES } from '../src/lagrangians/index.js';
import { derived } from './designs.js';
import { median } from './measure.js';
import { measure, missing, version } from './python.js';
import { ratio, table } from './table.js';

const LIMIT = 5;
const ROUNDS = 15;
const COMPARED = ['identity', 'tanh', 'sigmoid', 'softmax'];

export async function benchSymbolic(): Promise<void> {
  const sympy = measure('sympy', 'derivatives_sympy.py', '8', ...COMPARED);
  const rows: string[][] = [];
  for (const name of CATALOGUE_NAMES) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const design = await parseDesign(derived(name));
      const start = performance.now();
      const d = derivation(design);
      if (d.rate.kind === 'number') throw new Error('nothing was derived');
      fullHessian(d);
      times.push(performance.now() - start);
    }
    const [first = Number.NaN] = times;
    const usual = median(times);
    const theirs = sympy[name] ?? Number.NaN;
    rows.push([
      name,
      first.toFixed(2),
      usual.toFixed(2),
      usual < LIMIT ? 'reached' : 'above',
      ...(COMPARED.includes(name) && Number.isFinite(theirs) ? [theirs.toFixed(0), ratio(theirs, usual)] : ['', '']),
    ]);
  }
  table(
    `Gradient, Hessian and Ė for every size, in ms (at most ${LIMIT}); sympy in components at N = 8`,
    ['Lagrangian', 'first', 'median', '', 'sympy', 'ratio'],
    rows,
  );
  if (version('sympy') === undefined) console.log(missing('sympy'));
}
