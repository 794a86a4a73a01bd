/** fast-check arbitraries of parameters, states and dimensions; they shrink to simple numbers within the structure. */
import fc from 'fast-check';
import { Random } from '../../numeric/random.js';
import { REGIME_NAMES } from '../../numeric/sampler-regime.js';
import { compileStateSampler, STATE_REGIME_NAMES } from '../../numeric/sampler-state.js';
import type { Dimensions } from '../../symbolic/size.js';
import type { Dimension, Interval, Parameter } from '../types.js';
import { simplerPoints } from './candidates.js';
import type { Construction } from './construction.js';
import { partsHold, patternHolds, type Point } from './pattern-holds.js';
import { compileSampler, type ParameterSampler } from './sampler.js';
import { roundToBits, simplerNumbers } from './simple-number.js';

/** A parameter's entries, row by row, and the factors behind them; a direct parameter has no factors. */
export interface ParameterSample {
  readonly value: Float64Array;
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

/** Significant bits of generated numbers: few, so that products of several are exact. */
const BITS = [2, 4, 8, 12] as const;

const randomOf = (source: fc.Random): Random => {
  const words = Int32Array.from({ length: 4 }, () => source.nextInt());
  if (words.every((word) => word === 0)) words[0] = 1;
  return new Random(words);
};

const pick = <T>(items: readonly T[], random: Random): T => items[random.below(items.length)] as T;

class ParameterArbitrary extends fc.Arbitrary<ParameterSample> {
  private readonly sampler: ParameterSampler;
  private readonly construction: Construction;
  private readonly dimensions: Dimensions;

  constructor(parameter: Parameter, dimensions: Dimensions) {
    super();
    this.sampler = compileSampler(parameter, dimensions);
    this.construction = this.sampler.construction;
    this.dimensions = dimensions;
  }

