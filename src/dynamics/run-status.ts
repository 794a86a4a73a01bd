/** How a run of a memory ends. */
import type { StepFailure } from './flow.js';

export const RUN_STATUSES = {
  steady: 'came to rest: it stays where it is, to the tolerance, for a thousand times as long as it has run',
  cycle: 'runs in a closed orbit: it came back, to the tolerance, to a state that it had left',
  moving: 'still moves at the end of the time; neither rest nor a closed orbit was recognised',
  diverging: 'grows without bound, as far as the run shows: it became 10^10 times as large as its start',
  'left-domain': 'left the domain that the design states',
  undefined: 'came to where the velocity has no value',
  singular: 'came to where steps must be shorter than doubles resolve: the velocity jumps or has a pole there',
  'step-limit': 'took as many steps as are allowed before the end of the time',
} as const;
export type RunStatus = keyof typeof RUN_STATUSES;

/** The status of a run that a step ends. */
export const STATUS_OF_FAILURE = { undefined: 'undefined', 'too-small': 'singular' } as const satisfies Record<
  StepFailure,
  RunStatus
>;
