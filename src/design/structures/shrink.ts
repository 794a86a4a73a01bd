/** Shrinking a failing point to simple numbers, along fast-check's shrink tree. */
import fc from 'fast-check';
import type { Dimensions } from '../../symbolic/size.js';
import { simplerPoints } from './candidates.js';
import type { Construction } from './construction.js';
import { partsHold, type Point } from './pattern-holds.js';

export interface ShrinkRequest {
  /** The numbers of every part and state, row by row, by symbol name. */
  readonly point: Point;
  /** The constructions whose parts occur in the point; every other block is free, like a state. */
  readonly constructions: readonly Construction[];
  readonly dimensions: Dimensions;
  /** Whether a point still fails. It is called only with points whose parameters keep their structures. */
  readonly fails: (point: Point) => boolean;
  /** How often `fails` may be called; default 2000. */
  readonly budget?: number;
}

export interface Shrunk {
  readonly point: Point;
  /** Calls of `fails`. */
  readonly evaluations: number;
  /** Whether every simpler candidate was tried. */
  readonly complete: boolean;
}

/** The points that are simpler than a given one and keep the structures; the context is where the last success was. */
class PointArbitrary extends fc.Arbitrary<Point> {
  private readonly request: ShrinkRequest;
  private readonly owners: ReadonlyMap<string, Construction>;

  constructor(request: ShrinkRequest) {
    super();
    this.request = request;
    this.owners = new Map(request.constructions.flatMap((c) => c.parts.map((part) => [part.symbol.name, c] as const)));
  }

  generate(): fc.Value<Point> {
    return new fc.Value(this.request.point, 0);
  }

  canShrinkWithoutContext(value: unknown): value is Point {
    return typeof value === 'object' && value !== null;
  }

  shrink(point: Point, context: unknown): fc.Stream<fc.Value<Point>> {
    const { owners, request } = this;
    const start = typeof context === 'number' ? context : 0;
    return new fc.Stream(
      (function* (): Generator<fc.Value<Point>> {
        for (const { point: candidate, coordinate } of simplerPoints(point, request.constructions, start)) {
          const changed = Object.keys(candidate).find((name) => candidate[name] !== point[name]);
          const owner = changed === undefined ? undefined : owners.get(changed);
          if (owner === undefined || partsHold(owner, request.dimensions, candidate))
            yield new fc.Value(candidate, coordinate);
        }
      })(),
    );
  }
}

/**
 * The simplest failing point that is found by replacing blocks and numbers one at a time: 0, ±1, small integers,
 * halves, fewer bits, values of neighbours. Deterministic. The given point is returned if nothing simpler fails.
 */
export function shrinkPoint(request: ShrinkRequest): Shrunk {
  const { point, fails, budget = 2000 } = request;
  let evaluations = -1;
  const holds = (candidate: Point): boolean => {
    evaluations += 1;
    // The given point fails by assumption; past the budget every candidate counts as one that does not.
    return evaluations > 0 && (evaluations > budget || !fails(candidate));
  };
  const { counterexample } = fc.check(fc.property(new PointArbitrary(request), holds), { seed: 0, numRuns: 1 });
  return {
    point: counterexample?.[0] ?? point,
    evaluations: Math.min(evaluations, budget),
    complete: evaluations <= budget,
  };
}
