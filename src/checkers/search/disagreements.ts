/** Where a saved counterexample says something else than what its numbers give. */
import type { Counterexample, Value } from '../../verdicts/types.js';

/** Texts of values longer than this are cut. */
const LONGEST = 160;

/** A value as JSON writes it, with numbers that JSON does not have by name. */
export function valueText(value: unknown): string {
  const text = JSON.stringify(value, (_, v: unknown) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v));
  return text.replaceAll(',', ', ');
}
const shortened = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);

/** The sentence about one thing that the file says and that is otherwise; none where they agree. */
export function disagreement(what: string, file: string | undefined, found: string | undefined): readonly string[] {
  if (file === found) return [];
  if (file === undefined) return [`the file does not say that ${what} is ${shortened(found ?? '')}`];
  if (found === undefined) return [`the file says that ${what} is ${shortened(file)}, but there is none`];
  // A difference beyond what is shown of a long text is shown.
  const same = [...file].findIndex((character, i) => character !== found[i]);
  const from = same > LONGEST / 2 && Math.max(file.length, found.length) > LONGEST ? same - 20 : 0;
  const part = (text: string): string => `${from > 0 ? '…' : ''}${shortened(text.slice(from))}`;
  return [`the file says that ${what} is ${part(file)}, it is ${part(found)}`];
}

type Texts = ReadonlyMap<string, string>;

function eachDisagreement(what: (name: string) => string, file: Texts, found: Texts): readonly string[] {
  return [...new Set([...found.keys(), ...file.keys()])].flatMap((name) =>
    disagreement(what(name), file.get(name), found.get(name)),
  );
}

const texts = (of: Readonly<Record<string, unknown>> | undefined): Texts =>
  new Map(Object.entries(of ?? {}).map(([name, value]) => [name, valueText(value)]));

/** What the file says about dimensions, values, parts, Lagrangians and polar factors that the point found in it does not have. */
export function pointDisagreements(
  saved: Counterexample,
  found: Pick<Counterexample, 'dimensions' | 'values' | 'lagrangian' | 'factors'>,
  parts: ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>,
): readonly string[] {
  const foreign = Object.entries(saved.parts ?? {}).flatMap(([name, of]) =>
    Object.entries(of).flatMap(([part, value]: [string, Value]) =>
      parts.get(name)?.[part] === undefined
        ? disagreement(`the part ${part} of ${name}`, valueText(value), undefined)
        : [],
    ),
  );
  return [
    ...eachDisagreement((name) => `the dimension ${name}`, texts(saved.dimensions), texts(found.dimensions)),
    ...eachDisagreement((name) => name, texts(saved.values), texts(found.values)),
    ...foreign,
    ...eachDisagreement((name) => `${name}(x)`, texts(saved.lagrangian), texts(found.lagrangian)),
    ...eachDisagreement((name) => name, texts(saved.factors), texts(found.factors)),
  ];
}

/** What the file says about the violation itself. */
export function violationDisagreements(saved: Counterexample, found: Counterexample): readonly string[] {
  return [
    ...disagreement('the quantity', saved.quantity, found.quantity),
    ...disagreement('the value', valueText(saved.value), valueText(found.value)),
    ...disagreement('the enclosure', valueText(saved.enclosure), valueText(found.enclosure)),
    ...disagreement('the detail', saved.detail, found.detail),
    ...disagreement('the zero', zeroText(saved.zero), zeroText(found.zero)),
    ...disagreement('the solution of what is given', zeroText(saved.solution), zeroText(found.solution)),
    ...disagreement('the witness', optionalText(saved.witness), optionalText(found.witness)),
    ...eachDisagreement((name) => `the direction ${name}`, texts(saved.direction), texts(found.direction)),
  ];
}

const optionalText = (value: unknown): string | undefined => (value === undefined ? undefined : valueText(value));

function zeroText(zero: Counterexample['zero']): string | undefined {
  if (zero === undefined || zero === 'exact') return zero;
  const boxes = Object.entries(zero.box).map(([name, box]) => `${name} in ${valueText(box)}`);
  return `verified in the box ${boxes.join(', ')}`;
}
