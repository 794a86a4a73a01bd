/** What is compared: the derivatives of the matrix level, each with its entries by components. */
import * as I from '../../interval/interval.js';
import type { Interval } from '../../interval/interval.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { contains, forEachNode } from '../../symbolic/rewrite.js';
import { type Dimensions, dimensionsOf } from '../../symbolic/size.js';
import type { ComponentWriter } from './components.js';
import { isPotentialUnknown, type OpaqueFunctions } from './opaque.js';
import type { Propagation } from './propagate.js';

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

export interface Target {
  readonly what: string;
  readonly expression: Expression;
  /** The entries by components, row-major, at a point. */
  readonly entries: (at: Propagation) => readonly Interval[];
}

/** The targets of a route, and the variables of the entries of its states. `refuse` hears of what has none. */
export function targetsOf(
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
export function symbolsOf(route: MatrixRoute): SymbolExpression[] {
  const found = new Map<string, SymbolExpression>(route.states.map(({ symbol }) => [symbol.name, symbol]));
  forEachNode(expressionsOf(route), (e) => {
    if (e.kind === 'symbol' && !found.has(e.name)) found.set(e.name, e);
  });
  return [...found.values()];
}

/**
 * Sizes 3, 2, 3, … of the symbolic dimensions, in alphabetic order, where none is given; 2 where a skew orthogonal
 * matrix needs an even one.
 */
export function chooseSizes(route: MatrixRoute, given: Dimensions): Dimensions {
  const names = new Set<string>();
  const even = new Set<string>();
  forEachNode(expressionsOf(route), (e) => {
    for (const size of [e.shape.rows, e.shape.columns]) for (const name of dimensionsOf(size)) names.add(name);
    if (e.kind === 'symbol' && e.facts.has('skew') && e.facts.has('orthogonal'))
      for (const name of dimensionsOf(e.shape.rows)) even.add(name);
    if (e.kind === 'size') for (const name of dimensionsOf(e.size)) names.add(name);
  });
  return Object.fromEntries(
    [...names].sort().map((name, i) => [name, given[name] ?? (even.has(name) ? 2 : 3 - (i % 2))]),
  );
}
