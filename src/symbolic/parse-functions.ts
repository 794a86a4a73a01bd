/** The functions that every formula may call. */
import * as build from './build.js';
import { ExpressionError } from './error.js';
import type { Expression, FunctionName } from './expression.js';
import { ENTRYWISE_FUNCTIONS, maximum, mean, minimum } from './functions.js';
import type { ArgumentSource, FormulaFunction } from './parse-scope.js';
import { describeShape, isScalarShape, isSquareShape, matrixShape, vectorShape } from './shape.js';

interface BuiltIn {
  /** How it is called, for messages: `max(a, b)`. */
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly ArgumentSource[]) => Expression;
}

/** Two expressions of one shape: a scalar stands for every entry. */
function common(a: Expression, b: Expression): [Expression, Expression] {
  return isScalarShape(a.shape) ? [build.broadcast(a, b.shape), b] : [a, build.broadcast(b, a.shape)];
}

const unary = (name: string, apply: (x: Expression) => Expression): BuiltIn => ({
  usage: `${name}(x)`,
  least: 1,
  most: 1,
  apply: ([x]) => apply(argument(x)),
});

const binary = (usage: string, apply: (a: Expression, b: Expression) => Expression): BuiltIn => ({
  usage,
  least: 2,
  most: 2,
  apply: ([a, b]) => apply(argument(a), argument(b)),
});

function argument(source: ArgumentSource | undefined): Expression {
  if (source === undefined) throw new Error('internal error: an argument is missing');
  return source.expression();
}

const opaque = (name: FunctionName): BuiltIn => unary(name, (x) => build.apply(name, x));

const logOf = (x: Expression): Expression => build.map('log', x);
const logTo = (base: Expression, x: Expression): Expression => build.divide(logOf(x), logOf(base));

/** `ones(N)`, `ones(N, M)` and the same for zeros. */
const filled = (name: string, fill: typeof build.ones): BuiltIn => ({
  usage: `${name}(N) or ${name}(N, M)`,
  least: 1,
  most: 2,
  apply: ([rows, columns]) => {
    const n = rows?.size() ?? '';
    return fill(columns === undefined ? vectorShape(n) : matrixShape(n, columns.size()));
  },
});

function needsVector(name: string, x: Expression): Expression {
  if (x.shape.columns !== '1')
    throw new ExpressionError('shape', `${name} needs a vector, but this is a ${describeShape(x.shape)}`, x);
  return x;
}

const SPECIAL: Readonly<Record<string, BuiltIn>> = {
  identity: { usage: 'identity(N)', least: 1, most: 1, apply: ([n]) => build.identity(n?.size() ?? '') },
  ones: filled('ones', build.ones),
  zeros: filled('zeros', build.zero),
  diag: unary('diag', (x) => (isSquareShape(x.shape) && !isScalarShape(x.shape) ? build.diagonal(x) : build.diag(x))),
  diagonal: unary('diagonal', build.diagonal),
  sum: unary('sum', build.sumEntries),
  mean: unary('mean', (x) => mean(needsVector('mean', x))),
  transpose: unary('transpose', build.transpose),
  dot: binary('dot(a, b)', build.dot),
  sqrt: unary('sqrt', build.sqrt),
  square: unary('square', (x) => build.power(x, 2)),
  cube: unary('cube', (x) => build.power(x, 3)),
  log: {
    usage: 'log(x) or log(x, base)',
    least: 1,
    most: 2,
    apply: ([x, base]) => (base === undefined ? logOf(argument(x)) : logTo(argument(base), argument(x))),
  },
  log2: unary('log2', (x) => logTo(build.number(2), x)),
  log10: unary('log10', (x) => logTo(build.number(10), x)),
  max: binary('max(a, b)', (a, b) => maximum(...common(a, b))),
  min: binary('min(a, b)', (a, b) => minimum(...common(a, b))),
  step: {
    usage: 'step(x) or step(x, direction)',
    least: 1,
    most: 2,
    apply: ([x, direction]) => build.step(argument(x), direction === undefined ? undefined : argument(direction)),
  },
  inv: opaque('inv'),
  polar: opaque('polar'),
  sqrtm: opaque('sqrtm'),
  expm: opaque('expm'),
  norm: opaque('norm'),
  lambda_min: opaque('lambda_min'),
  lambda_max: opaque('lambda_max'),
  trace: opaque('trace'),
  logsumexp: opaque('logsumexp'),
  softmax: opaque('softmax'),
  sparsemax: opaque('sparsemax'),
  sparsemax_support: opaque('sparsemax_support'),
};

const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map([
  ...Object.keys(ENTRYWISE_FUNCTIONS).map((name): [string, BuiltIn] => [name, unary(name, (x) => build.map(name, x))]),
  ...Object.entries(SPECIAL),
]);

/** The names of all functions that every formula may call. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(BUILT_IN.keys());

/** The function of a name; it refuses a wrong number of arguments. */
export function builtIn(name: string): FormulaFunction | undefined {
  const found = BUILT_IN.get(name);
  if (found === undefined) return undefined;
  return (args) => {
    if (args.length < found.least || args.length > found.most)
      throw new ExpressionError(
        'syntax',
        `${name} is called with ${args.length} argument${args.length === 1 ? '' : 's'}; write ${found.usage}`,
      );
    return found.apply(args);
  };
}
