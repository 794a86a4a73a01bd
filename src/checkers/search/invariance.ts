import * as build from '../../symbolic/build.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { addSizes } from '../../symbolic/size.js';

/** The states at y + direction, by name, where the direction belongs to one state or to all of them stacked. */
export function movedStates(
  states: readonly SymbolExpression[],
  direction: Expression,
): ReadonlyMap<string, Expression> {
  const total = addSizes(states.map((x) => x.shape.rows));
  const rows = direction.shape.rows;
  const moved = new Map<string, Expression>();
  if (rows === total)
    states.forEach((x, i) => moved.set(x.name, build.sum(x, build.product(picking(states, i), direction))));
  else {
    const [only] = states.filter((x) => x.shape.rows === rows);
    if (only !== undefined) moved.set(only.name, build.sum(only, direction));
  }
  return moved;
}

/** The matrix that picks the i-th state out of all of them stacked. */
function picking(states: readonly SymbolExpression[], i: number): Expression {
  const rows = (states[i] as SymbolExpression).shape.rows;
  return build.block([
    states.map((x, j) => (i === j ? build.identity(rows) : build.zero({ rows, columns: x.shape.rows }))),
  ]);
}
