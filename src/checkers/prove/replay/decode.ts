/** Reads expressions of a proof. What symbols and Lagrangians are is taken from the design, never from the proof. */
import type { Claim } from '../../../claims/types.js';
import type { Design } from '../../../design/types.js';
import * as build from '../../../symbolic/build.js';
import type { Expression, FunctionName, Lagrangian, SymbolExpression } from '../../../symbolic/expression.js';
import { isEntrywiseName } from '../../../symbolic/functions.js';
import * as Q from '../../../symbolic/rational.js';
import { matrixShape } from '../../../symbolic/shape.js';
import { freeMultiplier } from './obligation.js';
import type { Encoded } from './proof.js';
import { universalVector } from './universal.js';

/** A proof that is not well-formed. */
export class Malformed extends Error {}

export interface Vocabulary {
  readonly symbols: ReadonlyMap<string, SymbolExpression>;
  readonly lagrangians: ReadonlyMap<string, Lagrangian>;
  readonly dimensions: ReadonlySet<string>;
}

export function vocabularyOf(design: Design, claim: Claim): Vocabulary {
  const symbols = [
    ...design.states.map((s) => s.symbol),
    ...design.parameters.map((p) => p.symbol),
    ...claim.variables,
    ...claim.obligations.flatMap((o) => (o.kind === 'invariant' ? [freeMultiplier(o)] : [])),
  ];
  return {
    symbols: new Map(symbols.map((s) => [s.name, s])),
    lagrangians: new Map(design.lagrangians.map(({ lagrangian }) => [lagrangian.name, lagrangian])),
    dimensions: new Set(design.dimensions.map((d) => d.name)),
  };
}

const FUNCTIONS: readonly FunctionName[] = [
  'inv',
  'polar',
  'sqrtm',
  'expm',
  'norm',
  'lambda_min',
  'lambda_max',
  'trace',
  'logsumexp',
  'softmax',
  'sparsemax',
  'sparsemax_support',
];

const MOST_DEPTH = 200;
const MOST_VECTORS = 1000;

export function decode(e: Encoded, words: Vocabulary, depth = 0): Expression {
  if (depth > MOST_DEPTH) throw new Malformed('an expression is nested too deeply');
  if (!Array.isArray(e)) throw new Malformed('an expression is a list');
  const [kind, ...rest] = e as readonly Encoded[];
  const inner = (x: Encoded | undefined): Expression => {
    if (x === undefined) throw new Malformed(`${String(kind)} lacks an argument`);
    return decode(x, words, depth + 1);
  };
  const all = (): Expression[] => rest.map(inner);
  const one = (): Expression => {
    if (rest.length !== 1) throw new Malformed(`${String(kind)} takes one argument`);
    return inner(rest[0]);
  };
  const text = (n: number): string => {
    const x = rest[n];
    if (typeof x !== 'string') throw new Malformed(`${String(kind)} needs a name`);
    return x;
  };
  const size = (n: number): string => sizeOf(text(n), words);
  switch (kind) {
    case 'number': {
      const found = /^(-?\d{1,2000})(?:\/(\d{1,2000}))?$/.exec(text(0));
      if (found === null || /^0+$/.test(found[2] ?? '1')) throw new Malformed('a number is a fraction');
      return build.number(Q.rational(BigInt(found[1] as string), BigInt(found[2] ?? '1')));
    }
    case 'pi':
      return build.PI;
    case 'size':
      return build.sizeNumber(size(0));
    case 'symbol': {
      const found = words.symbols.get(text(0));
      if (found === undefined) throw new Malformed(`the design has no ${text(0)}`);
      return found;
    }
    case 'vector': {
      const n = rest[1];
      if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > MOST_VECTORS)
        throw new Malformed('a vector of the proof has a size and a number');
      return universalVector(n, size(0));
    }
    case 'identity':
      return build.identity(size(0));
    case 'ones':
      return build.ones(matrixShape(size(0), size(1)));
    case 'sum':
      return build.sum(...all());
    case 'product':
      return build.product(...all());
    case 'entrywise':
      return build.hadamard(...all());
    case 'transpose':
      return build.transpose(one());
    case 'power':
      return build.power(inner(rest[0]), inner(rest[1]));
    case 'map':
      if (!isEntrywiseName(text(0))) throw new Malformed(`there is no function ${text(0)}`);
      return build.map(text(0), inner(rest[1]));
    case 'step':
      return build.step(one());
    case 'diag':
      return build.diag(one());
    case 'diagonal':
      return build.diagonal(one());
    case 'lagrangian': {
      const found = words.lagrangians.get(text(0));
      const order = rest[1];
      if (found === undefined || typeof order !== 'number' || !Number.isInteger(order) || order < 0 || order > 6)
        throw new Malformed('a Lagrangian is named with an order of its derivative');
      const directions = rest.slice(3).map(inner);
      if (directions.length !== Math.max(0, order - 2)) throw new Malformed('a derivative has order − 2 directions');
      return build.lagrangian(found, order, inner(rest[2]), directions);
    }
    case 'function': {
      const name = FUNCTIONS.find((f) => f === text(0));
      if (name === undefined) throw new Malformed(`there is no function ${text(0)}`);
      return build.apply(name, inner(rest[1]));
    }
    case 'block':
      return build.block(
        rest.map((row) => {
          if (!Array.isArray(row)) throw new Malformed('a block matrix is a list of rows');
          return (row as readonly Encoded[]).map(inner);
        }),
      );
    default:
      throw new Malformed(`there is no operation ${String(kind)}`);
  }
}

/** A sum of dimensions of the design and numbers. */
function sizeOf(text: string, words: Vocabulary): string {
  const isSize = text.split('+').every((term) => {
    const [name = '', count] = term.split('*').reverse();
    return (/^[1-9]\d{0,8}$/.test(name) || words.dimensions.has(name)) && /^[1-9]\d{0,8}$/.test(count ?? '1');
  });
  if (!isSize) throw new Malformed(`${text} is not a size of the design`);
  return text;
}
