/**
 * The second route: gradient, Hessian and energy rate once more, in components at a small size, by mathjs. At seeded
 * random points each entry is enclosed by both routes in intervals that account for every rounding; the two enclosures
 * must overlap. A disagreement is an error in the tool and stops the run.
 */
import type { Fault } from '../../numeric/arithmetic.js';
import { evaluateIn } from '../../numeric/evaluate.js';
import { randomFrom } from '../../numeric/random.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { contains, forEachNode } from '../../symbolic/rewrite.js';
import { type Dimensions, dimensionsOf, sizeValue } from '../../symbolic/size.js';
import { type ComponentOptions, ComponentWriter } from './components.js';
import * as I from './interval.js';
import type { Interval } from './interval.js';
import { INTERVAL_ARITHMETIC } from './interval-arithmetic.js';
import { isPotentialUnknown, OpaqueFunctions } from './opaque.js';
import { drawSymbol, type Regime } from './point.js';
import { NoValueError, Propagation } from './propagate.js';

export interface RouteState {
  readonly symbol: SymbolExpression;
  readonly velocity?: Expression | undefined;
}

/** ∂/∂columns ∇_rows E: rows and columns name states. */
export interface HessianBlock {
  readonly rows: string;
  readonly columns: string;
  readonly expression: Expression;
}

/** What the matrix level says about an energy. */
export interface MatrixRoute {
  readonly energy: Expression;
  readonly states: readonly RouteState[];
  /** ∇E by the name of the state. */
  readonly gradients: ReadonlyMap<string, Expression>;
  readonly hessians?: readonly HessianBlock[];
  /** Ė = Σ ∇E'·velocity; every state needs a velocity. */
  readonly rate?: Expression | undefined;
  /** The Jacobian of a vector or scalar with respect to a state. */
  readonly jacobians?: readonly {
    readonly what: string;
    readonly of: Expression;
    readonly by: string;
    readonly expression: Expression;
  }[];
}

export interface RouteOptions extends ComponentOptions {
  readonly seed: number;
  /** Values of symbolic dimensions; others alternate between 3 and 2. */
  readonly sizes?: Dimensions;
  /** How many points to compare at. */
  readonly points?: number;
}

export interface RouteComparison {
  readonly compared: readonly string[];
  readonly notCompared: readonly { readonly what: string; readonly reason: string }[];
  readonly dimensions: Dimensions;
  /** The points at which something was compared. */
  readonly points: number;
  /** The largest distance between the middles of two enclosures. */
  readonly maxDisagreement: number;
}

/** The two routes give different values: an error in the tool. */
export class SecondRouteDisagreement extends Error {
  readonly what: string;
  readonly entry: readonly [row: number, column: number];
  readonly matrixLevel: Interval;
  readonly components: Interval;
  readonly point: ReadonlyMap<string, readonly number[]>;

  constructor(
    what: string,
    entry: readonly [number, number],
    matrixLevel: Interval,
    components: Interval,
    point: ReadonlyMap<string, readonly number[]>,
  ) {
    const values = [...point].map(([name, entries]) => `${name} = [${entries.join(', ')}]`).join(', ');
    super(
      `internal error: two derivations of ${what} disagree in entry (${entry[0]}, ${entry[1]}): ` +
        `${matrixLevel.low} at the matrix level, ${components.low} in components, at ${values}`,
    );
    this.name = 'SecondRouteDisagreement';
    this.what = what;
    this.entry = entry;
    this.matrixLevel = matrixLevel;
    this.components = components;
    this.point = point;
  }
}

const POINTS = 3;
const USUAL: Regime = { scale: 2, positive: false };
/** Points are drawn smaller, then positive, where the first ones lie outside the domain. */
const REGIMES: readonly Regime[] = [
  USUAL,
  USUAL,
  { scale: 1, positive: false },
  { scale: 0.5, positive: false },
  { scale: 2, positive: true },
  { scale: 0.5, positive: true },
  { scale: 0.125, positive: false },
  { scale: 4, positive: true },
];
/** Enclosures that are wider than this, relative to 1 and to their size, say too little to be compared. */
const WIDEST = 2 ** -20;

interface Target {
  readonly what: string;
  readonly expression: Expression;
  /** The entries by components, row-major, at a point. */
  readonly entries: (at: Propagation) => readonly Interval[];
}