  generate(source: fc.Random): fc.Value<ParameterSample> {
    const random = randomOf(source);
    const target = new Float64Array(this.sampler.length);
    this.sampler.fill(target, random, pick(REGIME_NAMES, random));
    const bits = pick(BITS, random);
    const drawn: Record<string, readonly number[]> = {};
    for (const { name, symbol, pattern } of this.construction.parts) {
      const numbers = Array.from(this.construction.direct ? target : (this.sampler.parts.get(name) ?? []));
      const rounded = numbers.map((value) => {
        const short = roundToBits(value, bits);
        return pattern.bounded && (short < pattern.low || short > pattern.high) ? value : short;
      });
      drawn[symbol.name] = rounded;
    }
    return new fc.Value(this.sampleOf(this.repaired(drawn)), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is ParameterSample {
    if (typeof value !== 'object' || value === null || !('value' in value) || !('parts' in value)) return false;
    const { value: entries, parts } = value as ParameterSample;
    return (
      entries instanceof Float64Array &&
      partsHold(this.construction, this.dimensions, this.pointOf({ value: entries, parts }))
    );
  }

  shrink(sample: ParameterSample): fc.Stream<fc.Value<ParameterSample>> {
    const { construction, dimensions } = this;
    const sampleOf = (point: Point): ParameterSample => this.sampleOf(point);
    const point = this.pointOf(sample);
    return new fc.Stream(
      (function* (): Generator<fc.Value<ParameterSample>> {
        for (const { point: candidate } of simplerPoints(point, [construction]))
          if (partsHold(construction, dimensions, candidate)) yield new fc.Value(sampleOf(candidate), undefined);
      })(),
    );
  }

  /** Halves what rounding pushed over a norm or out of a range; halving is exact. */
  private repaired(drawn: Point): Point {
    let point = drawn;
    for (let guard = 0; guard < 64 && !partsHold(this.construction, this.dimensions, point); guard += 1) {
      const failing = this.construction.parts.filter((p) => !patternHolds(p.pattern, point[p.symbol.name] ?? []));
      const next: Record<string, readonly number[]> = { ...point };
      for (const { symbol, scales } of failing.length > 0 ? failing : this.construction.parts) {
        const factor = failing.length > 0 ? 0.5 : 2 ** -scales;
        next[symbol.name] = (point[symbol.name] ?? []).map((value) => value * factor);
      }
      point = next;
    }
    return point;
  }

  private pointOf({ value, parts }: ParameterSample): Point {
    const { direct, parts: declared } = this.construction;
    return Object.fromEntries(
      declared.map(({ name, symbol }) => [symbol.name, direct ? Array.from(value) : (parts[name] ?? [])]),
    );
  }

  private sampleOf(point: Point): ParameterSample {
    const value = new Float64Array(this.sampler.length);
    const parts = Object.fromEntries(
      this.construction.parts.map(({ name, symbol }) => [name, point[symbol.name] ?? []]),
    );
    this.sampler.setParts(parts, value);
    return { value, parts: this.construction.direct ? {} : parts };
  }
}

/** Parameters with their structures at these dimensions, in every regime of the samplers, with short numbers. */
export const parameterArbitrary = (parameter: Parameter, dimensions: Dimensions): fc.Arbitrary<ParameterSample> =>
  new ParameterArbitrary(parameter, dimensions);

class StateArbitrary extends fc.Arbitrary<Float64Array> {
  private readonly size: number;
  private readonly domain: Interval;

  constructor(size: number, domain: Interval) {
    super();
    this.size = size;
    this.domain = domain;
  }

  generate(source: fc.Random): fc.Value<Float64Array> {
    const random = randomOf(source);
    const state = new Float64Array(this.size);
    compileStateSampler(this.size, this.domain).fill(state, random, pick(STATE_REGIME_NAMES, random));
    const bits = pick(BITS, random);
    return new fc.Value(
      state.map((value) => roundToBits(value, bits)),
      undefined,
    );
  }

  canShrinkWithoutContext(value: unknown): value is Float64Array {
    return value instanceof Float64Array && value.length === this.size;
  }

  shrink(state: Float64Array): fc.Stream<fc.Value<Float64Array>> {
    return new fc.Stream(
      (function* (): Generator<fc.Value<Float64Array>> {
        for (const { point } of simplerPoints({ state: Array.from(state) }, []))
          yield new fc.Value(Float64Array.from(point.state ?? []), undefined);
      })(),
    );
  }
}

/** States of a size in every regime of the state sampler, with short numbers. */
export const stateArbitrary = (size: number, domain: Interval): fc.Arbitrary<Float64Array> =>
  new StateArbitrary(size, domain);

class NumberArbitrary extends fc.Arbitrary<number> {
  private readonly range: Interval;

  constructor(range: Interval) {
    super();
    this.range = range;
  }

  generate(source: fc.Random): fc.Value<number> {
    const random = randomOf(source);
    const value = roundToBits(random.uniform(...this.range), pick(BITS, random));
    return new fc.Value(Math.min(this.range[1], Math.max(this.range[0], value)), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is number {
    return typeof value === 'number' && value >= this.range[0] && value <= this.range[1];
  }

  shrink(value: number): fc.Stream<fc.Value<number>> {
    const [low, high] = this.range;
    return fc.Stream.of(...simplerNumbers(value).filter((x) => x >= low && x <= high)).map(
      (x) => new fc.Value(x, undefined),
    );
  }
}

/** Numbers of a range with few bits, shrinking to simple ones. */
export const numberArbitrary = (range: Interval): fc.Arbitrary<number> => new NumberArbitrary(range);

/** Values of the dimensions: a fixed one keeps its own, the others go from 1 to their own, smaller ones first. */
export const dimensionsArbitrary = (dimensions: readonly Dimension[]): fc.Arbitrary<Dimensions> =>
  fc.record(
    Object.fromEntries(
      dimensions.map(({ name, value, fixed }) => [
        name,
        fixed ? fc.constant(value) : fc.integer({ min: 1, max: value }),
      ]),
    ),
  );
