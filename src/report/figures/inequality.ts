/** The eigenvalues of R'F + F'R, which inequality (7) wants to be ≥ 0, against the size of a parameter. */
import { someFactors } from '../../derivation/factorisation/factors.js';
import { randomFrom } from '../../numeric/random.js';
import { symmetricEigen } from '../../numeric/linear-algebra-dense.js';
import { compileKernel } from '../../numeric/kernel.js';
import { compileStateSampler } from '../../numeric/sampler-state.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { symbolNames } from '../../symbolic/rewrite.js';
import { isScalarShape } from '../../symbolic/shape.js';
import { print } from '../../symbolic/print-text.js';
import { rounded } from '../numbers.js';
import { type FigureContext, numbersText } from './context.js';
import type { Figure, Layer, Point } from './figure.js';
import { clipped, rangeOf, spaced } from './scale.js';

/** Effort of the search for common factors, and how many are compared, as in the numbered derivation. */
const EFFORT = 300;
const MOST_COMPARED = 8;
/** Above this size only the outermost eigenvalues are drawn. */
const MOST_CURVES = 8;
/** Larger matrices take too long for a figure. */
const LARGEST = 64;
const STEPS = 121;
const SCALES = [0, 2] as const;

/** The figure; undefined where gradient and velocity have no common factor, or nothing to scale. */
export function inequalityFigure(c: FigureContext): Figure | undefined {
  const form = formOf(c);
  if (form === undefined) return undefined;
  const { memory, design, seed } = c;
  const mentioned = symbolNames([form]);
  const scaled = design.parameters.find((p) => mentioned.has(p.symbol.name) && !isScalarShape(p.symbol.shape))?.symbol
    .name;
  if (scaled === undefined) return undefined;
  const kernel = compileKernel([memory.concrete(form)], memory.dimensions);
  for (const [name, values] of memory.numbers.parameters) kernel.inputs.get(name)?.set(values);
  for (const { name, size, domain } of memory.states) {
    const buffer = kernel.inputs.get(name);
    if (buffer !== undefined)
      compileStateSampler(size, domain).fill(buffer, randomFrom(seed, 'figure', 'state', name), 'ordinary');
  }
  const buffer = kernel.inputs.get(scaled);
  const [output] = kernel.outputs;
  const n = Math.round(Math.sqrt(output?.length ?? 0));
  if (buffer === undefined || output === undefined || n === 0 || n > LARGEST) return undefined;
  const start = Float64Array.from(buffer);
  const scales = spaced(SCALES, STEPS);
  const spectra = scales.map((s) => {
    start.forEach((v, i) => {
      buffer[i] = s * v;
    });
    kernel.run();
    return output.every(Number.isFinite) ? [...symmetricEigen(symmetricPart(output, n), n).values] : undefined;
  });
  const all = spectra.flatMap((values) => values ?? []);
  if (all.length === 0) return undefined;
  const range = rangeOf([0, ...all], 0.08);
  const curve = (k: number): readonly Point[] => scales.map((s, i): Point => [s, spectra[i]?.[k] ?? Number.NaN]);
  const inner = n <= MOST_CURVES ? Array.from({ length: Math.max(0, n - 1) }, (_, k) => k + 1) : [n - 1];
  const smallest = curve(0);
  const below = smallest.filter(([, v]) => v < -ROUNDING * Math.max(1, ...range.map(Math.abs)));
  const layers: Layer[] = [
    {
      kind: 'lines',
      label: n <= MOST_CURVES ? 'other eigenvalues' : 'largest eigenvalue',
      look: 'first',
      paths: inner.flatMap((k) => clipped(curve(k), range)),
    },
    { kind: 'lines', label: 'smallest eigenvalue', look: 'second', paths: clipped(smallest, range) },
    {
      kind: 'lines',
      label: 'bound of inequality (7)',
      look: 'bound',
      paths: [
        [
          [SCALES[0], 0],
          [SCALES[1], 0],
        ],
      ],
    },
  ];
  const says =
    below.length === 0
      ? 'The smallest eigenvalue does not fall below 0 here.'
      : `The smallest eigenvalue falls below 0, first at a scale of ${rounded(below[0]?.[0] ?? 0)}: there inequality (7) does not hold at this state.`;
  return {
    id: 'inequality',
    title: `Eigenvalues of R'F + F'R against the size of ${scaled}`,
    caption: `With ∇E = F f and ẏ = −R f, the energy falls where R'F + F'R = ${print(form)} has no negative eigenvalue. Here ${scaled} is multiplied by a scale from 0 to 2, at one state drawn for seed ${seed}, ${numbersText(c)}. ${says}`,
    alt: `Curves of the ${n} eigenvalues of R'F + F'R as ${scaled} is scaled from 0 to 2; the smallest is between ${rounded(
      rangeOf(
        smallest.map(([, v]) => v),
        0,
      )[0],
    )} and ${rounded(
      rangeOf(
        smallest.map(([, v]) => v),
        0,
      )[1],
    )}. ${says}`,
    panels: [
      {
        title: '',
        x: { label: `scale of ${scaled} (dimensionless)`, range: SCALES },
        y: { label: 'eigenvalue (dimensionless)', range },
        layers: inner.length === 0 ? layers.slice(1) : layers,
      },
    ],
  };
}

/** Relative to the range of the figure: smaller negative values may be rounding. */
const ROUNDING = 1e-9;

/** R'F + F'R for a single common factor, the one that is shortest to write. */
function formOf({ derivation: d }: FigureContext): Expression | undefined {
  const forms = someFactors(d, EFFORT, MOST_COMPARED)
    .filter(({ z }) => z.length === 1)
    .map(({ z, M, N }) => {
      const own = build.sum(
        ...d.states.map((_, i) => build.product(build.transpose(M[i]?.[0] as Expression), N[i]?.[0] as Expression)),
      );
      return { length: print(z[0] as Expression).length, form: build.sum(own, build.transpose(own)) };
    });
  return forms.sort((a, b) => a.length - b.length)[0]?.form;
}

function symmetricPart(a: Float64Array, n: number): Float64Array {
  return Float64Array.from(a, (v, k) => (v + (a[(k % n) * n + Math.floor(k / n)] as number)) / 2);
}
