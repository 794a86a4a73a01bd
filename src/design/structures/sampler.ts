/** Samplers of parameters with their structures, for bulk search. */
import type { Random } from '../../numeric/random.js';
import { compileEntries, type EntrySampler } from '../../numeric/sampler.js';
import type { Regime } from '../../numeric/sampler-regime.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Interval, Parameter } from '../types.js';
import { constructionOf } from './construct.js';
import type { Construction, Part } from './construction.js';
import { compileProgram } from './program.js';

/** The numbers of each part, row by row, by the name of the part. */
export type PartValues = Readonly<Record<string, ArrayLike<number>>>;

export interface ParameterSampler {
  readonly construction: Construction;
  readonly rows: number;
  readonly columns: number;
  /** rows × columns: what `fill` writes. */
  readonly length: number;
  /** Draws a parameter into target[from] …, row by row, in place. */
  fill(target: Float64Array, random: Random, regime: Regime, from?: number): void;
  /** Draws `count` parameters one after the other, as `fill` would; the hot path of bulk search. */
  fillMany(target: Float64Array, count: number, random: Random, regime: Regime): void;
  /**
   * The factors behind the last value drawn or set, by part name. The buffers are reused; a direct parameter has none,
   * its entries are what was drawn.
   */
  readonly parts: ReadonlyMap<string, Float64Array>;
  /** Sets the parts (for a direct parameter: one, with its own name) without repair and writes the value. */
  setParts(values: PartValues, target: Float64Array, from?: number): void;
  /** How many independent real numbers lie behind a value; signs and permutations do not count. */
  readonly coordinates: number;
  /** The independent numbers behind the last value drawn or set. */
  readCoordinates(into: Float64Array): void;
  /** Sets the independent numbers, repairs what their pattern or the range binds, and writes the value. */
  writeCoordinates(values: Float64Array, target: Float64Array, from?: number): void;
}

interface Block {
  readonly part: Part;
  readonly sampler: EntrySampler;
  readonly buffer: Float64Array;
}

/** Definite matrices come near to singular ones by a small shift. */
const SHIFT_REGIMES: ReadonlySet<Regime> = new Set(['low-rank', 'ill-conditioned', 'sparse']);
const regimeOf = (part: Part, regime: Regime): Regime =>
  part.name === 'd' && part.scales === 2 && SHIFT_REGIMES.has(regime) ? 'tiny' : regime;

/** The sampler of a parameter at these dimensions; throws an `ExpressionError` where its structures have none. */
export function compileSampler(parameter: Parameter, dimensions: Dimensions): ParameterSampler {
  const construction = constructionOf(parameter, dimensions);
  const rows = sizeValue(parameter.symbol.shape.rows, dimensions);
  const columns = sizeValue(parameter.symbol.shape.columns, dimensions);
  const shape = { construction, rows, columns, length: rows * columns };
  if (parameter.value !== undefined) return givenSampler(shape, parameter.value.flat());
  return construction.direct ? directSampler(shape) : factoredSampler(shape, dimensions);
}

type Shape = Pick<ParameterSampler, 'construction' | 'rows' | 'columns' | 'length'>;

function givenSampler(shape: Shape, numbers: readonly number[]): ParameterSampler {
  const write = (target: Float64Array, from: number): void => {
    target.set(numbers, from);
  };
  return {
    ...shape,
    parts: new Map(),
    coordinates: 0,
    fill(target, _random, _regime, from = 0) {
      write(target, from);
    },
    fillMany(target, count) {
      for (let k = 0; k < count; k += 1) write(target, k * shape.length);
    },
    setParts(_values, target, from = 0) {
      write(target, from);
    },
    readCoordinates() {
      // A given value has no independent numbers.
    },
    writeCoordinates(_values, target, from = 0) {
      write(target, from);
    },
  };
}

function compileBlocks({ construction }: Shape): Block[] {
  return construction.parts.map((part) => ({
    part,
    sampler: compileEntries(part.pattern),
    buffer: new Float64Array(part.pattern.rows * part.pattern.columns),
  }));
}

const isReal = ({ part }: Block): boolean => part.pattern.values === 'real' || part.pattern.values === 'goe';

function countCoordinates(blocks: readonly Block[]): number {
  return blocks.filter(isReal).reduce((total, { sampler }) => total + sampler.free.length, 0);
}

function readBlocks(blocks: readonly Block[], into: Float64Array): void {
  let at = 0;
  for (const { sampler, buffer } of blocks.filter(isReal))
    for (const position of sampler.free) into[at++] = buffer[position] ?? 0;
}

function writeBlocks(blocks: readonly Block[], values: Float64Array): void {
  let at = 0;
  for (const { sampler, buffer, part } of blocks.filter(isReal)) {
    for (const position of sampler.free) {
      const value = values[at++] ?? 0;
      buffer[position] = value;
      const { symmetry, columns } = part.pattern;
      if (symmetry === 'none') continue;
      const i = Math.floor(position / columns);
      const j = position % columns;
      if (i !== j) buffer[j * columns + i] = symmetry === 'skew' ? -value : value;
    }
    sampler.enforce(buffer);
  }
}

