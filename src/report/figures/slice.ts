/** What a counterexample looks like along a line through it: the quantity that is out of bounds, or the energy. */
import type { Claim, Obligation } from '../../claims/types.js';
import type { Derivation } from '../../derivation/derivation.js';
import { representatives } from '../../lagrangians/index.js';
import { type Kernel, compileKernel } from '../../numeric/kernel.js';
import { symmetricEigen } from '../../numeric/linear-algebra-dense.js';
import * as build from '../../symbolic/build.js';
import type { Expression, Lagrangian } from '../../symbolic/expression.js';
import { replaceLagrangians } from '../../symbolic/rewrite.js';
import type { Counterexample, Value } from '../../verdicts/types.js';
import { dimensionsText } from '../evidence-text.js';
import { rounded } from '../numbers.js';
import type { FigureContext } from './context.js';
import type { Figure, Layer, Panel, Point } from './figure.js';
import { clipped, rangeOf, spaced } from './scale.js';

const POINTS = 241;

/** The slice through the counterexample of a claim; undefined where its kind has none. */
export function sliceFigure(c: FigureContext, claim: Claim, e: Counterexample): Figure | undefined {
  if (e.factors !== undefined) return undefined;
  const obligation = claim.obligations.find((o) => panelKinds.has(o.kind));
  const fix = standInsAt(c.derivation, e);
  const drawn = obligation === undefined ? undefined : drawing(c, obligation, e, fix);
  if (drawn === undefined) return undefined;
  const { panel, title, caption, alt } = drawn;
  return {
    id: `slice-${claim.id}`,
    title: `${title} (${claim.id})`,
    caption: `${caption} Everything else is as in the counterexample, at ${dimensionsText(e.dimensions)}.`,
    alt,
    panels: [panel],
  };
}

const panelKinds: ReadonlySet<Obligation['kind']> = new Set([
  'sign',
  'semidefinite',
  'bounded-below',
  'dead-directions',
  'invariant',
]);

interface Drawing {
  readonly panel: Panel;
  readonly title: string;
  readonly caption: string;
  readonly alt: string;
}

function drawing(c: FigureContext, o: Obligation, e: Counterexample, fix: Fix): Drawing | undefined {
  switch (o.kind) {
    case 'sign':
      return signSlice(c, o, e, fix);
    case 'semidefinite':
      return spectrum(o, e, fix);
    case 'bounded-below':
      return ray(c, o.quantity, 'energy', e, fix, 'The energy along the ray that refutes its bound', 12);
    case 'dead-directions':
      return ray(c, c.design.energy, 'energy', e, fix, 'The energy along a dead direction', 4);
    case 'invariant':
    case 'equal':
    case 'zero-implies':
    case 'expectation':
    case 'stability':
    case 'unsupported':
      return undefined;
  }
}

type Fix = (e: Expression) => Expression;

/** What the counterexample takes for Lagrangians that may be any. */
function standInsAt(d: Derivation, e: Counterexample): Fix {
  const chosen = new Map<string, Lagrangian>();
  for (const { lagrangian } of d.design.lagrangians) {
    const { definition, name } = lagrangian;
    if (definition.kind !== 'any') continue;
    const choice = representatives(lagrangian, definition.assumptions).find(
      (r) => r.description === e.lagrangian?.[name],
    );
    if (choice !== undefined) chosen.set(name, choice.lagrangian);
  }
  return (x) => (chosen.size === 0 ? x : replaceLagrangians(x, chosen));
}

const numbersOf = (value: Value | undefined): readonly number[] =>
  value === undefined
    ? []
    : typeof value === 'number'
      ? [value]
      : (value as readonly (number | readonly number[])[]).flat();

/** A kernel with the numbers of the counterexample. */
function kernelAt(of: readonly Expression[], e: Counterexample): Kernel {
  const kernel = compileKernel(of, e.dimensions);
  for (const [name, buffer] of kernel.inputs) {
    const numbers = numbersOf(e.values[name]);
    if (numbers.length === buffer.length) buffer.set(numbers);
  }
  return kernel;
}

/** The value of a scalar at the states of the counterexample moved by t times a direction. */
function along(
  c: FigureContext,
  of: Expression,
  e: Counterexample,
  direction: ReadonlyMap<string, readonly number[]>,
): (t: number) => number {
  const kernel = kernelAt([of], e);
  const moved = c.derivation.states.flatMap(({ name }) => {
    const buffer = kernel.inputs.get(name);
    return buffer === undefined ? [] : [{ buffer, start: numbersOf(e.values[name]), step: direction.get(name) ?? [] }];
  });
  return (t) => {
    for (const { buffer, start, step } of moved)
      for (let i = 0; i < buffer.length; i += 1) buffer[i] = (start[i] ?? 0) + t * (step[i] ?? 0);
    kernel.run();
    return kernel.outputs[0]?.[0] ?? Number.NaN;
  };
}

/** The velocity at the counterexample with length 1, by state; the first axis where it is 0 or has no value. */
function velocityAt(
  c: FigureContext,
  e: Counterexample,
  fix: Fix,
): { direction: Map<string, readonly number[]>; flows: boolean } {
  const names = c.derivation.states.map((x) => x.name);
  const kernel = kernelAt(
    names.map((name) => fix(c.derivation.velocities.get(name) ?? build.ZERO)),
    e,
  );
  kernel.run();
  const values = kernel.outputs.map((v) => [...v]);
  const length = Math.hypot(...values.flat());
  const flows = length > 0 && Number.isFinite(length);
  const direction = new Map(
    names.map((name, i) => [name, (values[i] ?? []).map((v, k) => (flows ? v / length : i === 0 && k === 0 ? 1 : 0))]),
  );
  return { direction, flows };
}

