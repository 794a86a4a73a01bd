/** Points of the domain at which formulas have no value. */
import { DEFAULT_RANGE } from '../../design/structures/construct.js';
import { compileKernel } from '../../numeric/kernel.js';
import type { Expression } from '../../symbolic/expression.js';
import { print } from '../../symbolic/print-text.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { valuesOf } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { Given } from './given.js';
import type { Undecided } from './outcome.js';
import { SCHEDULE, SIMPLE_SCHEDULE } from './regimes.js';
import type { SampleSpace } from './space.js';

/** Samples that are looked into: most that have no value in doubles only overflow. */
const MOST_LOOKS = 10;
/** Samples of each kind at which the parts of formulas are evaluated. */
const EACH_KIND = 16;

/** What a search has to say of a point of the domain at which a formula has no value. */
export const undefinedAt = (c: SearchContext, { point }: ExactPoint, detail: string): Undecided => ({
  kind: 'inconclusive',
  code: 'undefined-in-domain',
  detail,
  dimensions: { ...c.dimensions },
  values: valuesOf(c, point),
});

export class UndefinedPoints {
  private looks = 0;
  private first: Undecided | undefined;

  /** At points that are `exempt` what is judged has a value although the expressions have none. */
  constructor(
    private readonly c: SearchContext,
    private readonly space: SampleSpace,
    private readonly expressions: readonly Expression[],
    private readonly exempt: (at: ExactPoint) => boolean = () => false,
  ) {}

  /** The first point of the domain at which one of the expressions is certainly undefined. */
  get found(): Undecided | undefined {
    return this.first;
  }

  /** Looks into the current sample, at which a value is not finite: by an overflow, or because there is none. */
  look(): void {
    if (this.first !== undefined || this.looks >= MOST_LOOKS || !isInDomain(this.c, this.space)) return;
    this.looks += 1;
    const at = new ExactPoint(this.space);
    const fault = at
      .enclose(this.expressions)
      .flat()
      .find((e) => e.undefinedAt !== undefined);
    if (fault?.undefinedAt === undefined || this.exempt(at)) return;
    this.first = undefinedAt(this.c, at, `${print(fault.undefinedAt)} is undefined at a point of the domain`);
  }
}

/**
 * Where Ė is 0 although its formula has no value: where the velocity is exactly 0 the energy does not change, as long
 * as it has a value itself. The norm of y has no gradient at 0, but falls along -y.
 */
export function restsAt(c: SearchContext): (at: ExactPoint) => boolean {
  const [velocity, energy] = [concrete(c, c.derivation.velocity), concrete(c, c.design.energy)];
  return (at) =>
    at.isZero(velocity) &&
    at
      .enclose([energy])
      .flat()
      .every((e) => e.fault === undefined);
}

/** A point of the domain at which a part of the formulas of the claim has no value. */
export function searchUndefined(c: SearchContext): Undecided | undefined {
  if (c.claim.partial.length === 0) return undefined;
  const parts = c.claim.partial.map((e) => concrete(c, e));
  const space = spaceOf(c);
  const given = new Given(c, space);
  const kernel = compileKernel(parts, c.dimensions);
  space.adopt(kernel.inputs);
  const points = new UndefinedPoints(c, space, parts);
  for (const [place, [parameters, states]] of [...SIMPLE_SCHEDULE, ...SCHEDULE].entries()) {
    const random = streamOf(c, 'undefined', place);
    for (let k = 0; k < EACH_KIND; k += 1) {
      space.draw(random, parameters, states);
      if (!given.holds()) continue;
      kernel.run();
      if (kernel.outputs.some((values) => !values.every(Number.isFinite))) points.look();
      if (points.found !== undefined) return points.found;
    }
  }
  return undefined;
}

/** Whether a sample lies in the domain of its design: the search also looks outside. */
export function isInDomain(c: SearchContext, space: SampleSpace): boolean {
  const within = (name: string, [low, high]: readonly [number, number]): boolean =>
    space.buffer(name).every((v) => v >= low && v <= high);
  return (
    c.design.states.every((s) => within(s.symbol.name, s.domain)) &&
    c.design.parameters.every((p) => p.value !== undefined || within(p.symbol.name, p.range ?? DEFAULT_RANGE))
  );
}
