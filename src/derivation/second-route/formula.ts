/**
 * Scalar formulas with the derivatives that mathjs gives for them, on intervals of doubles. Formulas that differ in
 * names only are parsed and differentiated once.
 */
import * as I from '../../interval/interval.js';
import type { Interval, Outcome } from '../../interval/interval.js';
import type { ENTRYWISE_FUNCTIONS } from '../../symbolic/functions.js';
import { isEntrywiseName } from '../../symbolic/functions.js';
import { differentiate, type MathNode, parseMath } from '../../symbolic/mathjs.js';

type Tree =
  | { readonly op: 'number'; readonly value: Interval }
  | { readonly op: 'variable'; readonly index: number }
  | { readonly op: '+' | '*'; readonly args: readonly Tree[] }
  | { readonly op: '-' | '/' | '^'; readonly left: Tree; readonly right: Tree }
  | { readonly op: 'call'; readonly name: string; readonly argument: Tree };

/** A formula in the variables 0, 1, …, in the order in which they occur. */
export interface Formula {
  readonly arity: number;
  readonly value: Tree;
  /** ∂/∂a; undefined where it is 0. */
  readonly first: (a: number) => Tree | undefined;
  /** ∂²/∂a∂b; undefined where it is 0. */
  readonly second: (a: number, b: number) => Tree | undefined;
}

