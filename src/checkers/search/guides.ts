/**
 * Guides: heights that lead to places where a formula behaves differently, read off its own sub-expressions. A bump
 * exp(−|y − c|²/w²) is invisible to samples and to climbing on its value, but its argument leads to c from anywhere;
 * a kink, a pole or the onset of saturation lies where an argument is 0.
 */
import { kinkArguments } from '../../derivation/kinks.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { idOf } from '../../symbolic/identity.js';
import { forEachNode, mentions, unfoldKnown } from '../../symbolic/rewrite.js';
import * as Q from '../../symbolic/rational.js';

/** More guides than this are thinned out evenly. */
const MOST_GUIDES = 24;

/** The arguments of functions that behave differently from place to place, each once. */
export function innerArguments(expressions: readonly Expression[], variables: ReadonlySet<string>): Expression[] {
  const arguments_: Expression[] = expressions.flatMap(kinkArguments);
  forEachNode(expressions.map(unfoldKnown), (e) => {
    if (e.kind === 'map') arguments_.push(e.argument);
    if (
      e.kind === 'power' &&
      !(e.exponent.kind === 'number' && Q.isInteger(e.exponent.value) && e.exponent.value.numerator > 0n)
    )
      arguments_.push(e.base);
    if (e.kind === 'function' && (e.name === 'softmax' || e.name === 'logsumexp')) arguments_.push(e.argument);
  });
  return [...new Map(arguments_.filter((z) => mentions(z, variables)).map((z) => [idOf(z), z])).values()];
}

/** Heights, scalars to be climbed, for expressions that an obligation rests on. */
export function guides(expressions: readonly Expression[], variables: ReadonlySet<string>): Expression[] {
  const found = new Map<number, Expression>();
  const add = (height: Expression): void => void found.set(idOf(height), height);
  for (const z of innerArguments(expressions, variables)) {
    add(build.negate(build.sumEntries(build.power(z, 2))));
    if (build.isScalar(z) && z.kind !== 'symbol') {
      add(z);
      add(build.negate(z));
    }
  }
  const all = [...found.values()];
  const stride = Math.max(1, Math.ceil(all.length / MOST_GUIDES));
  return all.filter((_, i) => i % stride === 0);
}
