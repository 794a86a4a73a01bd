/** States on the command line: `y=[1, 2]`, `y=0`. */
import { InvalidArgumentError } from 'commander';
import type { EntryName } from '../dynamics/analyse-basins.js';
import type { GivenStates } from '../dynamics/start.js';
import { badInput } from './error-text.js';

/** A state vector by name, and its value; a number stands for each entry. */
export interface GivenState {
  readonly name: string;
  readonly value: number | readonly number[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads `y=[1, 2]` or `y=0` and adds it to the values given before. */
export function givenState(text: string, before: readonly GivenState[] = []): readonly GivenState[] {
  const [, name, list, one] = /^\s*([^\s=]+)\s*=\s*(?:\[(.*)\]|([^[\]]+))\s*$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected a state and its value, such as y=[1,2] or y=0.');
  const numbers = (list ?? one ?? '').split(',').map((entry) => entry.trim());
  const wrong = numbers.find((entry) => !NUMBER.test(entry) || !Number.isFinite(Number(entry)));
  if (wrong !== undefined) throw new InvalidArgumentError(`Expected numbers after ${name}=, but found "${wrong}".`);
  const value = list === undefined && numbers.length === 1 ? Number(numbers[0]) : numbers.map(Number);
  return [...before, { name, value }];
}

/**
 * The states that the values make: the first value of each vector is part of the first, the second of the second. Every
 * vector that is given at all must be given as often as the others.
 */
export function statesFrom(option: string, given: readonly GivenState[]): readonly GivenStates[] {
  const values = new Map<string, (number | readonly number[])[]>();
  for (const { name, value } of given) values.set(name, [...(values.get(name) ?? []), value]);
  const counts = [...values].map(([name, list]) => ({ name, count: list.length }));
  const [first] = counts;
  const other = counts.find(({ count }) => count !== first?.count);
  if (first !== undefined && other !== undefined)
    throw badInput(
      `${option}: ${first.name} is given ${times(first.count)} and ${other.name} ${times(other.count)}; ` +
        'each value is one start, so give them equally often',
    );
  return Array.from(
    { length: first?.count ?? 0 },
    (_, k) => new Map([...values].map(([name, list]) => [name, list[k] as number | readonly number[]])),
  );
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** Reads two entries of states, `y[1],y[2]`. */
export function twoEntries(text: string): readonly [EntryName, EntryName] {
  const entries = text.split(',').map((entry) => /^\s*([^\s[\]]+)\[(\d+)\]\s*$/.exec(entry));
  const [across, down] = entries.map((match) => match && { state: match[1] as string, index: Number(match[2]) });
  if (entries.length !== 2 || across == null || down == null)
    throw new InvalidArgumentError('Expected two entries of states, such as y[1],y[2].');
  if (across.state === down.state && across.index === down.index)
    throw new InvalidArgumentError('Expected two different entries.');
  return [across, down];
}
