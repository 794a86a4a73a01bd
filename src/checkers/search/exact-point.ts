/** Expressions at a point, rigorously: with factored parameters put together from their exact factors. */
import { type ExactValues, exactValues } from '../../design/structures/exact-values.js';
import { enclose, type Enclosure, type EnclosableValue, type IntervalValue } from '../../numeric/enclosure.js';
import { type ExactResult, evaluateExactly } from '../../numeric/exact.js';
import type { Expression } from '../../symbolic/expression.js';
import type { Point, SampleSpace } from './space.js';

export class ExactPoint {
  readonly point: Point;
  private readonly space: SampleSpace;
  private readonly exact: ExactValues;
  private readonly numbers: ReadonlyMap<string, readonly number[]>;

  /** `extra` gives numbers to symbols that are no part of the sample. */
  constructor(
    space: SampleSpace,
    point: Point = space.point(),
    extra: ReadonlyMap<string, readonly number[]> = new Map(),
  ) {
    this.space = space;
    this.point = point;
    this.exact = exactValues(space.constructions, point.values, point.parts);
    this.numbers = extra.size === 0 ? this.exact.numbers : new Map([...this.exact.numbers, ...extra]);
  }

  /** The same point with numbers for further symbols. */
  withNumbers(extra: ReadonlyMap<string, readonly number[]>): ExactPoint {
    return new ExactPoint(this.space, this.point, extra);
  }

  /** The expression in the symbols whose numbers are exact. */
  exactForm(expression: Expression): Expression {
    return this.exact.form(expression);
  }

  /** The exact numbers, by symbol. */
  get exactNumbers(): ReadonlyMap<string, readonly number[]> {
    return this.numbers;
  }

  /** Enclosures of the entries of each expression; `boxes` replaces the numbers of some symbols by intervals. */
  enclose(
    expressions: readonly Expression[],
    boxes: ReadonlyMap<string, readonly IntervalValue[]> = new Map(),
  ): readonly (readonly Enclosure[])[] {
    const values = new Map<string, readonly EnclosableValue[]>([...this.numbers, ...boxes]);
    return enclose(
      expressions.map((e) => this.exactForm(e)),
      this.point.dimensions,
      values,
    );
  }

  /** The entries of each expression as rational numbers, where they are known as such. */
  exactly(expressions: readonly Expression[]): ExactResult {
    return evaluateExactly(
      expressions.map((e) => this.exactForm(e)),
      this.point.dimensions,
      this.numbers,
    );
  }

  /** The entries of an expression where each is certainly 0. */
  isZero(expression: Expression): boolean {
    const exact = this.exactly([expression]);
    if (exact.kind === 'exact') return (exact.values[0] ?? []).every((v) => v.numerator === 0n);
    if (exact.kind === 'undefined') return false;
    return (this.enclose([expression])[0] ?? []).every((entry) => entry.sign === 0);
  }
}
