import { toText } from './rational.js';
import type { Expression, LagrangianDefinition } from './expression.js';

const ids = new WeakMap<Expression, number>();
const numbering = new Map<string, number>();

const definitionNumbers = new WeakMap<LagrangianDefinition, number>();
let definitions = 0;

/** Lagrangians of one name in two designs, or two that stand in for one `any`, are told apart by their definition. */
function definitionNumber(definition: LagrangianDefinition): number {
  let n = definitionNumbers.get(definition);
  if (n === undefined) {
    definitions += 1;
    n = definitions;
    definitionNumbers.set(definition, n);
  }
  return n;
}

/** A number that two expressions share exactly when they have the same structure. */
export function idOf(expression: Expression): number {
  const known = ids.get(expression);
  if (known !== undefined) return known;
  const text = structure(expression);
  let id = numbering.get(text);
  if (id === undefined) {
    id = numbering.size;
    numbering.set(text, id);
  }
  ids.set(expression, id);
  return id;
}

export const sameExpression = (a: Expression, b: Expression): boolean => a === b || idOf(a) === idOf(b);

/** Expressions, each structure once. */
export function distinct(expressions: readonly Expression[]): Expression[] {
  const found = new Map<number, Expression>();
  for (const e of expressions) if (!found.has(idOf(e))) found.set(idOf(e), e);
  return [...found.values()];
}

const list = (expressions: readonly Expression[]): string => expressions.map(idOf).join(',');

function structure(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return `#${toText(e.value)}`;
    case 'constant':
      return `!${e.name}`;
    case 'size':
      return `|${e.size}`;
    case 'symbol':
      return `$${e.name}:${e.shape.rows};${e.shape.columns}:${[...e.facts].sort().join(',')}`;
    case 'identity':
      return `I${e.shape.rows}`;
    case 'ones':
      return `1${e.shape.rows};${e.shape.columns}`;
    case 'sum':
      return `+${list(e.terms)}`;
    case 'product':
      return `*${list(e.factors)}`;
    case 'transpose':
      return `'${idOf(e.argument)}`;
    case 'hadamard':
      return `.${list(e.factors)}`;
    case 'power':
      return `^${idOf(e.base)},${idOf(e.exponent)}`;
    case 'map':
      return `f${e.function}(${idOf(e.argument)}`;
    case 'step':
      return `s${idOf(e.argument)},${e.direction === undefined ? '' : idOf(e.direction)}`;
    case 'diag':
      return `d${idOf(e.argument)}`;
    case 'diagonal':
      return `D${idOf(e.argument)}`;
    case 'lagrangian':
      return `L${e.lagrangian.name}@${definitionNumber(e.lagrangian.definition)};${e.order}(${idOf(e.argument)};${list(e.directions)}`;
    case 'function':
      return `F${e.name}(${idOf(e.argument)}`;
    case 'block':
      return `B${e.blocks.map(list).join(';')}`;
  }
}
