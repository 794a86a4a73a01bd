/** Comparing expressions by their values at random points, in intervals that account for rounding. */
import type { Interval } from '../../src/interval/interval.js';
import { INTERVAL_ARITHMETIC } from '../../src/derivation/second-route/interval-arithmetic.js';
import { drawSymbol } from '../../src/derivation/second-route/point.js';
import { evaluateIn } from '../../src/numeric/evaluate.js';
import { randomFrom } from '../../src/numeric/random.js';
import type { Expression } from '../../src/symbolic/expression.js';
import { forEachNode } from '../../src/symbolic/rewrite.js';
import type { Dimensions } from '../../src/symbolic/size.js';

export const DIMENSIONS: Dimensions = { N: 2, M: 3, n: 2 };

/** Values of all symbols of the expressions that satisfy their facts. */
export function drawValues(
  expressions: readonly Expression[],
  seed: number,
  dimensions = DIMENSIONS,
): Map<string, readonly Interval[]> {
  const random = randomFrom(seed, 'values');
  const values = new Map<string, readonly Interval[]>();
  forEachNode(expressions, (e) => {
    if (e.kind !== 'symbol' || values.has(e.name)) return;
    const drawn = drawSymbol(random, e, dimensions, { scale: 2, positive: false });
    if (drawn === undefined) throw new Error(`no value of ${e.name}`);
    values.set(e.name, drawn);
  });
  return values;
}

/** Whether enclosures of the values of two expressions overlap at a point; undefined where one has no value. */
export function agreeAt(a: Expression, b: Expression, seed: number, dimensions = DIMENSIONS): boolean | undefined {
  const values = drawValues([a, b], seed, dimensions);
  const [left = [], right = []] = evaluateIn(INTERVAL_ARITHMETIC, [a, b], dimensions, values);
  if (left.length !== right.length) return false;
  let agree = true;
  for (const [k, p] of left.entries()) {
    const q = right[k];
    if (q === undefined || 'fault' in p || 'fault' in q) return undefined;
    if (p.low > q.high || q.low > p.high) agree = false;
  }
  return agree;
}
