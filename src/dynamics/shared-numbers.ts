/** The numbers of a design that shares parameters with a memory. */
import { exactValue, givenValueProblem, satisfiesParameter } from '../design/structures/index.js';
import { DesignError, type Design, type Parameter } from '../design/types.js';
import { describeShape, sameShape } from '../symbolic/shape.js';
import type { Memory } from './memory.js';
import { type Numbers, numbersOf } from './numbers.js';

/** The names of the parameters that a design shares with that of a memory. */
export const sharedNames = (memory: Memory, other: Design): readonly string[] =>
  other.parameters
    .map(({ symbol }) => symbol.name)
    .filter((name) => memory.design.parameters.some((p) => p.symbol.name === name));

/**
 * The numbers of `other` beside a memory: parameters and dimensions of the same name have those of the memory, whatever
 * the design says; the rest is given by it or drawn for the seed. Parameters that differ in shape, or numbers that the
 * structure or range of `other` excludes, are refused.
 */
export function sharedNumbers(memory: Memory, other: Design, seed: number): Numbers {
  const { design, numbers, dimensions } = memory;
  const refuse = (message: string): DesignError => new DesignError({ file: other.file, place: undefined, message });
  for (const { name, value, fixed } of other.dimensions) {
    const size = dimensions[name];
    if (fixed && size !== undefined && size !== value)
      throw refuse(`${name} is fixed at ${value} here, but is ${size} in "${design.name}"`);
  }
  const own = numbersOf(other, { seed, sizes: dimensions });
  const names = sharedNames(memory, other);
  for (const name of names) {
    const [mine, theirs] = [design, other].map((d) => d.parameters.find((p) => p.symbol.name === name));
    if (mine === undefined || theirs === undefined) continue;
    if (!sameShape(mine.symbol.shape, theirs.symbol.shape))
      throw refuse(
        `${name} is ${describeShape(theirs.symbol.shape)} here, but ${describeShape(mine.symbol.shape)} in ` +
          `"${design.name}"; a parameter of both has one shape, in the same dimensions`,
      );
    const problem = problemOf(memory, mine, theirs);
    if (problem !== undefined) throw refuse(`${name} has the numbers of "${design.name}", but they are ${problem}`);
  }
  const isShared = (name: string): boolean => names.includes(name);
  const merged = <T>(mine: ReadonlyMap<string, T>, theirs: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...[...theirs].filter(([name]) => !isShared(name)), ...[...mine].filter(([name]) => isShared(name))]);
  return {
    ...own,
    parameters: merged(numbers.parameters, own.parameters),
    parts: merged(numbers.parts, own.parts),
    constructions: [
      ...own.constructions.filter((c) => !isShared(c.parameter.symbol.name)),
      ...numbers.constructions.filter((c) => isShared(c.parameter.symbol.name)),
    ],
    drawn: own.drawn.filter((name) => !isShared(name)),
  };
}

/** Why the numbers of a parameter of the memory are none that another declaration of it allows. */
function problemOf({ numbers, dimensions }: Memory, mine: Parameter, theirs: Parameter): string | undefined {
  const { name } = mine.symbol;
  if (mine.value !== undefined) {
    const problem = givenValueProblem({ ...theirs, value: mine.value }, dimensions);
    return problem?.replace(`the value of ${name} is `, '');
  }
  const parts = numbers.parts.get(name);
  const values = parts === undefined ? (numbers.parameters.get(name) ?? []) : exactValue(mine, dimensions, parts);
  const held = satisfiesParameter(theirs, values, dimensions);
  return held === true ? undefined : held;
}
