/** Integrals of scalar formulas with a bound of the error, for a Lagrangian of which only g has a formula. */
import type { Expression } from '../symbolic/expression.js';
import { forEachNode } from '../symbolic/rewrite.js';
import { derivative } from './derivative.js';
import { compileEnclosure, type Enclosure } from './enclosure.js';
import { above, add, type Interval, multiply, point, width } from './interval.js';

/** |∫ − value| ≤ error; an infinite error where no bound was found. */
export interface Integral {
  readonly value: number;
  readonly error: number;
}

export interface IntegrateOptions {
  /** The wanted error, relative to ∫|g| or to 1, whichever is larger; the returned error tells what was reached. */
  readonly tolerance?: number;
  /** The most cells the range is divided into. */
  readonly cells?: number;
}

/** A formula made ready for `integrate`. */
export interface Integrand {
  readonly value: Enclosure;
  /** g'''' wherever g has no kink. */
  readonly fourth: Enclosure;
  /** Whether g is smooth on an interval: no argument of relu, abs, sign and step changes its sign there. */
  readonly smooth: (x: Interval) => boolean;
}

const KINKED: ReadonlySet<string> = new Set(['relu', 'abs', 'sign']);

export function integrand(g: Expression): Integrand {
  const arguments_: Enclosure[] = [];
  forEachNode([g], (e) => {
    if (e.kind === 'step' || (e.kind === 'map' && KINKED.has(e.function)))
      arguments_.push(compileEnclosure(e.argument));
  });
  const second = derivative(derivative(g));
  return {
    value: compileEnclosure(g),
    fourth: compileEnclosure(derivative(derivative(second))),
    smooth: (x) =>
      arguments_.every((z) => {
        const [low, high] = z(x);
        return low > 0 || high < 0;
      }),
  };
}

interface Cell {
  readonly a: number;
  readonly b: number;
  readonly integral: Interval;
}

const GAUSS_POINT = 0.5773502691896258;

/**
 * ∫ g over [a, b] by the two-point rule of Gauss, whose error over a cell of width h is h⁵g''''(ξ)/4320, the fourth
 * derivative being enclosed over the cell; over cells with a kink, by the range of g. The worst cells are halved until
 * the error is small enough.
 */
export function integrate(g: Integrand, a: number, b: number, options: IntegrateOptions = {}): Integral {
  if (a === b) return { value: 0, error: 0 };
  if (a > b) {
    const { value, error } = integrate(g, b, a, options);
    return { value: -value, error };
  }
  const most = options.cells ?? 4096;
  let cells: Cell[] = [cell(g, a, b)];
  for (;;) {
    const total = cells.reduce<Interval>((sum, c) => add(sum, c.integral), point(0));
    const size = cells.reduce((sum, c) => sum + Math.abs(c.integral[0] + c.integral[1]) / 2, 0);
    const wanted = (options.tolerance ?? 1e-12) * Math.max(1, Number.isFinite(size) ? size : 1);
    const worst = cells.reduce((most, c) => Math.max(most, divisible(c) ? width(c.integral) : 0), 0);
    const least = Math.max(wanted / (2 * cells.length), worst / 16);
    const split = cells.filter((c) => width(c.integral) >= least && divisible(c));
    if (width(total) <= wanted || split.length === 0 || cells.length + split.length > most) return result(total);
    cells = cells.flatMap((c) => {
      if (!split.includes(c)) return [c];
      const middle = c.a + (c.b - c.a) / 2;
      return [cell(g, c.a, middle), cell(g, middle, c.b)];
    });
  }
}

const divisible = ({ a, b }: Cell): boolean => {
  const middle = a + (b - a) / 2;
  return middle > a && middle < b && b - a > 1e-14;
};

function result([low, high]: Interval): Integral {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { value: Number.NaN, error: Infinity };
  const value = low + (high - low) / 2;
  return { value, error: above(Math.max(high - value, value - low), 2) };
}

function cell(g: Integrand, a: number, b: number): Cell {
  const whole: Interval = [a, b];
  const h: Interval = [below0(b - a), above(b - a)];
  const crude = multiply(h, g.value(whole));
  if (!g.smooth(whole)) return { a, b, integral: crude };
  const middle = a + (b - a) / 2;
  const offset = ((b - a) / 2) * GAUSS_POINT;
  // The points of the rule are irrational: small intervals around them contain them.
  const near = (x: number): Interval => {
    const slack = (Math.abs(x) + Math.abs(a) + Math.abs(b)) * 4e-16;
    return [x - slack, x + slack];
  };
  const values = add(g.value(near(middle - offset)), g.value(near(middle + offset)));
  const main = multiply(multiply(h, [0.5, 0.5]), values);
  const h5 = ((b - a) ** 5 / 4320) * (1 + 1e-12);
  const fourth = g.fourth(whole);
  const rest = multiply([h5 * (1 - 4e-12), h5], fourth);
  const fine = add(main, rest);
  const integral: Interval = [Math.max(crude[0], fine[0]), Math.min(crude[1], fine[1])];
  return { a, b, integral: Number.isNaN(integral[0] + integral[1]) ? crude : integral };
}

const below0 = (v: number): number => Math.max(0, -above(-v));

/** L(z) = ∫ g over [0, z] for one entry z. */
export function potentialByQuadrature(g: Expression, options?: IntegrateOptions): (z: number) => Integral {
  const prepared = integrand(g);
  return (z) => integrate(prepared, 0, z, options);
}
