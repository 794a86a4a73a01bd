/** Where generated code is collected: statements, names, buffers, the helpers in use, and values known by entry. */
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Target, Value } from './codegen-value.js';
import type { Products } from './wasm-products.js';

export class Writer implements Target {
  readonly lines: string[] = [];
  readonly sizes: number[] = [];
  readonly #helpers = new Set<string>();
  readonly #functions = new Set<EntrywiseName>();
  readonly #routines = new Set<keyof Products>();
  readonly #addresses = new Set<string>();
  readonly #scopes: Map<string, Value>[] = [new Map<string, Value>()];
  #names = 0;

  /**
   * The body of the factory: constants for buffers and helpers, and the function that runs the statements; `wrap` puts
   * them into a loop.
   */
  text(
    wrap: (lines: readonly string[]) => readonly string[] = (lines) => ['return function () {', ...lines, '};'],
  ): string {
    const slots = this.sizes.map((_, i) => `const b${i} = B[${i}];`);
    const helpers = [...this.#helpers].map((h) => `const ${h.replace('.', '_')} = R.${h};`);
    const functions = [...this.#functions].map((f) => `const f_${f} = R.functions.${f}.apply;`);
    const routines = [...this.#routines].map((r) => `const wasm_${r} = W.${r};`);
    const addresses = [...this.#addresses].map((b) => `const a_${b} = ${b}.byteOffset;`);
    const header = ['"use strict";', ...slots, ...helpers, ...functions, ...routines, ...addresses];
    return [...header, ...wrap(this.lines)].join('\n');
  }

  bind(expression: string): string {
    if (/^-?[\w.]+$/.test(expression)) return expression;
    const name = this.fresh('t');
    this.lines.push(`const ${name} = ${expression};`);
    return name;
  }

  use(helper: string): string {
    this.#helpers.add(helper);
    return helper.replace('.', '_');
  }

  useFunction(name: EntrywiseName): string {
    this.#functions.add(name);
    return `f_${name}`;
  }

  /** Names a routine on the memory in which the buffers then lie. */
  routine(name: keyof Products): string {
    this.#routines.add(name);
    return `wasm_${name}`;
  }

  /** Whether the code calls routines. */
  get callsRoutines(): boolean {
    return this.#routines.size > 0;
  }

  /** Names the address of a buffer in that memory. */
  address(buffer: string): string {
    this.#addresses.add(buffer);
    return `a_${buffer}`;
  }

  line(...text: readonly string[]): void {
    this.lines.push(...text);
  }

  fresh(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  allocate(size: number): string {
    this.sizes.push(size);
    return `b${this.sizes.length - 1}`;
  }

  /** Writes lines in a scope of their own: values bound inside are not seen outside. */
  scoped(header: string, body: () => void): void {
    this.lines.push(`${header} {`);
    this.#scopes.push(new Map());
    body();
    this.#scopes.pop();
    this.lines.push('}');
  }

  remember(key: string, value: Value): Value {
    (this.#scopes.at(-1) as Map<string, Value>).set(key, value);
    return value;
  }

  recall(key: string): Value | undefined {
    for (let k = this.#scopes.length - 1; k >= 0; k -= 1) {
      const value = (this.#scopes[k] as Map<string, Value>).get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