function signSlice(c: FigureContext, o: Obligation & { kind: 'sign' }, e: Counterexample, fix: Fix): Drawing {
  const { direction, flows } = velocityAt(c, e, fix);
  const size = Math.hypot(...c.derivation.states.flatMap(({ name }) => numbersOf(e.values[name])));
  const reach = Math.min(1e6, Math.max(1, size));
  const of = along(c, fix(o.quantity), e, direction);
  const curve = spaced([-reach, reach], POINTS).map((t): Point => [t, of(t)]);
  const here = of(0);
  const bad = o.sign === 'nonpositive' ? 'above' : 'below';
  const name = o.alongFlow === true ? 'energy rate' : o.label;
  const range = rangeOf([0, here, ...curve.map(([, v]) => v)], 0.08);
  const layers: Layer[] = [
    { kind: 'lines', label: name, look: 'first', paths: clipped(curve, range) },
    {
      kind: 'lines',
      label: 'bound',
      look: 'bound',
      paths: [
        [
          [-reach, 0],
          [reach, 0],
        ],
      ],
    },
  ];
  if (Number.isFinite(here))
    layers.push({ kind: 'points', label: 'counterexample', marker: 'diamond', look: 'second', points: [[0, here]] });
  const line = flows ? 'the velocity at the counterexample' : 'the first axis';
  return {
    title: `A slice through the counterexample: ${name}`,
    caption: `The ${name} at the state moved by t along ${line}; the claim does not allow it ${bad} 0.`,
    alt: `Curve of the ${name} along ${line}. At the counterexample, t = 0, it is ${rounded(e.value)}, ${bad} the bound 0.`,
    panel: {
      title: '',
      x: { label: 'distance t from the counterexample (dimensionless)', range: [-reach, reach] },
      y: { label: `${short(name)} (dimensionless)`, range },
      layers,
    },
  };
}

const short = (name: string): string => (name.length <= 24 ? name : 'quantity');

/** The eigenvalues of the symmetric part of a matrix that is said to be semi-definite, at the counterexample. */
function spectrum(o: Obligation & { kind: 'semidefinite' }, e: Counterexample, fix: Fix): Drawing | undefined {
  const kernel = kernelAt([fix(o.matrix)], e);
  kernel.run();
  const [matrix] = kernel.outputs;
  const n = Math.round(Math.sqrt(matrix?.length ?? 0));
  if (matrix === undefined || n === 0 || !matrix.every(Number.isFinite)) return undefined;
  const at = (i: number, j: number): number => matrix[i * n + j] as number;
  const symmetric = Float64Array.from(
    matrix,
    (_, k) => (at(Math.floor(k / n), k % n) + at(k % n, Math.floor(k / n))) / 2,
  );
  const values = [...symmetricEigen(symmetric, n).values];
  const points = values.map((v, i): Point => [i + 1, v]);
  const negative = points.filter(([, v]) => v < 0);
  const range = rangeOf([0, ...values], 0.12);
  return {
    title: 'Eigenvalues at the counterexample',
    caption: `The eigenvalues of the symmetric part of ${o.label}; the claim says that none is below 0.`,
    alt: `${n} eigenvalues from ${rounded(values[0] ?? 0)} to ${rounded(values.at(-1) ?? 0)}; ${negative.length} of them are below the bound 0.`,
    panel: {
      title: '',
      x: { label: 'number of the eigenvalue, in increasing order', range: [0.5, n + 0.5] },
      y: { label: 'eigenvalue (dimensionless)', range },
      layers: [
        {
          kind: 'lines',
          label: 'bound',
          look: 'bound',
          paths: [
            [
              [0.5, 0],
              [n + 0.5, 0],
            ],
          ],
        },
        {
          kind: 'points',
          label: 'eigenvalue ≥ 0',
          marker: 'circle',
          look: 'first',
          points: points.filter(([, v]) => v >= 0),
        },
        { kind: 'points', label: 'eigenvalue < 0', marker: 'diamond', look: 'second', points: negative },
      ],
    },
  };
}

/** A scalar along the direction that the counterexample names. */
function ray(
  c: FigureContext,
  of: Expression,
  name: string,
  e: Counterexample,
  fix: Fix,
  title: string,
  reach: number,
): Drawing | undefined {
  if (e.direction === undefined) return undefined;
  const direction = new Map(Object.entries(e.direction));
  const value = along(c, fix(of), e, direction);
  const curve = spaced([0, reach], POINTS).map((t): Point => [t, value(t)]);
  const finite = curve.filter(([, v]) => Number.isFinite(v));
  const [first, last] = [finite[0], finite.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const range = rangeOf(
    finite.map(([, v]) => v),
    0.08,
  );
  return {
    title,
    caption: `The ${name} at the state of the counterexample moved by t times its direction.`,
    alt: `Curve of the ${name} along the direction: ${rounded(first[1])} at t = ${rounded(first[0])}, ${rounded(last[1])} at t = ${rounded(last[0])}.`,
    panel: {
      title: '',
      x: { label: 't (dimensionless)', range: [0, reach] },
      y: { label: `${name} (dimensionless)`, range },
      layers: [{ kind: 'lines', label: name, look: 'first', paths: clipped(curve, range) }],
    },
  };
}
