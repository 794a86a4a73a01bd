/** A source tree as a design: every name resolved, every formula an expression, every contradiction refused. */
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import type { FormulaScope } from '../symbolic/parse.js';
import { namesOfLagrangian } from '../symbolic/parse-scope.js';
import { namesIn } from '../symbolic/parse-syntax.js';
import { describeShape, isScalarShape, sameShape, vectorShape } from '../symbolic/shape.js';
import { formulasOf, readClaims } from './claims.js';
import { readDefinitions } from './definitions.js';
import { formulaNode, readFormula } from './formula.js';
import { readLagrangian } from './lagrangians.js';
import { notesOf, scopeOf } from './scope.js';
import { Names } from './names.js';
import { readParameter } from './parameters.js';
import { Sizes } from './sizes.js';
import { type MapEntry, type MapNode, type ScalarNode, Source, type SourceNode } from './source.js';
import type { DeclaredLagrangian, Design, Diagnostic, Interval, Parameter, Place, State } from './types.js';

const REQUIRED = ['name', 'dimensions', 'state', 'velocity', 'energy'] as const;
const KEYS = [...REQUIRED, 'cite', 'domain', 'parameters', 'lagrangians', 'define', 'claims'];

/** Where a state is looked at unless the design says otherwise. */
const DEFAULT_DOMAIN: Interval = [-10, 10];

/** Reads a design; `text` is what a saved counterexample carries with it. Every refusal is a `DesignError`. */
export async function readDesign(root: SourceNode, file: string | undefined, text: string): Promise<Design> {
  return new DesignReader(root, file, text).design();
}

const NO_ENTRIES: ReadonlyMap<string, MapEntry> = new Map();

class DesignReader {
  readonly #source: Source;
  readonly #root: MapNode;
  readonly #file: string | undefined;
  readonly #text: string;
  readonly #names: Names;
  readonly #sizes: Sizes;
  readonly #symbols = new Map<string, Expression>();
  readonly #places = new Map<string, Place>();

  constructor(root: SourceNode, file: string | undefined, text: string) {
    this.#source = new Source(file);
    this.#root = this.#source.record(root, KEYS, `a design: a mapping with the keys ${KEYS.join(', ')}`);
    this.#file = file;
    this.#text = text;
    this.#names = new Names(this.#source);
    this.#sizes = new Sizes(this.#source);
  }

