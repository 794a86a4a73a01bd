/** The figures of a report on a design. */
import type { Design } from '../../design/types.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Verdict } from '../../verdicts/types.js';
import { figureContext, type FigureContext } from './context.js';
import type { Figure } from './figure.js';
import { inequalityFigure } from './inequality.js';
import { planeFigure } from './plane.js';
import { rateDistribution } from './rate-distribution.js';
import { sliceFigure } from './slice.js';

/** What can be drawn of a design and its verdicts, in the order of a report; the same for the same seed. */
export function figuresOf(design: Design, verdicts: readonly Verdict[], seed: number): readonly Figure[] {
  const c = figureContext(design, verdicts, seed);
  if (c === undefined) return [];
  const figures = [
    ...drawn(() => planeFigure(c, windowOf(c), [])),
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

const REACH = 4;

/** The part of the plane that is drawn: the domain of the states where it is stated, else [−4, 4]². */
function windowOf({ memory }: FigureContext): readonly [readonly [number, number], readonly [number, number]] {
  const sides = memory.states.flatMap(({ size, domain, domainStated }) =>
    Array.from({ length: size }, () => (domainStated ? domain : ([-REACH, REACH] as const))),
  );
  return [sides[0] ?? [-REACH, REACH], sides[1] ?? [-REACH, REACH]];
}
