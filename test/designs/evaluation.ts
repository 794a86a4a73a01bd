/**
 * Designs evaluated without the tool: formulas by mathjs, activations by plain loops, dE/dt by differences along the
 * velocity. Vectors are columns.
 */
import { all, create, type EvalFunction } from 'mathjs';
import type { DesignInput, ParameterInput } from '../../src/design/define.js';

const math = create(all ?? {});

export type Numbers = number | readonly number[] | readonly (readonly number[])[];
export type Values = Readonly<Record<string, Numbers>>;
export type Sizes = Readonly<Record<string, number>>;

interface Activation {
  readonly potential: (z: readonly number[]) => number;
  readonly gradient: (z: readonly number[]) => number[];
}

const entrywise = (l: (x: number) => number, g: (x: number) => number): Activation => ({
  potential: (z) => z.reduce((sum, x) => sum + l(x), 0),
  gradient: (z) => z.map(g),
});
const logcosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function softmax(beta: number): Activation {
  const weights = (z: readonly number[]): number[] => {
    const top = Math.max(...z);
    return z.map((x) => Math.exp(beta * (x - top)));
  };
  const total = (w: readonly number[]): number => w.reduce((sum, x) => sum + x, 0);
  return {
    potential: (z) => Math.max(...z) + Math.log(total(weights(z))) / beta,
    gradient: (z) => weights(z).map((w, _, all) => w / total(all)),
  };
}

const ACTIVATIONS: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => Activation>> = {
  tanh: () => entrywise(logcosh, Math.tanh),
  relu: () =>
    entrywise(
      (x) => Math.max(x, 0) ** 2 / 2,
      (x) => Math.max(x, 0),
    ),
  sigmoid: () => entrywise(softplus, sigmoid),
  identity: () =>
    entrywise(
      (x) => (x * x) / 2,
      (x) => x,
    ),
  repu: ({ n }) =>
    entrywise(
      (x) => Math.max(x, 0) ** (Number(n) + 1) / (Number(n) + 1),
      (x) => Math.max(x, 0) ** Number(n),
    ),
  softmax: ({ beta }) => softmax(Number(beta ?? 1)),
};

export class Evaluation {
  readonly #functions: Record<string, unknown>;
  readonly #define: readonly (readonly [string, EvalFunction])[];
  readonly #velocity: readonly (readonly [string, EvalFunction])[];
  readonly #energy: EvalFunction;

  constructor(readonly design: DesignInput) {
    const compiled = (formulas: DesignInput['velocity']): (readonly [string, EvalFunction])[] =>
      Object.entries(formulas).map(([name, text]) => [name, math.compile(String(text))] as const);
    this.#define = compiled(design.define ?? {});
    this.#velocity = compiled(design.velocity);
    this.#energy = math.compile(String(design.energy));
    this.#functions = functionsOf(design);
  }

  /** E and the velocity of each state. */
  at(sizes: Sizes, values: Values): { energy: number; velocity: Record<string, number[]> } {
    const scope: Record<string, unknown> = { ...this.#functions, ...sizes };
    for (const [name, v] of Object.entries(values)) scope[name] = columns(v);
    for (const [name, f] of this.#define) scope[name] = f.evaluate(scope);
    return {
      energy: entries(this.#energy.evaluate(scope))[0] ?? Number.NaN,
      velocity: Object.fromEntries(this.#velocity.map(([name, f]) => [name, entries(f.evaluate(scope))])),
    };
  }

  /** dE/dt by two forward differences along the velocity, so that it is the one-sided derivative at kinks. */
  rate(sizes: Sizes, values: Values): number {
    const { energy, velocity } = this.at(sizes, values);
    const speed = Math.max(1, ...Object.values(velocity).flatMap((v) => v.map(Math.abs)));
    const h = 1e-5 / speed;
    const after = (t: number): number => {
      const moved = { ...values };
      for (const [name, v] of Object.entries(velocity))
        moved[name] = (values[name] as readonly number[]).map((y, i) => y + t * (v[i] ?? 0));
      return (this.at(sizes, moved).energy - energy) / t;
    };
    return 2 * after(h) - after(2 * h);
  }
}

function functionsOf(design: DesignInput): Record<string, unknown> {
  const scope: Record<string, unknown> = {
    ...Object.fromEntries(
      Object.entries({ logcosh, sin: Math.sin, cos: Math.cos, tanh: Math.tanh }).map(([name, f]) => [
        name,
        (z: unknown) => math.matrix(entries(z).map((x) => [f(x)])),
      ]),
    ),
    identity: (n: number) => math.identity(n),
  };
  for (const [name, declared] of Object.entries(design.lagrangians ?? {})) {
    const { is, gradient, hessian } = declared as { is: string; gradient?: string; hessian?: string };
    const activation = ACTIVATIONS[is]?.(declared as Readonly<Record<string, unknown>>);
    if (activation === undefined) throw new Error(`no ${is} here`);
    scope[name] = (z: unknown) => activation.potential(entries(z));
    if (gradient !== undefined) scope[gradient] = (z: unknown) => columns(activation.gradient(entries(z)));
    if (hessian !== undefined) scope[hessian] = (z: unknown) => slopes(activation, entries(z));
  }
  return scope;
}

/** Λ by central differences of g. */
function slopes({ gradient }: Activation, z: readonly number[]): unknown {
  const h = 1e-5;
  const moved = (j: number, by: number): number[] => gradient(z.map((x, i) => (i === j ? x + by : x)));
  return math.matrix(z.map((_, i) => z.map((__, j) => ((moved(j, h)[i] ?? 0) - (moved(j, -h)[i] ?? 0)) / (2 * h))));
}

/** A matrix of mathjs; a vector becomes a column. */
function columns(v: Numbers): unknown {
  if (typeof v === 'number') return v;
  return math.matrix(v.map((row) => (typeof row === 'number' ? [row] : [...row])));
}

const entries = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : (math.flatten(value as number[]).valueOf() as number[]);

/** Parameters within their structure, and states, at random. */
export function randomValues(design: DesignInput, sizes: Sizes, random: () => number): Record<string, Numbers> {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const size = (s: string | number): number => (typeof s === 'number' ? s : (sizes[s] ?? Number(s)));
  const values: Record<string, Numbers> = {};
  for (const [name, p] of Object.entries(design.parameters ?? {})) {
    const positive = hasStructure(p, 'positive');
    const number = (): number => (positive ? Math.exp(normal()) : 1.5 * normal());
    const [rows, cols] = (p.shape ?? []).map(size);
    if (rows === undefined) values[name] = number();
    else if (cols === undefined) values[name] = Array.from({ length: rows }, number);
    else {
      const m = Array.from({ length: rows }, () => Array.from({ length: cols }, number));
      values[name] = hasStructure(p, 'symmetric') ? m.map((row, i) => row.map((x, j) => x + (m[j]?.[i] ?? 0))) : m;
    }
  }
  for (const [name, [n]] of Object.entries(design.state))
    values[name] = Array.from({ length: size(n) }, () => 2 * normal());
  return values;
}

const hasStructure = (p: ParameterInput, kind: string): boolean =>
  p.structure === kind || (Array.isArray(p.structure) && p.structure.includes(kind));
