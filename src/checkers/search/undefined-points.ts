/** Points of the domain at which formulas have no value. */
import { DEFAULT_RANGE } from '../../design/structures/construct.js';
import type { Expression } from '../../symbolic/expression.js';
import { print } from '../../symbolic/print-text.js';
import type { SearchContext } from './context.js';
import { valuesOf } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import type { Outcome } from './outcome.js';
import type { SampleSpace } from './space.js';

/** Samples that are looked into: most that have no value in doubles only overflow. */
const MOST_LOOKS = 10;

export class UndefinedPoints {
  private looks = 0;
  private first: Outcome | undefined;

  constructor(
    private readonly c: SearchContext,
    private readonly space: SampleSpace,
    private readonly expressions: readonly Expression[],
  ) {}

  /** The first point of the domain at which one of the expressions is certainly undefined. */
  get found(): Outcome | undefined {
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
    if (fault?.undefinedAt === undefined) return;
    this.first = {
      kind: 'inconclusive',
      code: 'undefined-in-domain',
      detail: `${print(fault.undefinedAt)} is undefined at a point of the domain`,
      dimensions: { ...this.c.dimensions },
      values: valuesOf(this.c, at.point),
    };
  }
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
