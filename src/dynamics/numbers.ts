/** The numbers of a memory: its sizes, the values of its parameters, and what stands for Lagrangians that may be any. */
import type { PartNumbers } from '../design/structures/exact-values.js';
import { compileSampler, type Construction } from '../design/structures/index.js';
import type { Design } from '../design/types.js';
import { representatives } from '../lagrangians/index.js';
import { randomFrom } from '../numeric/random.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Lagrangian } from '../symbolic/expression.js';
import type { Dimensions } from '../symbolic/size.js';

export interface Numbers {
  readonly dimensions: Dimensions;
  /** Entries of each parameter, row by row; of one that has parts they are rounded. */
  readonly parameters: ReadonlyMap<string, readonly number[]>;
  /** The exact factors behind parameters that are drawn as products of factors. */
  readonly parts: PartNumbers;
  readonly constructions: readonly Construction[];
  /** Names of the parameters whose numbers are drawn, not given by the design. */
  readonly drawn: readonly string[];
  /** What stands for each Lagrangian that may be any, by its name. */
  readonly lagrangians: ReadonlyMap<string, Lagrangian>;
  /** Their formulas in the vector x. */
  readonly standIns: Readonly<Record<string, string>>;
}

export interface NumbersOptions {
  /** Seed of the parameters that the design gives no value; 1 by default. */
  readonly seed?: number;
  /** Sizes in place of those of the design. */
  readonly sizes?: Dimensions;
}

/**
 * Numbers for a design. A parameter without `value:` is drawn uniformly within its structure and range from a stream of
 * its own, so that its numbers depend on the seed, its name and the sizes, and on no other parameter. Of the Lagrangians
 * that an `any` may be, the most telling representative is taken.
 */
export function numbersOf(design: Design, { seed = 1, sizes = {} }: NumbersOptions = {}): Numbers {
  const dimensions = Object.fromEntries(design.dimensions.map(({ name, value }) => [name, sizes[name] ?? value]));
  const parameters = new Map<string, readonly number[]>();
  const parts = new Map<string, Readonly<Record<string, readonly number[]>>>();
  const constructions: Construction[] = [];
  for (const parameter of design.parameters) {
    const { name } = parameter.symbol;
    const sampler = compileSampler(parameter, dimensions);
    const entries = new Float64Array(sampler.length);
    sampler.fill(entries, randomFrom(seed, 'parameter', name, sampler.rows, sampler.columns), 'ordinary');
    parameters.set(name, [...entries]);
    constructions.push(sampler.construction);
    if (sampler.parts.size > 0)
      parts.set(name, Object.fromEntries([...sampler.parts].map(([part, numbers]) => [part, [...numbers]])));
  }
  const drawn = design.parameters.filter((p) => p.value === undefined).map((p) => p.symbol.name);
  return { dimensions, parameters, parts, constructions, drawn, ...standInsOf(design) };
}

function standInsOf(design: Design): Pick<Numbers, 'lagrangians' | 'standIns'> {
  const lagrangians = new Map<string, Lagrangian>();
  const standIns: Record<string, string> = {};
  for (const { lagrangian } of design.lagrangians) {
    const { definition, name } = lagrangian;
    if (definition.kind !== 'any') continue;
    const [choice] = representatives(lagrangian, definition.assumptions);
    if (choice === undefined)
      throw new ExpressionError(
        'unsupported',
        `no function is known that ${name} can be: its assumptions exclude each`,
      );
    lagrangians.set(name, choice.lagrangian);
    standIns[name] = choice.description;
  }
  return { lagrangians, standIns };
}