/** Names in a formula that are not functions. */
const NAMES = /[\p{L}_$][\p{L}\p{N}_$]*(?![\p{L}\p{N}_$]|\()/gu;

const MOST_CACHED = 20_000;
const cache = new Map<string, Formula>();

/** A formula with the names it mentions, in the order of its variables. */
export function formulaOf(text: string): { readonly formula: Formula; readonly names: readonly string[] } {
  const names: string[] = [];
  const position = new Map<string, number>();
  const key = text.replace(NAMES, (name) => {
    let at = position.get(name);
    if (at === undefined) {
      at = names.length;
      names.push(name);
      position.set(name, at);
    }
    return `v${at}`;
  });
  let formula = cache.get(key);
  if (formula === undefined) {
    if (cache.size >= MOST_CACHED) cache.clear();
    formula = differentiable(parseMath(key), names.length);
    cache.set(key, formula);
  }
  return { formula, names };
}

function differentiable(node: MathNode, arity: number): Formula {
  const lazily = <T>(slots: (T | undefined)[], at: number, make: () => T): T => (slots[at] ??= make());
  const nodes: (MathNode | undefined)[] = [];
  const firstNode = (a: number): MathNode => lazily(nodes, a, () => differentiate(node, `v${a}`));
  const first: ({ tree: Tree | undefined } | undefined)[] = [];
  const second: ({ tree: Tree | undefined } | undefined)[] = [];
  const nonZero = (tree: Tree): Tree | undefined => (isNumber(tree, 0) ? undefined : tree);
  return {
    arity,
    value: treeOf(node),
    first: (a) => lazily(first, a, () => ({ tree: nonZero(treeOf(firstNode(a))) })).tree,
    second: (a, b) => {
      const [x, y] = a <= b ? [a, b] : [b, a];
      return lazily(second, x * arity + y, () => {
        const before = treeOf(firstNode(x));
        return { tree: mentions(before, y) ? nonZero(treeOf(differentiate(firstNode(x), `v${y}`))) : undefined };
      }).tree;
    },
  };
}

function mentions(tree: Tree, variable: number): boolean {
  switch (tree.op) {
    case 'number':
      return false;
    case 'variable':
      return tree.index === variable;
    case '+':
    case '*':
      return tree.args.some((arg) => mentions(arg, variable));
    case '-':
    case '/':
    case '^':
      return mentions(tree.left, variable) || mentions(tree.right, variable);
    case 'call':
      return mentions(tree.argument, variable);
  }
}

/** The fields of mathjs nodes that are read here; `type` tells which are present. */
interface LooseNode {
  readonly type: string;
  readonly op?: string;
  readonly args?: readonly MathNode[];
  readonly content?: MathNode;
  readonly name?: string;
  readonly value?: unknown;
}

const numberTree = (value: number): Tree => ({ op: 'number', value: I.point(value) });
const isNumber = (tree: Tree, value: number): boolean =>
  tree.op === 'number' && tree.value.low === value && tree.value.high === value;

/**
 * A tree of mathjs in our own shape. Terms 0 and factors 0 and 1 are left out: mathjs does not simplify what it
 * differentiates. A factor 0 counts where all else is finite, which it is at the points of the comparison.
 */
function treeOf(node: MathNode): Tree {
  const { type, op, args = [], content, name, value } = node as unknown as LooseNode;
  switch (type) {
    case 'ConstantNode':
      return numberTree(Number(value));
    case 'SymbolNode': {
      const index = /^v(\d+)$/.exec(name ?? '')?.[1];
      if (index === undefined) throw new Error(`internal error: the name ${name} in a formula`);
      return { op: 'variable', index: Number(index) };
    }
    case 'ParenthesisNode':
      return treeOf(content as MathNode);
    case 'FunctionNode':
      return { op: 'call', name: name ?? '', argument: treeOf(args[0] as MathNode) };
    case 'OperatorNode':
      return operation(op ?? '', args.map(treeOf));
    default:
      throw new Error(`internal error: a ${type} in a formula`);
  }
}

function operation(op: string, args: readonly Tree[]): Tree {
  const [left = numberTree(0), ...rest] = args;
  switch (op) {
    case '+': {
      const terms = args.filter((arg) => !isNumber(arg, 0));
      return terms.length === 0 ? numberTree(0) : terms.length === 1 ? (terms[0] as Tree) : { op: '+', args: terms };
    }
    case '*': {
      if (args.some((arg) => isNumber(arg, 0))) return numberTree(0);
      const factors = args.filter((arg) => !isNumber(arg, 1));
      return factors.length === 0
        ? numberTree(1)
        : factors.length === 1
          ? (factors[0] as Tree)
          : { op: '*', args: factors };
    }
    case '-':
      return rest.length === 0 ? minus(numberTree(0), left) : rest.reduce(minus, left);
    case '/':
      return rest.reduce((a, b) => (isNumber(a, 0) || isNumber(b, 1) ? a : { op: '/', left: a, right: b }), left);
    case '^': {
      const exponent = rest[0] as Tree;
      return isNumber(exponent, 1) ? left : { op: '^', left, right: folded(exponent) };
    }
    default:
      throw new Error(`internal error: the operator ${op} in a formula`);
  }
}

const minus = (a: Tree, b: Tree): Tree => (isNumber(b, 0) ? a : folded({ op: '-', left: a, right: b }));

/** The number that a tree of numbers is. */
function folded(tree: Tree): Tree {
  if (tree.op === '-' && tree.left.op === 'number' && tree.right.op === 'number')
    return { op: 'number', value: I.subtract(tree.left.value, tree.right.value) };
  return tree;
}

/** The value of a tree; `value` gives the variables. */
export function evaluateTree(tree: Tree, value: (variable: number) => Outcome): Outcome {
  const visit = (t: Tree): Outcome => {
    switch (t.op) {
      case 'number':
        return t.value;
      case 'variable':
        return value(t.index);
      case '+':
      case '*': {
        let result: Interval | undefined;
        for (const arg of t.args) {
          const next = visit(arg);
          if (typeof next === 'string') return next;
          result = result === undefined ? next : t.op === '+' ? I.add(result, next) : I.multiply(result, next);
        }
        return result as Interval;
      }
      case '-':
      case '/':
      case '^': {
        const [a, b] = [visit(t.left), visit(t.right)];
        if (typeof a === 'string') return a;
        if (typeof b === 'string') return b;
        return t.op === '-' ? I.subtract(a, b) : t.op === '/' ? I.divide(a, b) : I.power(a, b);
      }
      case 'call': {
        const z = visit(t.argument);
        return typeof z === 'string' ? z : call(t.name, z);
      }
    }
  };
  return visit(tree);
}

/** A function that occurs in formulas or in the derivatives that mathjs makes of them. */
function call(name: string, z: Interval): Outcome {
  const inverted = (f: keyof typeof ENTRYWISE_FUNCTIONS): Outcome => {
    const below = I.mapInterval(f, z);
    return typeof below === 'string' ? below : I.reciprocal(below);
  };
  if (name === 'sec') return inverted('cos');
  if (name === 'sech') return inverted('cosh');
  if (name === 'sqrt') return I.power(z, I.point(0.5));
  if (isEntrywiseName(name)) return I.mapInterval(name, z);
  throw new Error(`internal error: the function ${name} in a formula`);
}
