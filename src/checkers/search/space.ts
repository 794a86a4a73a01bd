/**
 * The space a search moves in: values of all states, parameters and bound variables of a claim at given sizes. Values
 * live in one buffer a symbol, row by row; kernels read the same buffers.
 */
import type { Construction } from '../../design/structures/construction.js';
import type { PartNumbers } from '../../design/structures/exact-values.js';
import { compileSampler, type ParameterSampler } from '../../design/structures/sampler.js';
import type { Design, Interval } from '../../design/types.js';
import type { Random } from '../../numeric/random.js';
import type { Regime } from '../../numeric/sampler-regime.js';
import { compileStateSampler, type StateRegime, type StateSampler } from '../../numeric/sampler-state.js';
import type { SymbolExpression } from '../../symbolic/expression.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';

/** Where bound variables are looked for. */
const VARIABLE_DOMAIN: Interval = [-10, 10];

/** A sample as plain numbers: what is shrunk, saved and confirmed. */
export interface Point {
  readonly dimensions: Dimensions;
  /** Entries of every symbol, row by row; for factored parameters rounded to doubles. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** The exact factors behind factored parameters: parameter → part → numbers. */
  readonly parts: PartNumbers;
}

interface VectorVariable {
  readonly name: string;
  readonly sampler: StateSampler;
  /** Bounds that samples must keep; none for bound variables and states without a stated domain. */
  readonly bounds: Interval | undefined;
}

interface MatrixVariable {
  readonly name: string;
  readonly sampler: ParameterSampler;
}

export class SampleSpace {
  readonly dimensions: Dimensions;
  /** The buffers, by symbol. */
  readonly values = new Map<string, Float64Array>();
  /** How many independent numbers a sample has. */
  readonly coordinates: number;
  private readonly parameters: readonly MatrixVariable[];
  private readonly vectors: readonly VectorVariable[];

  constructor(design: Design, variables: readonly SymbolExpression[], dimensions: Dimensions) {
    this.dimensions = dimensions;
    this.parameters = design.parameters.map((p) => ({ name: p.symbol.name, sampler: compileSampler(p, dimensions) }));
    const vector = (symbol: SymbolExpression, domain: Interval, bounds: Interval | undefined): VectorVariable => ({
      name: symbol.name,
      sampler: compileStateSampler(sizeValue(symbol.shape.rows, dimensions), domain),
      bounds,
    });
    this.vectors = [
      ...design.states.map((s) => vector(s.symbol, s.domain, s.domainStated ? s.domain : undefined)),
      ...variables.map((x) =>
        vector(
          x,
          x.facts.has('nonnegative') ? [0, VARIABLE_DOMAIN[1]] : VARIABLE_DOMAIN,
          x.facts.has('nonnegative') ? [0, Infinity] : undefined,
        ),
      ),
    ];
    for (const { name, sampler } of this.parameters) this.values.set(name, new Float64Array(sampler.length));
    for (const { name, sampler } of this.vectors) this.values.set(name, new Float64Array(sampler.size));
    this.coordinates =
      this.parameters.reduce((n, p) => n + p.sampler.coordinates, 0) +
      this.vectors.reduce((n, v) => n + v.sampler.size, 0);
  }

  /** Makes the buffers of a kernel the buffers of this space, so that drawing fills the kernel's inputs. */
  adopt(inputs: ReadonlyMap<string, Float64Array>): void {
    for (const [name, buffer] of inputs) {
      const own = this.buffer(name);
      buffer.set(own);
      this.values.set(name, buffer);
    }
  }

  /** Copies the values into the buffers of a kernel. */
  copyInto(inputs: ReadonlyMap<string, Float64Array>): void {
    for (const [name, buffer] of inputs) {
      const own = this.buffer(name);
      if (own !== buffer) buffer.set(own);
    }
  }

  buffer(name: string): Float64Array {
    const found = this.values.get(name);
    if (found === undefined) throw new Error(`internal error: no values for ${name}`);
    return found;
  }

  /** Draws a sample. */
  draw(random: Random, parameters: Regime, states: StateRegime): void {
    for (const { name, sampler } of this.parameters) sampler.fill(this.buffer(name), random, parameters);
    this.drawVectors(random, states);
  }

  /** Whether samples can be drawn many at once: what is behind a value must be the value itself. */
  get drawsMany(): boolean {
    return this.parameters.every(({ sampler }) => sampler.parts.size === 0);
  }

  /** The length of a symbol's buffer, for each symbol. */
  lengths(): ReadonlyMap<string, number> {
    return new Map([...this.values].map(([name, buffer]) => [name, buffer.length]));
  }

