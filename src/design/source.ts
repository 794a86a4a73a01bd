/** A design as written: a tree of mappings, lists and scalars with the place of each, from a file or from objects. */
import { suggestion } from '../symbolic/nearest.js';
import { DesignError, type Place } from './types.js';

interface Located {
  /** The key path, e.g. `parameters.W.structure`. */
  readonly path: string;
  readonly place: Place | undefined;
}

export interface ScalarNode extends Located {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The scalar as text, as a formula is read: `0.10`, not the number it stands for. */
  readonly text: string;
  /** The place of a character of `text`. */
  readonly placeAt: (offset: number) => Place | undefined;
  /** Whether a comment follows on the same line. */
  readonly commented: boolean;
}

export interface ListNode extends Located {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
}

export interface MapNode extends Located {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: SourceNode;
}

export type SourceNode = ScalarNode | ListNode | MapNode;

/** What a node is, in words. */
export function describeNode(node: SourceNode): string {
  switch (node.kind) {
    case 'list':
      return `a list of ${node.items.length}`;
    case 'map':
      return 'a mapping';
    case 'scalar':
      if (node.value === null) return 'nothing';
      return typeof node.value === 'string' ? `the text ${quoted(node.value)}` : `${node.text}`;
  }
}

const LONGEST = 40;
/** A text in quotes, shortened. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);

/** Reads nodes and refuses what they are not: every message has the key path, what was found and what is expected. */
export class Source {
  readonly file: string | undefined;

  constructor(file: string | undefined) {
    this.file = file;
  }

  /** The error for a node; thrown by the caller. */
  error(node: Located, message: string, place: Place | undefined = node.place): DesignError {
    return new DesignError({
      file: this.file,
      place,
      message: node.path === '' ? message : `${node.path}: ${message}`,
    });
  }

  expected(node: SourceNode, wanted: string): DesignError {
    return this.error(node, `expected ${wanted}, but found ${describeNode(node)}`);
  }

  map(node: SourceNode, wanted: string): MapNode {
    if (node.kind !== 'map') throw this.expected(node, wanted);
    return node;
  }

  /** A mapping with no other keys than these. */
  record(node: SourceNode, keys: readonly string[], wanted: string): MapNode {
    const map = this.map(node, wanted);
    for (const [name, { key }] of map.entries)
      if (!keys.includes(name)) {
        const hint = suggestion(name, keys) || `; the keys here are ${keys.join(', ')}`;
        throw this.error({ ...key, path: node.path }, `unknown key ${quoted(name)}${hint}`);
      }
    return map;
  }

  text(node: SourceNode, wanted: string): string {
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '') return node.value;
    if (node.kind === 'scalar' && typeof node.value === 'number') return node.text;
    throw this.expected(node, wanted);
  }

  /** A finite number. */
  number(node: SourceNode, wanted: string): number {
    if (node.kind !== 'scalar' || typeof node.value !== 'number') throw this.expected(node, wanted);
    if (!Number.isFinite(node.value))
      throw this.error(node, `expected ${wanted}, but ${node.text} is not a finite number`);
    if (node.value === 0 && /^[^e]*[1-9]/i.test(node.text))
      throw this.error(node, `expected ${wanted}, but a double cannot hold ${node.text}, which would become 0`);
    return node.value;
  }

  list(node: SourceNode, wanted: string): readonly SourceNode[] {
    if (node.kind !== 'list') throw this.expected(node, wanted);
    return node.items;
  }

  /** The items of a list, or the node itself as the only one. */
  oneOrMore(node: SourceNode): readonly SourceNode[] {
    return node.kind === 'list' ? node.items : [node];
  }

  /** `[low, high]` with low < high, or low ≤ high where one value is admitted. */
  interval(node: SourceNode): readonly [number, number] {
    const wanted = 'two numbers [low, high]';
    const [low, high, ...more] = this.list(node, wanted);
    if (low === undefined || high === undefined || more.length > 0) throw this.expected(node, wanted);
    const [lo, hi] = [this.number(low, 'a number'), this.number(high, 'a number')];
    if (lo > hi) throw this.error(node, `expected low ≤ high, but ${lo} is above ${hi}`);
    return [lo, hi];
  }
}
