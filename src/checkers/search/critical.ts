/**
 * Places at which the argument of an inner function is stationary, or 0, found by Newton's method: the centre of a bump
 * however narrow it is, and the edges of a box. Climbing would come near, but not within a width of 1e-6.
 */
import { stateJacobian } from '../../derivation/derivation.js';
import * as build from '../../symbolic/build.js';
import { gradient, jacobian } from '../../symbolic/differential.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { mentions } from '../../symbolic/rewrite.js';
import { sizeValue } from '../../symbolic/size.js';
import type { SearchContext } from './context.js';
import { innerArguments } from './guides.js';
import { compileNewton } from './newton.js';
import type { SampleSpace } from './space.js';
import { freeVectors } from './zero-systems.js';

/** Systems up to this many unknown numbers are solved, and at most this many systems. */
const MOST_UNKNOWNS = 24;
const MOST_SYSTEMS = 12;

/** Functions that move the current sample to such a place, where they find one. */
export function criticalPoints(
  c: SearchContext,
  space: SampleSpace,
  expressions: readonly Expression[],
): readonly (() => boolean)[] {
  const groups = unknownGroups(c);
  const systems = innerArguments(expressions, new Set(space.values.keys())).flatMap((z) =>
    groups.flatMap((group) => systemsOf(c, z, group)),
  );
  const stride = Math.max(1, Math.ceil(systems.length / MOST_SYSTEMS));
  return systems
    .filter((_, i) => i % stride === 0)
    .map(({ group, equations, jacobian: J }) =>
      compileNewton(
        space,
        group.map((x) => x.name),
        equations,
        J,
      ),
    );
}

type Group = readonly SymbolExpression[];

interface System {
  readonly group: Group;
  readonly equations: Expression;
  readonly jacobian: Expression;
}

/** What is solved for: all states together, or one parameter that is a vector or scalar without structure. */
const unknownGroups = ({ derivation, design }: SearchContext): Group[] => [
  derivation.states,
  ...freeVectors(design).map((x) => [x]),
];

/** ∇z = 0 for a scalar argument z; z = 0 for a vector of as many entries as there are unknown numbers. */
function systemsOf(c: SearchContext, z: Expression, group: Group): System[] {
  const size = (s: string): number => sizeValue(s, c.dimensions);
  const unknowns = group.reduce((m, x) => m + size(x.shape.rows), 0);
  const names = new Set(group.map((x) => x.name));
  if (unknowns > MOST_UNKNOWNS || !mentions(z, names) || group.includes(z as SymbolExpression)) return [];
  try {
    const scalar = build.isScalar(z);
    if (!scalar && (z.shape.columns !== '1' || size(z.shape.rows) !== unknowns)) return [];
    const equations = scalar ? build.stack(group.map((x) => gradient(z, x))) : z;
    if (!mentions(equations, names)) return [];
    const J =
      group === c.derivation.states
        ? stateJacobian(c.derivation, equations)
        : build.block([group.map((x) => jacobian(equations, x))]);
    return [{ group, equations, jacobian: J }];
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