/** Compares the derivatives of the matrix level with those of mathjs in components; throws `SecondRouteDisagreement`. */
export async function compareRoutes(route: MatrixRoute, options: RouteOptions): Promise<RouteComparison> {
  const dimensions = chooseSizes(route, options.sizes ?? {});
  const opaque = new OpaqueFunctions(dimensions, new Set(route.states.map(({ symbol }) => symbol.name)));
  const writer = new ComponentWriter(dimensions, options);
  const notCompared: { what: string; reason: string }[] = [];
  const { targets, coordinates } = targetsOf(route, writer, opaque, (what, reason) =>
    notCompared.push({ what, reason }),
  );
  await opaque.prepare();
  const symbols = symbolsOf(route);
  const counts = new Map<Target, number>();
  const reasons = new Map<Target, string>();
  let maxDisagreement = 0;
  let points = 0;
  const wanted = options.points ?? POINTS;
  for (let attempt = 0; attempt < wanted + REGIMES.length && targets.length > 0; attempt += 1) {
    const open = targets.filter((t) => (counts.get(t) ?? 0) < wanted);
    if (open.length === 0) break;
    const regime = REGIMES[Math.max(0, attempt - wanted + 1)] ?? USUAL;
    const random = randomFrom(options.seed, 'second route', attempt);
    const values = new Map<string, readonly Interval[]>();
    for (const symbol of symbols) {
      const drawn = drawSymbol(random, symbol, dimensions, regime);
      if (drawn === undefined)
        return {
          compared: [],
          notCompared: targets.map(({ what }) => ({
            what,
            reason: `no value of ${symbol.name} is drawn at this size`,
          })),
          dimensions,
          points: 0,
          maxDisagreement: 0,
        };
      values.set(symbol.name, drawn);
    }
    const missing = opaque.addValues(values);
    if (missing !== undefined) {
      for (const target of open) reasons.set(target, missing);
      continue;
    }
    const matrixLevel = evaluateIn(
      INTERVAL_ARITHMETIC,
      open.map((t) => t.expression),
      dimensions,
      values,
    );
    const propagation = new Propagation(writer, coordinates, (name, index) => values.get(name)?.[index] as Interval);
    let any = false;
    open.forEach((target, t) => {
      const result = compareAt(
        target,
        matrixLevel[t] as readonly (Interval | Fault)[],
        propagation,
        dimensions,
        values,
      );
      if (typeof result === 'string') {
        reasons.set(target, result);
        return;
      }
      any = true;
      counts.set(target, (counts.get(target) ?? 0) + 1);
      maxDisagreement = Math.max(maxDisagreement, result);
    });
    if (any) points += 1;
  }
  const compared = targets.filter((t) => counts.has(t));
  for (const target of targets)
    if (!counts.has(target))
      notCompared.push({ what: target.what, reason: reasons.get(target) ?? 'no point was found' });
  return { compared: compared.map((t) => t.what), notCompared, dimensions, points, maxDisagreement };
}

/** The largest distance of the entries at a point, or why there is none. */
function compareAt(
  target: Target,
  matrixLevel: readonly (Interval | Fault)[],
  propagation: Propagation,
  dimensions: Dimensions,
  values: ReadonlyMap<string, readonly Interval[]>,
): number | string {
  let components: readonly Interval[];
  try {
    components = target.entries(propagation);
  } catch (error) {
    if (error instanceof NoValueError || error instanceof ExpressionError) return error.message;
    throw error;
  }
  let worst = 0;
  const columns = sizeValue(target.expression.shape.columns, dimensions);
  for (const [k, b] of components.entries()) {
    const a = matrixLevel[k];
    if (a === undefined) throw new Error(`internal error: ${target.what} has another shape in components`);
    if ('fault' in a) return a.reason;
    if (!narrow(a) || !narrow(b)) return 'rounding errors are too large at the points that were drawn';
    if (a.low > b.high || b.low > a.high) {
      const point = new Map([...values].map(([name, entries]) => [name, entries.map((v) => v.low)]));
      throw new SecondRouteDisagreement(target.what, [Math.floor(k / columns) + 1, (k % columns) + 1], a, b, point);
    }
    worst = Math.max(worst, Math.abs(middle(a) - middle(b)));
  }
  return worst;
}

const middle = (a: Interval): number => a.low + (a.high - a.low) / 2;
const narrow = (a: Interval): boolean => a.high - a.low <= WIDEST * Math.max(1, Math.abs(middle(a)));

