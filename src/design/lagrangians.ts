/** Lagrangians as declared: from the catalogue, by a formula, by an activation, or any. */
import { CATALOGUE_NAMES, catalogueOptions } from '../lagrangians/registry.js';
import { resolveLagrangian } from '../lagrangians/resolve.js';
import * as build from '../symbolic/build.js';
import { type Expression, FORMULA_SIZE, FORMULA_VARIABLE, type LagrangianAssumption } from '../symbolic/expression.js';
import { distinct } from '../symbolic/identity.js';
import { nearest, suggestion } from '../symbolic/nearest.js';
import { FormulaError, type FormulaScope, parseExpression } from '../symbolic/parse.js';
import { SCALAR, sameShape, describeShape, vectorShape } from '../symbolic/shape.js';
import { formulaNode, locateAsync, readFormula } from './formula.js';
import type { Names } from './names.js';
import { type MapEntry, type MapNode, quoted, type ScalarNode, type Source, type SourceNode } from './source.js';
import type { DeclaredLagrangian } from './types.js';

const KEYS = ['is', 'formula', 'activation', 'assume', 'gradient', 'hessian'];
const ASSUMPTIONS: readonly LagrangianAssumption[] = ['convex', 'strictly-convex', 'entrywise', 'bounded-gradient'];
const WANTED = 'a Lagrangian such as { is: relu, gradient: g, hessian: Lambda }';

/** Formulas of a Lagrangian mention its argument x only: a number for an activation, else a vector of n entries. */
function formulaScope(variable: 'scalar' | 'vector', names: Names, note?: (part: Expression) => void): FormulaScope {
  const shape = variable === 'scalar' ? SCALAR : vectorShape(FORMULA_SIZE);
  return {
    symbols: new Map([[FORMULA_VARIABLE, build.symbol(FORMULA_VARIABLE, shape)]]),
    lagrangians: [],
    ...(note === undefined ? {} : { note }),
    dimensions: new Set(variable === 'vector' ? [FORMULA_SIZE] : []),
    explain: (name) => {
      const meaning = names.meaning(name);
      return meaning === undefined
        ? undefined
        : `${name} is ${meaning}, but the formula of a Lagrangian may mention its argument x and numbers only`;
    },
  };
}

export async function readLagrangian(
  { key, value: node }: MapEntry,
  names: Names,
  source: Source,
): Promise<DeclaredLagrangian> {
  const map = source.map(node, WANTED);
  names.declare(key.text, 'a Lagrangian', key);
  const field = (name: string): SourceNode | undefined => map.entries.get(name)?.value;
  const kinds = ['is', 'formula', 'activation'].filter((name) => map.entries.has(name));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw source.error(
      node,
      `a Lagrangian has one of is (a name of the catalogue, or any), formula, activation${kind === undefined ? '' : `, but found ${kinds.join(' and ')}`}`,
    );
  const is = kind === 'is' ? readIs(field('is') as SourceNode, source) : undefined;
  const options = readOptions(map, is, source);
  const gradient = readGradient(field('gradient'), names, source);
  const hessian = readName(field('hessian'), 'a Hessian', names, source);
  const assume = readAssumptions(field('assume'), is, source);
  const formula = is === undefined ? formulaNode(field(kind) as SourceNode, source) : undefined;
  const partial: Expression[] = [];
  const note = (part: Expression): void => void partial.push(part);
  const parse = (text: string, variable: 'scalar' | 'vector'): Expression =>
    parseExpression(text, formulaScope(variable, names));
  // Of the author's own text: what mathjs and nerdamer derive from it may be written in terms of other functions.
  const parseNoting = (text: string, variable: 'scalar' | 'vector'): Expression =>
    parseExpression(text, formulaScope(variable, names, note));
  // What is refused is at fault where it was written: the formula, or the entry of the catalogue with its options.
  const at = formula ?? { ...key, path: node.path };
  const lagrangian = await locateAsync(at, source, async () => {
    if (formula !== undefined) checkFormula(formula, kind === 'activation' ? 'scalar' : 'vector', parseNoting);
    return resolveLagrangian(
      {
        name: key.text,
        ...(gradient.name === undefined ? {} : { gradient: gradient.name }),
        ...(hessian === undefined ? {} : { hessian }),
        ...(is === undefined ? {} : { is }),
        ...(formula === undefined ? {} : { [kind]: formula.text }),
        ...(assume === undefined ? {} : { assume }),
        options,
      },
      parse,
    );
  });
  return {
    lagrangian,
    is: is ?? kind,
    claimedGradient:
      gradient.formula === undefined ? undefined : readClaimedGradient(gradient.formula, names, note, source),
    partial: distinct(partial),
  };
}

