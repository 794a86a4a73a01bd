/**
 * The second route: gradient, Hessian and energy rate once more, in components at a small size, by mathjs. At seeded
 * random points each entry is enclosed by both routes in intervals that account for every rounding; the two enclosures
 * must overlap. A disagreement is an error in the tool and stops the run.
 */
import type { Interval } from '../../interval/interval.js';
import type { Fault } from '../../numeric/arithmetic.js';
import { evaluateIn } from '../../numeric/evaluate.js';
import { randomFrom } from '../../numeric/random.js';
import { ExpressionError } from '../../symbolic/error.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import { type ComponentOptions, ComponentWriter } from './components.js';
import { INTERVAL_ARITHMETIC } from './interval-arithmetic.js';
import { OpaqueFunctions } from './opaque.js';
import { drawSymbol, type Regime } from './point.js';
import { NoValueError, Propagation } from './propagate.js';
import { chooseSizes, type MatrixRoute, symbolsOf, type Target, targetsOf } from './targets.js';

export type { HessianBlock, MatrixRoute, RouteState } from './targets.js';

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
    const all = new Map([...values, ...opaque.values(values)]);
    const matrixLevel = evaluateIn(
      INTERVAL_ARITHMETIC,
      open.map((t) => t.expression),
      dimensions,
      all,
    );
    const propagation = new Propagation(
      writer,
      coordinates,
      (name, index) => all.get(name)?.[index] as Interval | Fault,
    );
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
