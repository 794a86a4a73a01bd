/** The figures of a report on a design. */
import type { Design } from '../../design/types.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Verdict } from '../../verdicts/types.js';
import { figureContext, type FigureContext } from './context.js';
import type { Figure, Range } from './figure.js';
import { inequalityFigure } from './inequality.js';
import { planeFigure } from './plane.js';
import { rateDistribution } from './rate-distribution.js';
import { sectionFigure } from './section.js';
import { sliceFigure } from './slice.js';
import { type SteadyPoint, steadyPoints } from './steady.js';
import { energyFigure, greatest, LARGEST_STATE, trajectoriesOf } from './trajectories.js';

/** What can be drawn of a design and its verdicts, in the order of a report; the same for the same seed. */
export async function figuresOf(
  design: Design,
  verdicts: readonly Verdict[],
  seed: number,
): Promise<readonly Figure[]> {
  const c = figureContext(design, verdicts, seed);
  if (c === undefined) return [];
  const steady = await ifNumeric(() => steadyPoints(c), []);
  const trajectories = await ifNumeric(() => (c.memory.n <= LARGEST_STATE ? trajectoriesOf(c) : []), []);
  const figures = [
    ...drawn(() => planeFigure(c, windowOf(c, steady), steady)),
    ...drawn(() => sectionFigure(c, steady, trajectories)),
    ...drawn(() => energyFigure(c, trajectories)),
    ...drawn(() => rateDistribution(c)),
    ...drawn(() => inequalityFigure(c)),
  ];
  const slices = c.claims.flatMap((claim) => {
    const evidence = verdicts.find((v) => v.id === claim.id)?.evidence;
    return evidence?.kind === 'counterexample' ? drawn(() => sliceFigure(c, claim, evidence)) : [];
  });
  return [...figures, ...slices];
}

/** A figure, or none where a formula of it has no numeric form. */
function drawn(draw: () => Figure | undefined): readonly Figure[] {
  try {
    const figure = draw();
    return figure === undefined ? [] : [figure];
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** A value that is computed with formulas, or another where one of them has no numeric form. */
async function ifNumeric<T>(compute: () => T | Promise<T>, otherwise: T): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof ExpressionError) return otherwise;
    throw error;
  }
}

/** Half the side of the part of the plane that is drawn, where steady states do not ask for more. */
const REACH = 3;
const MOST_REACH = 10;

/** The part of the plane that is drawn: the domain of the states where it is stated, else a square around 0 with room. */
function windowOf({ memory }: FigureContext, steady: readonly SteadyPoint[]): readonly [Range, Range] {
  const far = steady.reduce((m, { y }) => Math.max(m, greatest(y)), 0);
  const reach = Math.min(MOST_REACH, Math.max(REACH, Math.ceil(1.4 * far)));
  const sides = memory.states.flatMap(({ size, domain, domainStated }) =>
    Array.from({ length: size }, (): Range => (domainStated ? domain : [-reach, reach])),
  );
  return [sides[0] ?? [-reach, reach], sides[1] ?? [-reach, reach]];
}