function targetsOf(
  route: MatrixRoute,
  writer: ComponentWriter,
  opaque: OpaqueFunctions,
  refuse: (what: string, reason: string) => void,
): { targets: readonly Target[]; coordinates: readonly string[] } {
  const coordinates: string[] = [];
  const positions = new Map<string, readonly number[]>();
  for (const { symbol } of route.states) {
    const names = writer.write(symbol).entries.map((entry) => writer.name(entry));
    positions.set(
      symbol.name,
      names.map((_, i) => coordinates.length + i),
    );
    coordinates.push(...names);
  }
  const at = (state: string): readonly number[] => {
    const known = positions.get(state);
    if (known === undefined) throw new Error(`internal error: ${state} is no state`);
    return known;
  };
  /** Names of the entries, or why there are none. */
  const written = (e: Expression, differentiated: boolean): readonly string[] | string => {
    try {
      const replaced = opaque.replace(e);
      const reason = differentiated ? opaque.whyNot(replaced) : undefined;
      return reason ?? writer.write(replaced).entries.map((entry) => writer.name(entry));
    } catch (error) {
      if (error instanceof ExpressionError) return error.message;
      throw error;
    }
  };
  const targets: Target[] = [];
  const energy = written(route.energy, true);
  const push = (what: string, expression: Expression, entries: Target['entries']): void => {
    const replaced = opaque.replace(expression);
    if (contains(replaced, isPotentialUnknown)) refuse(what, 'it contains a Lagrangian that has no formula');
    else targets.push({ what, expression: replaced, entries });
  };
  const offer = (
    what: string,
    expression: Expression,
    entries: (energy: string, p: Propagation) => Interval[],
  ): void => {
    if (typeof energy === 'string') refuse(what, energy);
    else push(what, expression, (p) => entries(energy[0] as string, p));
  };
  for (const [state, gradient] of route.gradients)
    offer(`the gradient in ${state}`, gradient, (E, p) => at(state).map((i) => p.first(E, i)));
  for (const { rows, columns, expression } of route.hessians ?? [])
    offer(rows === columns ? `the Hessian in ${rows}` : `the Hessian in ${rows} and ${columns}`, expression, (E, p) =>
      at(rows).flatMap((i) => at(columns).map((j) => p.second(E, i, j))),
    );
  if (route.rate !== undefined) {
    const what = 'the energy rate';
    const velocities = route.states.map(({ symbol, velocity }) => {
      if (velocity === undefined) throw new Error(`internal error: ${symbol.name} has no velocity`);
      return written(velocity, false);
    });
    const refused = velocities.find((v) => typeof v === 'string');
    if (typeof refused === 'string') refuse(what, refused);
    else
      offer(what, route.rate, (E, p) => [
        I.total(velocities.flat().map((name, i) => I.multiply(p.first(E, i), p.value(name)))),
      ]);
  }
  for (const { what, of, by, expression } of route.jacobians ?? []) {
    const rows = written(of, true);
    if (typeof rows === 'string') refuse(what, rows);
    else push(what, expression, (p) => rows.flatMap((v) => at(by).map((j) => p.first(v, j))));
  }
  return { targets, coordinates };
}

const expressionsOf = (route: MatrixRoute): Expression[] => [
  route.energy,
  ...route.states.flatMap(({ symbol, velocity }) => (velocity === undefined ? [symbol] : [symbol, velocity])),
  ...route.gradients.values(),
  ...(route.hessians ?? []).map((h) => h.expression),
  ...(route.rate === undefined ? [] : [route.rate]),
  ...(route.jacobians ?? []).flatMap((j) => [j.of, j.expression]),
];

/** The symbols of all expressions, states first. */
function symbolsOf(route: MatrixRoute): SymbolExpression[] {
  const found = new Map<string, SymbolExpression>(route.states.map(({ symbol }) => [symbol.name, symbol]));
  forEachNode(expressionsOf(route), (e) => {
    if (e.kind === 'symbol' && !found.has(e.name)) found.set(e.name, e);
  });
  return [...found.values()];
}

/** Sizes 3, 2, 3, … of the symbolic dimensions, in alphabetic order, where none is given. */
function chooseSizes(route: MatrixRoute, given: Dimensions): Dimensions {
  const names = new Set<string>();
  forEachNode(expressionsOf(route), (e) => {
    for (const size of [e.shape.rows, e.shape.columns]) for (const name of dimensionsOf(size)) names.add(name);
    if (e.kind === 'size') for (const name of dimensionsOf(e.size)) names.add(name);
  });
  return Object.fromEntries([...names].sort().map((name, i) => [name, given[name] ?? 3 - (i % 2)]));
}
