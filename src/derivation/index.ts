/** The whole derivation of a design, checked by the second route, as data for readers. */
import { printStructure } from '../design/structures/registry.js';
import type { DeclaredLagrangian, Design } from '../design/types.js';
import { representatives } from '../lagrangians/index.js';
import * as build from '../symbolic/build.js';
import { type Expression, FORMULA_SIZE, FORMULA_VARIABLE, type Lagrangian } from '../symbolic/expression.js';
import { replaceLagrangians, unfold } from '../symbolic/rewrite.js';
import { isScalarShape, isVectorShape, vectorShape } from '../symbolic/shape.js';
import { type Derivation, derivation, hessianBlock } from './derivation.js';
import { compareRoutes, type RouteComparison } from './second-route/index.js';
import type { DerivationView, HessianBlock, LagrangianView } from './view.js';

/** The seed of the points at which the two routes are compared. */
const ROUTE_SEED = 1;

/** Derives a design and compares with the second route; throws `SecondRouteDisagreement` where the two differ. */
export async function derive(design: Design): Promise<DerivationView> {
  const d = derivation(design);
  const hessian: HessianBlock[] = d.states.flatMap((row, i) =>
    d.states.slice(i).map((column) => ({
      row: row.name,
      column: column.name,
      expression: hessianBlock(d, row, column),
    })),
  );
  return {
    name: design.name,
    cite: design.cite,
    file: design.file ?? null,
    states: d.states.map((x) => ({ name: x.name, size: x.shape.rows })),
    parameters: design.parameters.map(({ symbol: { name, shape }, structures }) => ({
      name,
      shape: isScalarShape(shape) ? [] : isVectorShape(shape) ? [shape.rows] : [shape.rows, shape.columns],
      structures: structures.filter((s) => s.kind !== 'general').map(printStructure),
    })),
    lagrangians: design.lagrangians.map(lagrangianView),
    definitions: design.definitions,
    velocity: [...d.velocities].map(([name, expression]) => ({ name, expression })),
    energy: design.energy,
    gradient: [...d.gradients].map(([name, expression]) => ({ name, expression })),
    hessian,
    rate: d.rate,
    secondRoute: await compareWithComponents(d, hessian),
  };
}

function lagrangianView({ lagrangian, is }: DeclaredLagrangian): LagrangianView {
  const x = build.symbol(FORMULA_VARIABLE, vectorShape(FORMULA_SIZE));
  const formula = (order: number): Expression => unfold(build.lagrangian(lagrangian, order, x));
  const known =
    lagrangian.definition.kind === 'vector' ||
    (lagrangian.definition.kind === 'entrywise' && lagrangian.definition.derivatives[0] !== undefined);
  return {
    name: lagrangian.name,
    gradient: lagrangian.gradient,
    hessian: lagrangian.hessian,
    is,
    formulas: known ? { potential: formula(0), gradient: formula(1), hessian: formula(2) } : undefined,
  };
}

/**
 * The comparison of the matrix level with components at a small size. A Lagrangian that may be any is compared with a
 * concrete one in its place. Without Hessian blocks only gradient and rate are compared.
 */
export async function compareWithComponents(
  d: Derivation,
  hessian: readonly HessianBlock[] = [],
): Promise<RouteComparison> {
  const concrete = new Map<string, Lagrangian>();
  for (const { lagrangian } of d.design.lagrangians) {
    const { definition } = lagrangian;
    const [first] = definition.kind === 'any' ? representatives(lagrangian, definition.assumptions) : [];
    if (first !== undefined) concrete.set(lagrangian.name, first.lagrangian);
  }
  const fix = (e: Expression): Expression => replaceLagrangians(e, concrete);
  const sizes = Object.fromEntries(
    d.design.dimensions.flatMap(({ name, value, fixed }) => (fixed ? [[name, value] as const] : [])),
  );
  return compareRoutes(
    {
      energy: fix(d.design.energy),
      states: d.design.states.map(({ symbol, velocity }) => ({ symbol, velocity: fix(velocity) })),
      gradients: new Map([...d.gradients].map(([name, e]) => [name, fix(e)])),
      hessians: hessian.map(({ row, column, expression }) => ({
        rows: row,
        columns: column,
        expression: fix(expression),
      })),
      rate: fix(d.rate),
    },
    { seed: ROUTE_SEED, sizes },
  );
}