/** Copies the numbers of parts into their buffers; a part that is missing or of another length is an error. */
function loadBlocks(blocks: readonly Block[], values: PartValues): void {
  for (const { part, buffer } of blocks) {
    const numbers = values[part.name];
    if (numbers?.length !== buffer.length)
      throw new RangeError(`the part ${part.name} needs ${buffer.length} numbers, found ${numbers?.length ?? 'none'}`);
    buffer.set(numbers);
  }
}

/** A parameter whose entries are the independent numbers; the hot path draws straight into the target. */
function directSampler(shape: Shape): ParameterSampler {
  const blocks = compileBlocks(shape);
  const [{ sampler, buffer }] = blocks as [Block];
  let last: Float64Array = buffer;
  let lastFrom = 0;
  const { length } = shape;
  const fillOne = (target: Float64Array, random: Random, regime: Regime, from: number): void => {
    if (from === 0) {
      sampler.fill(target, random, regime);
      return;
    }
    if (sampler.simple && regime === 'ordinary') {
      sampler.fillOrdinary(target, random, from, 1);
      return;
    }
    sampler.fill(buffer, random, regime);
    for (let k = 0; k < length; k += 1) target[from + k] = buffer[k] as number;
  };
  const remember = (target: Float64Array, from: number): void => {
    last = target;
    lastFrom = from;
  };
  return {
    ...shape,
    parts: new Map(),
    get coordinates() {
      return countCoordinates(blocks);
    },
    fill(target, random, regime, from = 0) {
      fillOne(target, random, regime, from);
      remember(target, from);
    },
    fillMany(target, count, random, regime) {
      if (sampler.simple && regime === 'ordinary') sampler.fillOrdinary(target, random, 0, count);
      else for (let k = 0; k < count; k += 1) fillOne(target, random, regime, k * length);
      if (count > 0) remember(target, (count - 1) * length);
    },
    setParts(values, target, from = 0) {
      loadBlocks(blocks, values);
      target.set(buffer, from);
      remember(target, from);
    },
    readCoordinates(into) {
      if (last !== buffer) buffer.set(last.subarray(lastFrom, lastFrom + shape.length));
      readBlocks(blocks, into);
    },
    writeCoordinates(values, target, from = 0) {
      writeBlocks(blocks, values);
      target.set(buffer, from);
      remember(target, from);
    },
  };
}

function factoredSampler(shape: Shape, dimensions: Dimensions): ParameterSampler {
  const { construction, length, rows, columns } = shape;
  const { parameter, value, degree } = construction;
  const blocks = compileBlocks(shape);
  const program = compileProgram(
    value,
    dimensions,
    new Map(blocks.map(({ part, buffer }) => [part.symbol.name, buffer])),
  );
  const symmetric = parameter.structures.some((s) => SYMMETRIC_KINDS.has(s.kind));
  const skew = parameter.structures.some((s) => s.kind === 'skew');

  const evaluate = (target: Float64Array, from: number): void => {
    program.run();
    const { result } = program;
    if (symmetric || skew)
      for (let i = 0; i < rows; i += 1) {
        for (let j = 0; j < i; j += 1) result[i * columns + j] = (skew ? -1 : 1) * (result[j * columns + i] as number);
        if (skew) result[i * columns + i] = 0;
      }
    for (let k = 0; k < length; k += 1) target[from + k] = result[k] as number;
  };

  /** Scales the parts by powers of two, which is exact, until the value lies inside the range. */
  const keepRange = (target: Float64Array, from: number, [low, high]: Interval): void => {
    for (let guard = 0; guard < 64; guard += 1) {
      let excess = 1;
      for (let k = from; k < from + length; k += 1) {
        const entry = target[k] as number;
        const limit = (entry > 0 ? high : low) * (1 - 2 ** -30);
        if (entry !== 0 && Math.abs(entry) > Math.abs(limit)) excess = Math.max(excess, entry / limit);
      }
      if (excess === 1 || degree === 0) return;
      const steps = Math.min(1000, Math.ceil(Math.log2(excess) / degree));
      for (const { part, buffer } of blocks) {
        const factor = 2 ** -(part.scales * steps);
        if (part.scales !== 0) for (let i = 0; i < buffer.length; i += 1) buffer[i] = (buffer[i] as number) * factor;
      }
      evaluate(target, from);
    }
  };

  const finish = (target: Float64Array, from: number): void => {
    evaluate(target, from);
    if (parameter.range !== undefined) keepRange(target, from, parameter.range);
  };

  const fill = (target: Float64Array, random: Random, regime: Regime, from = 0): void => {
    for (const { part, sampler, buffer } of blocks) sampler.fill(buffer, random, regimeOf(part, regime));
    finish(target, from);
  };

  return {
    ...shape,
    parts: new Map(blocks.map(({ part, buffer }) => [part.name, buffer])),
    get coordinates() {
      return countCoordinates(blocks);
    },
    fill,
    fillMany(target, count, random, regime) {
      for (let k = 0; k < count; k += 1) fill(target, random, regime, k * length);
    },
    setParts(values, target, from = 0) {
      loadBlocks(blocks, values);
      evaluate(target, from);
    },
    readCoordinates(into) {
      readBlocks(blocks, into);
    },
    writeCoordinates(values, target, from = 0) {
      writeBlocks(blocks, values);
      finish(target, from);
    },
  };
}

const SYMMETRIC_KINDS: ReadonlySet<string> = new Set([
  'symmetric',
  'positive-definite',
  'positive-semidefinite',
  'negative-semidefinite',
  'diagonal',
]);
