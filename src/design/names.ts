/** Every name is declared once, and the names of functions never. */
import { FUNCTION_NAMES } from '../symbolic/parse.js';
import { isName, RESERVED_WORDS } from '../symbolic/parse-tokens.js';
import { quoted, type ScalarNode, type Source } from './source.js';

/** Functions that only claims may call; their names are taken all the same. */
export const CLAIM_FUNCTIONS: ReadonlySet<string> = new Set(['grad', 'hess', 'jacobian']);

export class Names {
  readonly #source: Source;
  readonly #taken = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Registers a name for what it names, e.g. `a parameter`. */
  declare(name: string, what: string, node: ScalarNode): void {
    const refuse = (why: string): Error => this.#source.error(node, `${quoted(name)} cannot name ${what}: ${why}`);
    if (!isName(name)) throw refuse('a name is a letter, followed by letters, digits and _');
    if (name in {}) throw refuse('it has a meaning in JavaScript');
    const reserved = RESERVED_WORDS.get(name);
    if (reserved !== undefined) throw refuse('it is a reserved word');
    if (FUNCTION_NAMES.has(name) || CLAIM_FUNCTIONS.has(name)) throw refuse('it is a function in formulas');
    const taken = this.#taken.get(name);
    if (taken !== undefined) throw refuse(`it names ${taken} already`);
    this.#taken.set(name, what);
  }

  /** What a name is declared as. */
  meaning(name: string): string | undefined {
    return this.#taken.get(name);
  }
}
