/** Where generated code is collected: statements, names, buffers, the helpers in use, and values known by entry. */
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Target, Value } from './codegen-arithmetic.js';

export class Writer implements Target {
  readonly lines: string[] = [];
  readonly sizes: number[] = [];
  readonly #helpers = new Set<string>();
  readonly #functions = new Set<EntrywiseName>();
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
    return ['"use strict";', ...slots, ...helpers, ...functions, ...wrap(this.lines)].join('\n');
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