  async design(): Promise<Design> {
    const source = this.#source;
    for (const key of REQUIRED)
      if (!this.#root.entries.has(key)) throw source.error(this.#root, `the key "${key}" is missing`);
    const cite = this.#root.entries.get('cite')?.value;
    const name = source.text(this.#field('name'), 'the name of the design');
    const citation = cite === undefined ? undefined : source.text(cite, 'a text');
    const states = this.#readStates();
    const parameters = this.#readParameters();
    const lagrangians = await this.#readLagrangians();
    const scope = scopeOf(this.#symbols, this.#sizes.names, lagrangians);
    const definitions = readDefinitions(this.#section('define'), this.#symbols, scope, this.#names, source);
    const partial: Expression[] = [];
    const noting: FormulaScope = {
      ...scope,
      note: (part) => partial.push(part),
      notes: notesOf(definitions),
    };
    const velocity = this.#readVelocity(states, noting);
    const energy = this.#readEnergy(noting);
    const domains = this.#readDomains(states);
    const claims = readClaims(this.#root.entries.get('claims')?.value, source);
    const mentions = this.#mentions();
    const claimed = claims.flatMap(({ statement, given }) => [statement, ...given].flatMap(formulasOf));
    return {
      name,
      cite: citation,
      file: this.#file,
      source: this.#text,
      dimensions: this.#sizes.dimensions,
      states: states.map((state, i) => ({
        symbol: state,
        velocity: velocity[i] as Expression,
        domain: domains.get(state.name) ?? DEFAULT_DOMAIN,
        domainStated: domains.has(state.name),
      })),
      parameters,
      lagrangians,
      definitions,
      energy,
      partial,
      claims,
      warnings: this.#unused(parameters, lagrangians, [...mentions.values(), claimed.flatMap(namesIn)].flat()),
      places: this.#places,
      mentions,
    };
  }

  #field(key: (typeof REQUIRED)[number]): SourceNode {
    return this.#root.entries.get(key)?.value as SourceNode;
  }

  /** The entries of a section; without the section, none. */
  #section(key: string): ReadonlyMap<string, MapEntry> {
    const node = this.#root.entries.get(key)?.value;
    if (node === undefined) return NO_ENTRIES;
    return this.#source.map(node, `a mapping from names to ${SECTIONS[key] ?? 'values'}`).entries;
  }

  /** The names in the formulas of the system, by key path. */
  #mentions(): ReadonlyMap<string, readonly string[]> {
    const formulas = ['velocity', 'define'].flatMap((key) =>
      [...this.#section(key)].map(([name, { value }]) => [`${key}.${name}`, value] as const),
    );
    return new Map(
      [...formulas, ['energy', this.#field('energy')] as const].map(([path, node]) => [
        path,
        namesIn(formulaNode(node, this.#source).text),
      ]),
    );
  }

  #remember(path: string, node: SourceNode): void {
    if (node.place !== undefined) this.#places.set(path, node.place);
  }

  #readStates(): readonly State['symbol'][] {
    const source = this.#source;
    for (const [name, { key, value }] of this.#section('dimensions')) {
      this.#names.declare(name, 'a dimension', key);
      this.#sizes.declare(name, value);
    }
    const entries = [...this.#section('state')];
    if (entries.length === 0) throw source.error(this.#field('state'), 'a design has at least one state');
    return entries.map(([name, { key, value }]) => {
      this.#names.declare(name, 'a state', key);
      const wanted = 'the size of the state in brackets, such as [N]';
      const [size, ...more] = source.list(value, wanted);
      if (size === undefined || more.length > 0) throw source.expected(value, wanted);
      const symbol = build.symbol(name, vectorShape(this.#sizes.read(size)), 'state');
      this.#symbols.set(name, symbol);
      return symbol;
    });
  }

  #readParameters(): readonly Parameter[] {
    return [...this.#section('parameters')].map(([name, entry]) => {
      this.#names.declare(name, 'a parameter', entry.key);
      this.#remember(`parameters.${name}`, entry.key);
      const parameter = readParameter(entry, this.#sizes, this.#source);
      this.#symbols.set(name, parameter.symbol);
      return parameter;
    });
  }

  async #readLagrangians(): Promise<readonly DeclaredLagrangian[]> {
    const entries = [...this.#section('lagrangians')];
    const declared: DeclaredLagrangian[] = [];
    for (const [name, entry] of entries) {
      this.#remember(`lagrangians.${name}`, entry.key);
      declared.push(await readLagrangian(entry, this.#names, this.#source));
    }
    for (const [i, { lagrangian }] of declared.entries())
      for (const name of namesOfLagrangian(lagrangian)) {
        const own = name === lagrangian.name || name === lagrangian.gradient || name === lagrangian.hessian;
        const meaning = own ? undefined : this.#names.meaning(name);
        const key = entries[i]?.[1].key;
        if (meaning !== undefined && key !== undefined)
          throw this.#source.error(
            key,
            `"${name}" stands for a derivative of ${lagrangian.name}, but it names ${meaning}`,
          );
      }
    return declared;
  }

  #readVelocity(states: readonly State['symbol'][], scope: FormulaScope): readonly Expression[] {
    const source = this.#source;
    const entries = this.#section('velocity');
    const names = states.map(({ name }) => name);
    source.record(this.#field('velocity'), names, 'one formula for each state');
    return states.map((state) => {
      const node = entries.get(state.name)?.value;
      if (node === undefined) throw source.error(this.#field('velocity'), `the state ${state.name} has no velocity`);
      this.#remember(`velocity.${state.name}`, node);
      const velocity = readFormula(node, scope, source);
      if (!sameShape(velocity.shape, state.shape)) {
        const advice = isScalarShape(velocity.shape) ? `; a constant c is c*ones(${state.shape.rows})` : '';
        throw source.error(
          node,
          `the velocity of ${state.name} is a ${describeShape(velocity.shape)}, but ${state.name} is a ${describeShape(state.shape)}${advice}`,
        );
      }
      return velocity;
    });
  }

  #readEnergy(scope: FormulaScope): Expression {
    const node = this.#field('energy');
    this.#remember('energy', node);
    for (const [name, { value }] of this.#section('define')) this.#remember(`define.${name}`, value);
    const energy = readFormula(node, scope, this.#source);
    if (!isScalarShape(energy.shape))
      throw this.#source.error(node, `the energy is a ${describeShape(energy.shape)}, but an energy is a scalar`);
    return energy;
  }

  #readDomains(states: readonly State['symbol'][]): ReadonlyMap<string, Interval> {
    const node = this.#root.entries.get('domain')?.value;
    if (node === undefined) return new Map();
    const names = states.map(({ name }) => name);
    const { entries } = this.#source.record(node, names, 'an interval for each state, such as { y: [-5, 5] }');
    return new Map([...entries].map(([name, { value }]) => [name, this.#source.interval(value)]));
  }

  /** What is declared and mentioned nowhere. */
  #unused(
    parameters: readonly Parameter[],
    lagrangians: readonly DeclaredLagrangian[],
    mentioned: readonly string[],
  ): readonly Diagnostic[] {
    const names = new Set(mentioned);
    const warn = (key: ScalarNode | undefined, what: string): Diagnostic => ({
      file: this.#file,
      place: key?.place,
      message: `${what} is declared but not used`,
    });
    return [
      ...parameters
        .filter(({ symbol }) => !names.has(symbol.name))
        .map(({ symbol }) => warn(this.#section('parameters').get(symbol.name)?.key, `the parameter ${symbol.name}`)),
      ...lagrangians
        .filter(({ lagrangian }) => !namesOfLagrangian(lagrangian).some((name) => names.has(name)))
        .map(({ lagrangian: { name } }) => warn(this.#section('lagrangians').get(name)?.key, `the Lagrangian ${name}`)),
    ];
  }
}

const SECTIONS: Readonly<Record<string, string>> = {
  dimensions: 'sizes, such as { N: 4 }',
  state: 'sizes, such as { y: [N] }',
  parameters: 'shapes, such as { W: { shape: [N, N] } }',
  lagrangians: 'Lagrangians, such as { L: { is: relu, gradient: g } }',
  define: 'formulas',
  velocity: 'formulas, one for each state',
};
