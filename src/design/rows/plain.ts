/** Source trees as plain values, and values laid over each other. */
import type { SourceNode } from '../source.js';

export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

export const isPlainMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isPlainList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

/** The value that a tree stands for; numbers that a double does not hold as written stay text. */
export function plain(node: SourceNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' && String(node.value) !== node.text ? node.text : node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries([...node.entries].map(([name, { value }]) => [name, plain(value)]));
  }
}

/** `over` laid over `base`: mappings are merged key by key, anything else is replaced, and null takes a key away. */
export function overlay(base: PlainMap, over: PlainMap): PlainMap {
  const merged: Record<string, Plain> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isPlainMap(value) ? overlay(isPlainMap(below) ? below : {}, value) : value;
  }
  return merged;
}
