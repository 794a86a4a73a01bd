/** Where formulas have kinks and jumps. A Lagrangian that may be any is smooth by declaration. */
import type { Expression } from '../symbolic/expression.js';
import { entrywiseFunction } from '../symbolic/functions.js';
import { distinct } from '../symbolic/identity.js';
import { forEachNode, unfoldKnown } from '../symbolic/rewrite.js';

function argumentsWhere(expression: Expression, jumping: boolean): Expression[] {
  const found: Expression[] = [];
  forEachNode([unfoldKnown(expression)], (e) => {
    if (e.kind === 'step' && e.direction === undefined) found.push(e.argument);
    if (e.kind === 'map') {
      const { jump } = entrywiseFunction(e.function);
      if (jump === 'value' || (jump === 'slope' && !jumping)) found.push(e.argument);
    }
    if (e.kind === 'function' && (e.name === 'sparsemax_support' || (e.name === 'sparsemax' && !jumping)))
      found.push(e.argument);
  });
  return distinct(found);
}

/**
 * Arguments at whose zeros the value of an expression jumps: of steps and signs, also inside Lagrangians. A step whose
 * direction is known is decided at 0 and does not count.
 */
export const jumpArguments = (expression: Expression): Expression[] => argumentsWhere(expression, true);

/** Arguments at whose zeros an expression has a kink or a jump. */
export const kinkArguments = (expression: Expression): Expression[] => argumentsWhere(expression, false);