/** Both kinds of formula have a scalar value. */
function checkFormula(
  node: ScalarNode,
  variable: 'scalar' | 'vector',
  parse: (text: string, variable: 'scalar' | 'vector') => Expression,
): void {
  const { shape } = parse(node.text, variable);
  if (!sameShape(shape, SCALAR))
    throw new FormulaError('shape', `the value of a Lagrangian is a scalar, but this is a ${describeShape(shape)}`, {
      start: 0,
      end: node.text.length,
    });
}

function readIs(node: SourceNode, source: Source): string {
  const name = source.text(node, 'a name of the catalogue, or any');
  const known = [...CATALOGUE_NAMES, 'any'];
  if (known.includes(name)) return name;
  throw source.error(
    node,
    `there is no Lagrangian ${quoted(name)} in the catalogue${suggestion(name, known) || `; it has ${known.join(', ')}`}`,
  );
}

/** The options of a catalogue entry, which stand beside the other keys. */
function readOptions(map: MapNode, is: string | undefined, source: Source): Readonly<Record<string, number>> {
  const known = is === undefined || is === 'any' ? {} : catalogueOptions(is);
  const options: Record<string, number> = {};
  for (const [name, { key, value }] of map.entries) {
    if (KEYS.includes(name)) continue;
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    if (option === undefined) {
      const keys = [...KEYS, ...Object.keys(known)];
      const near = nearest(name, keys);
      const hint = near === undefined ? `; the keys here are ${keys.join(', ')}` : `; did you mean "${near}"?`;
      throw source.error({ ...key, path: map.path }, `unknown key ${quoted(name)}${hint}`);
    }
    const number = source.number(value, option.expects);
    if (!option.admits(number)) throw source.error(value, `expected ${option.expects}, but found ${number}`);
    options[name] = number;
  }
  return options;
}

function readName(node: SourceNode | undefined, what: string, names: Names, source: Source): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== 'scalar' || typeof node.value !== 'string') throw source.expected(node, `a name for ${what}`);
  names.declare(node.value, what, node);
  return node.value;
}

interface GradientDeclaration {
  readonly name: string | undefined;
  readonly formula: SourceNode | undefined;
}

/** `gradient: g`, or `gradient: { g: "x.*sigmoid(x)" }`. */
function readGradient(node: SourceNode | undefined, names: Names, source: Source): GradientDeclaration {
  if (node?.kind !== 'map') return { name: readName(node, 'a gradient', names, source), formula: undefined };
  const [entry, ...more] = node.entries.values();
  if (entry === undefined || more.length > 0)
    throw source.error(node, 'expected one name with its formula, such as { g: "x.*sigmoid(x)" }');
  names.declare(entry.key.text, 'a gradient', entry.key);
  return { name: entry.key.text, formula: entry.value };
}

/** A formula for ∇L in the vector x. */
function readClaimedGradient(
  node: SourceNode,
  names: Names,
  note: (part: Expression) => void,
  source: Source,
): Expression {
  const e = readFormula(node, formulaScope('vector', names, note), source);
  const shape = vectorShape(FORMULA_SIZE);
  if (sameShape(e.shape, shape)) return e;
  if (sameShape(e.shape, SCALAR)) return build.broadcast(e, shape);
  throw source.error(node, `a gradient is a vector of the size of x, but this is a ${describeShape(e.shape)}`);
}

function readAssumptions(
  node: SourceNode | undefined,
  is: string | undefined,
  source: Source,
): readonly LagrangianAssumption[] | undefined {
  if (node === undefined) return undefined;
  if (is !== 'any') throw source.error(node, '"assume" is for "is: any"; of other Lagrangians everything is checked');
  return source.oneOrMore(node).map((item) => {
    const name = source.text(item, `one of ${ASSUMPTIONS.join(', ')}`);
    const found = ASSUMPTIONS.find((assumption) => assumption === name);
    if (found !== undefined) return found;
    const hint = suggestion(name, ASSUMPTIONS) || `; expected ${ASSUMPTIONS.join(', ')}`;
    throw source.error(item, `unknown assumption ${quoted(name)}${hint}`);
  });
}
