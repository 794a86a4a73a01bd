/** Dimensions and the sizes written with them. */
import { suggestion } from '../symbolic/nearest.js';
import { addSizes, dimensionsOf, type Dimensions, type Size, sizeValue } from '../symbolic/size.js';
import { quoted, type Source, type SourceNode } from './source.js';
import type { Dimension } from './types.js';

/** The largest size of numeric checks. */
const MAX_SIZE = 4096;

/** The dimensions of a design while it is read: what follows may fix some of them. */
export class Sizes {
  readonly #source: Source;
  readonly #dimensions = new Map<string, { value: number; fixed: boolean }>();

  constructor(source: Source) {
    this.#source = source;
  }

  get names(): ReadonlySet<string> {
    return new Set(this.#dimensions.keys());
  }

  get values(): Dimensions {
    return Object.fromEntries([...this.#dimensions].map(([name, { value }]) => [name, value]));
  }

  get dimensions(): readonly Dimension[] {
    return [...this.#dimensions].map(([name, dimension]) => ({ name, ...dimension }));
  }

  /** `N: 4` or `N: { fixed: 4 }`. */
  declare(name: string, node: SourceNode): void {
    if (node.kind !== 'map') {
      this.#dimensions.set(name, { value: this.#whole(node), fixed: false });
      return;
    }
    const map = this.#source.record(node, ['fixed'], 'a size');
    const fixed = map.entries.get('fixed');
    if (fixed === undefined) throw this.#source.error(node, 'expected a size, such as 4 or { fixed: 4 }');
    this.#dimensions.set(name, { value: this.#whole(fixed.value), fixed: true });
  }

  #whole(node: SourceNode): number {
    const value = this.#source.number(node, 'a whole number ≥ 1');
    if (!Number.isInteger(value) || value < 1)
      throw this.#source.error(node, `expected a whole number ≥ 1, but found ${value}`);
    if (value > MAX_SIZE)
      throw this.#source.error(node, `sizes up to ${MAX_SIZE} can be computed with, but found ${value}`);
    return value;
  }

  /** A size: `N`, `3`, `N + M`, `2*N`. */
  read(node: SourceNode): Size {
    if (node.kind === 'scalar' && typeof node.value === 'number') return String(this.#whole(node));
    if (node.kind !== 'scalar' || typeof node.value !== 'string')
      throw this.#source.expected(node, 'a size: a dimension or a whole number ≥ 1');
    const terms = node.value.split('+').map((term) => {
      const [, count, name = ''] = /^\s*(?:(\d{1,4})\s*\*\s*)?([^\s*]+)\s*$/.exec(term) ?? [];
      if (/^[1-9]\d{0,3}$/.test(name) && count === undefined) return name;
      if (!this.#dimensions.has(name)) {
        const hint = suggestion(name, this.names) || `; declared dimensions are ${[...this.names].join(', ')}`;
        throw this.#source.error(node, `expected a size, but ${quoted(name || term.trim())} is no dimension${hint}`);
      }
      return count === undefined ? name : `${Number(count)}*${name}`;
    });
    if (terms.length === 1 && !terms[0]?.includes('*')) return terms[0] as Size;
    const size = addSizes(terms);
    if (sizeValue(size, this.values) < 1) throw this.#source.expected(node, 'a size of at least 1');
    return size;
  }

  valueOf(size: Size): number {
    return sizeValue(size, this.values);
  }

  /** Given numbers determine a size: its dimensions no longer vary. */
  fix(size: Size, found: number, node: SourceNode, what: string): void {
    const value = this.valueOf(size);
    if (value !== found) {
      const is = /^\d+$/.test(size) ? `the shape asks for ${size}` : `${size} is ${value}`;
      throw this.#source.error(node, `found ${found} ${what}, but ${is}`);
    }
    for (const name of dimensionsOf(size)) this.#dimensions.set(name, { value: this.values[name] ?? 1, fixed: true });
  }
}