  /** Draws samples one after the other into other buffers, symbol by symbol; the current sample stays. */
  drawMany(
    into: ReadonlyMap<string, Float64Array>,
    count: number,
    random: Random,
    parameters: Regime,
    states: StateRegime,
  ): void {
    for (const { name, sampler } of this.parameters)
      sampler.fillMany(into.get(name) as Float64Array, count, random, parameters);
    for (const { name, sampler, bounds } of this.vectors) {
      const buffer = into.get(name) as Float64Array;
      sampler.fillMany(buffer, count, random, states);
      if (bounds !== undefined) clamp(buffer, bounds);
    }
  }

  /** Makes the sample with this number in such buffers the current one. */
  take(from: ReadonlyMap<string, Float64Array>, number: number): void {
    const part = (name: string, length: number): Float64Array =>
      (from.get(name) as Float64Array).subarray(number * length, (number + 1) * length);
    for (const { name, sampler } of this.parameters)
      sampler.setParts({ [name]: part(name, sampler.length) }, this.buffer(name));
    for (const { name, sampler } of this.vectors) this.buffer(name).set(part(name, sampler.size));
  }

  /** Draws states and bound variables anew, with the parameters as they are. */
  drawVectors(random: Random, regime: StateRegime): void {
    for (const { name, sampler, bounds } of this.vectors) {
      const buffer = this.buffer(name);
      sampler.fill(buffer, random, regime);
      if (bounds !== undefined) clamp(buffer, bounds);
    }
  }

  /** Sets each symbol, with even odds, to the value whose independent numbers are 0. */
  blank(random: Random): void {
    for (const { name, sampler } of this.parameters)
      if (sampler.coordinates > 0 && random.below(2) === 0)
        sampler.writeCoordinates(new Float64Array(sampler.coordinates), this.buffer(name));
    for (const { name, bounds } of this.vectors) {
      if (random.below(2) === 0) continue;
      const buffer = this.buffer(name).fill(0);
      if (bounds !== undefined) clamp(buffer, bounds);
    }
  }

  /** Reads the independent numbers of the sample. */
  read(into: Float64Array): void {
    let at = 0;
    for (const { sampler } of this.parameters) {
      if (sampler.coordinates === 0) continue;
      sampler.readCoordinates(into.subarray(at, at + sampler.coordinates));
      at += sampler.coordinates;
    }
    for (const { name } of this.vectors) {
      const buffer = this.buffer(name);
      into.set(buffer, at);
      at += buffer.length;
    }
  }

  /** Sets the independent numbers; what a structure or a domain binds is repaired. */
  write(from: Float64Array): void {
    let at = 0;
    for (const { name, sampler } of this.parameters) {
      if (sampler.coordinates === 0) continue;
      sampler.writeCoordinates(from.subarray(at, at + sampler.coordinates), this.buffer(name));
      at += sampler.coordinates;
    }
    for (const { name, bounds } of this.vectors) {
      const buffer = this.buffer(name);
      buffer.set(from.subarray(at, at + buffer.length));
      if (bounds !== undefined) clamp(buffer, bounds);
      at += buffer.length;
    }
  }

  /** Writes the samples's numbers down. */
  point(): Point {
    return {
      dimensions: this.dimensions,
      values: new Map([...this.values].map(([name, buffer]) => [name, [...buffer]])),
      parts: new Map(
        this.parameters.flatMap(({ name, sampler }) =>
          sampler.parts.size === 0
            ? []
            : [[name, Object.fromEntries([...sampler.parts].map(([part, numbers]) => [part, [...numbers]]))] as const],
        ),
      ),
    };
  }

  /** Takes the numbers of a point. */
  load(point: Point): void {
    for (const { name, sampler } of this.parameters) {
      const parts = point.parts.get(name) ?? { [name]: point.values.get(name) ?? [] };
      sampler.setParts(parts, this.buffer(name));
    }
    for (const { name } of this.vectors) this.buffer(name).set(point.values.get(name) ?? []);
  }

  /** How the parameters are put together from independent numbers. */
  get constructions(): readonly Construction[] {
    return this.parameters.map((p) => p.sampler.construction);
  }

  /** Whether states and bound variables keep the bounds that are stated for them, and parameters their ranges. */
  isWithinBounds(): boolean {
    const within = (name: string, [low, high]: Interval): boolean =>
      this.buffer(name).every((v) => v >= low && v <= high);
    return (
      this.vectors.every(({ name, bounds }) => bounds === undefined || within(name, bounds)) &&
      this.parameters.every(
        ({ name, sampler: { construction } }) =>
          construction.parameter.range === undefined || within(name, construction.parameter.range),
      )
    );
  }
}

function clamp(buffer: Float64Array, [low, high]: Interval): void {
  for (let i = 0; i < buffer.length; i += 1) buffer[i] = Math.min(high, Math.max(low, buffer[i] as number));
}
