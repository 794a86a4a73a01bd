/** Where a function of the state changes its sign in the last step of a flow. */
import type { Flow } from './flow.js';

/** Bisections: a fraction of a step is then as exact as a double can say. */
const BISECTIONS = 52;

/**
 * The fraction θ of the last step after which `value` first has the sign that it has at the end, by bisection of the
 * dense output; `state` is the state there. `value` must have another sign at the start of the step.
 */
export function crossing(flow: Flow, value: (y: Float64Array) => number, state: Float64Array): number {
  const after = Math.sign(value(flow.y));
  let [low, high] = [0, 1];
  for (let k = 0; k < BISECTIONS; k += 1) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    flow.at(middle, state);
    if (Math.sign(value(state)) === after) high = middle;
    else low = middle;
  }
  flow.at(high, state);
  return high;
}
