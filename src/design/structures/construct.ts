/** Constructions of parameters from independent numbers, by their structures. */
import { type EntryPattern, freePattern, type Support } from '../../numeric/sampler-pattern.js';
import * as build from '../../symbolic/build.js';
import { ExpressionError } from '../../symbolic/error.js';
import type { Expression } from '../../symbolic/expression.js';
import { matrixShape, SCALAR, vectorShape } from '../../symbolic/shape.js';
import { type Dimensions, type Size, sizeValue, UNIT } from '../../symbolic/size.js';
import type { Interval, Parameter } from '../types.js';
import { doubleBelow, doublesWithin } from './bounds.js';
import type { Construction, Part } from './construction.js';
import { sizeProblem, structureProblem } from './registry.js';
import { joinStructures, type Requirement } from './requirement.js';

/** Where parameters are drawn when a design states no range. */
export const DEFAULT_RANGE: Interval = [-2, 2];
/** Reflections in an orthogonal factor; as many as the size reach every orthogonal matrix up to sign. */
const MOST_REFLECTIONS = 4;
/** A square root rounded down by more than its error. */
const rootBelow = (bound: number): number => Math.sqrt(bound) * (1 - 2 ** -50);

interface Context {
  readonly parameter: Parameter;
  readonly need: Requirement;
  readonly dimensions: Dimensions;
  readonly parts: Part[];
  /** The size of entries: the larger end of the range. */
  readonly reach: number;
}

/** Why a parameter cannot be constructed at these dimensions. */
export function constructionProblem(parameter: Parameter, dimensions: Dimensions): string | undefined {
  return structureProblem(parameter) ?? sizeProblem(parameter, dimensions) ?? rangeProblem(parameter);
}

/**
 * The construction of a parameter at these dimensions. Throws an `ExpressionError` with the sentence of
 * `constructionProblem` where there is none.
 */
export function constructionOf(parameter: Parameter, dimensions: Dimensions): Construction {
  const problem = constructionProblem(parameter, dimensions);
  if (problem !== undefined) throw new ExpressionError('unsupported', problem, parameter.symbol);
  if (parameter.value !== undefined) return { parameter, value: parameter.symbol, parts: [], direct: true, degree: 0 };
  const need = requirementOf(parameter);
  const [low, high] = parameter.range ?? DEFAULT_RANGE;
  const context: Context = { parameter, need, dimensions, parts: [], reach: Math.max(Math.abs(low), Math.abs(high)) };
  const pattern = directPattern(context);
  if (pattern !== undefined) {
    const { symbol } = parameter;
    return {
      parameter,
      value: symbol,
      parts: [{ name: symbol.name, symbol, pattern, scales: 1 }],
      direct: true,
      degree: 1,
    };
  }
  const { value, degree } = construct(context);
  return { parameter, value, parts: context.parts, direct: false, degree };
}

/** The structures, with the sign that a one-sided range implies. */
function requirementOf(parameter: Parameter): Requirement {
  const { structures, range } = parameter;
  const oneSided = range !== undefined && range[0] === 0 && range[1] > 0;
  const need = joinStructures(oneSided ? [...structures, { kind: 'nonnegative' }] : structures);
  return { ...need, norm: doubleBelow(need.norm), blockNorm: doubleBelow(need.blockNorm) };
}

/** Whether the entries themselves are the independent numbers. */
function isDirect({ kinds, rank }: Requirement): boolean {
  if (kinds.has('diagonal')) return !(kinds.has('orthogonal') && (hasSign(kinds) || isDefinite(kinds)));
  return (
    !isDefinite(kinds) && !kinds.has('stable') && rank === undefined && (!kinds.has('orthogonal') || hasSign(kinds))
  );
}
const isDefinite = (kinds: Requirement['kinds']): boolean =>
  kinds.has('positive-definite') || kinds.has('positive-semidefinite') || kinds.has('negative-semidefinite');
const hasSign = (kinds: Requirement['kinds']): boolean => kinds.has('nonnegative') || kinds.has('positive');

/** Why the range of a parameter cannot be kept within its structures. */
function rangeProblem(parameter: Parameter): string | undefined {
  const { range, symbol, structures, value } = parameter;
  if (range === undefined || value !== undefined) return undefined;
  const [low, high] = range;
  const say = (why: string): string => `${symbol.name}: the range [${low}, ${high}] ${why}`;
  if (low === 0 && high > 0) {
    const implied = structureProblem({
      ...parameter,
      range: undefined,
      structures: [...structures, { kind: 'nonnegative' }],
    });
    if (implied !== undefined) return say(`makes every entry nonnegative. ${implied}`);
  }
  const need = requirementOf(parameter);
  const { kinds } = need;
  const names = structures.map((s) => s.kind).join(' and ');
  if (kinds.has('goe')) return say('does not go with goe, whose entries have no bounds');
  if (kinds.has('orthogonal'))
    return high >= 1 && (hasSign(kinds) ? low <= 0 : low <= -1)
      ? undefined
      : say('is not supported for an orthogonal matrix, whose entries may reach -1 and 1');
  if ((kinds.has('positive') && high <= 0) || (kinds.has('nonnegative') && high < 0))
    return say(`contradicts ${names}`);
  if (isDirect(need)) {
    const definite = kinds.has('positive-definite') || kinds.has('positive-semidefinite');
    if ((definite && high <= 0) || (kinds.has('negative-semidefinite') && low > 0)) return say(`contradicts ${names}`);
    const needsZero = kinds.has('skew') || need.norm < Infinity || need.blockNorm < Infinity;
    return needsZero && !(low <= 0 && high >= 0) ? say(`does not contain 0, which ${names} needs`) : undefined;
  }
  const negated = kinds.has('negative-semidefinite') && low < 0 && high === 0;
  return (low < 0 && high > 0) || (low === 0 && high > 0) || negated
    ? undefined
    : say(`is not supported for ${names}: it must have 0 inside or as its lower end`);
}

/** The pattern of a parameter whose entries are the independent numbers. */
function directPattern({ parameter, need, dimensions }: Context): EntryPattern | undefined {
  const { kinds } = need;
  if (!isDirect(need)) return undefined;
  const { rows, columns } = parameter.symbol.shape;
  let [low, high] = doublesWithin(parameter.range ?? DEFAULT_RANGE);
  if (kinds.has('skew')) [low, high] = [Math.max(low, -high), Math.min(high, -low)];
  const support: Support = kinds.has('diagonal')
    ? { kind: 'diagonal' }
    : need.blocks !== undefined
      ? { kind: 'block-tridiagonal', sizes: need.blocks.map((size) => sizeValue(size, dimensions)) }
      : { kind: 'full' };
  const sign =
    kinds.has('positive') || kinds.has('positive-definite')
      ? 'positive'
      : kinds.has('nonnegative') || kinds.has('positive-semidefinite')
        ? 'nonnegative'
        : kinds.has('negative-semidefinite')
          ? 'nonpositive'
          : 'any';
  return {
    ...freePattern(sizeValue(rows, dimensions), sizeValue(columns, dimensions), low, high),
    support,
    symmetry: kinds.has('skew') ? 'skew' : kinds.has('symmetric') && !kinds.has('diagonal') ? 'symmetric' : 'none',
    sign,
    bounded: parameter.range !== undefined,
    norm: kinds.has('orthogonal') ? Infinity : need.norm,
    blockNorm: need.blockNorm,
    values: kinds.has('goe')
      ? 'goe'
      : !kinds.has('orthogonal')
        ? 'real'
        : kinds.has('diagonal')
          ? 'signs'
          : 'permutation',
  };
}

type PartOptions = Partial<Omit<EntryPattern, 'rows' | 'columns'>> & { readonly scales?: number };

function addPart(context: Context, name: string, rows: Size, columns: Size, options: PartOptions): Expression {
  const { scales = 0, ...pattern } = options;
  const symbol = build.symbol(
    `${context.parameter.symbol.name}.${name}`,
    rows === UNIT && columns === UNIT ? SCALAR : columns === UNIT ? vectorShape(rows) : matrixShape(rows, columns),
    'parameter',
  );
  const free = freePattern(sizeValue(rows, context.dimensions), sizeValue(columns, context.dimensions), -1, 1);
  context.parts.push({ name, symbol, pattern: { ...free, ...pattern }, scales });
  return symbol;
}

/** −2/v'v. */
const reflectionFactor = (v: Expression): Expression =>
  build.product(build.number(-2), build.reciprocal(build.dot(v, v)));

/** HY = Y − (2/v'v) v (v'Y) with the Householder reflection H = I − 2vv'/v'v. */
const reflect = (v: Expression, y: Expression): Expression =>
  build.sum(y, build.product(reflectionFactor(v), v, build.product(build.transpose(v), y)));

/** YH = Y − (2/v'v) (Yv) v'. */
const reflectRight = (v: Expression, y: Expression): Expression =>
  build.sum(y, build.product(reflectionFactor(v), build.product(y, v), build.transpose(v)));

/** Vectors of `count` reflections. */
const addReflections = (context: Context, size: Size, count: number): Expression[] =>
  Array.from({ length: count }, (_, k) => addPart(context, `v${k + 1}`, size, UNIT, { condition: 'nonzero' }));

/** U Y U' with U the product of the reflections. */
const conjugate = (vectors: readonly Expression[], middle: Expression): Expression =>
  vectors.reduceRight((y, v) => reflectRight(v, reflect(v, y)), middle);

interface Built {
  readonly value: Expression;
  readonly degree: number;
}

function construct(context: Context): Built {
  const { kinds, rank } = context.need;
  if (kinds.has('orthogonal')) return { value: constructOrthogonal(context), degree: 0 };
  if (kinds.has('stable')) return { value: constructStable(context), degree: 1 };
  if (kinds.has('negative-semidefinite')) {
    const { value, degree } = constructSemidefinite(context);
    return { value: build.negate(value), degree };
  }
  if (isDefinite(kinds)) return constructSemidefinite(context);
  return constructRank(context, rank ?? UNIT);
}

function constructOrthogonal(context: Context): Expression {
  const { kinds } = context.need;
  const size = context.parameter.symbol.shape.rows;
  const count = Math.min(sizeValue(size, context.dimensions), MOST_REFLECTIONS);
  if (kinds.has('negative-semidefinite')) return build.negate(build.identity(size));
  if (isDefinite(kinds) || kinds.has('diagonal')) return build.identity(size);
  if (kinds.has('symmetric')) {
    const signs = addPart(context, 's', size, UNIT, { values: 'signs' });
    return conjugate(addReflections(context, size, count), build.diag(signs));
  }
  const vectors = addReflections(context, size, count);
  const permutation = addPart(context, 'P', size, size, { values: 'signed-permutation' });
  return vectors.reduceRight((y, v) => reflect(v, y), permutation);
}

/** U T U' with T a real Schur form whose spectrum is in Re ≤ 0: every stable matrix is one, up to the size of U. */
function constructStable(context: Context): Expression {
  const size = context.parameter.symbol.shape.rows;
  const count = Math.min(sizeValue(size, context.dimensions), MOST_REFLECTIONS);
  const triangular = addPart(context, 'T', size, size, {
    support: { kind: 'schur' },
    sign: 'nonpositive',
    low: -context.reach,
    high: context.reach,
    norm: context.need.norm,
    scales: 1,
  });
  return conjugate(addReflections(context, size, count), triangular);
}

/** AA', of the stated rank or any; AA' + dI with d > 0 for definite matrices; with A ≥ 0 or A > 0 where signs are asked for. */
function constructSemidefinite(context: Context): Built {
  const { kinds, rank, norm } = context.need;
  const size = context.parameter.symbol.shape.rows;
  const columns = rank ?? size;
  const definite = kinds.has('positive-definite');
  const reach = Math.sqrt(context.reach / sizeValue(columns, context.dimensions));
  const factor = addPart(context, 'A', size, columns, {
    low: -reach,
    high: reach,
    sign: signOf(kinds),
    condition: rank === undefined ? 'none' : 'full-rank',
    norm: rootBelow(definite ? (norm * 15) / 16 : norm),
    scales: 1,
  });
  const square = build.product(factor, build.transpose(factor));
  if (!definite) return { value: square, degree: 2 };
  const shift = addPart(context, 'd', UNIT, UNIT, {
    low: 0,
    high: Math.min(context.reach / 4, norm / 16),
    sign: 'positive',
    bounded: norm < Infinity,
    scales: 2,
  });
  return { value: build.sum(square, build.product(shift, build.identity(size))), degree: 2 };
}

/** AB' with independent columns in A and in B; H A diag(d) A' H with a reflection H where it must be symmetric. */
function constructRank(context: Context, rank: Size): Built {
  const { kinds, norm } = context.need;
  const { rows, columns } = context.parameter.symbol.shape;
  if (kinds.has('symmetric') && hasSign(kinds)) return constructSemidefinite(context);
  const reach = Math.sqrt(context.reach / sizeValue(rank, context.dimensions));
  const factor = {
    low: -reach,
    high: reach,
    sign: signOf(kinds),
    condition: 'full-rank',
    norm: rootBelow(norm),
  } as const;
  const a = addPart(context, 'A', rows, rank, { ...factor, scales: kinds.has('symmetric') ? 0 : 1 });
  if (!kinds.has('symmetric')) {
    const b = addPart(context, 'B', columns, rank, factor);
    return { value: build.product(a, build.transpose(b)), degree: 1 };
  }
  const d = addPart(context, 'd', rank, UNIT, {
    condition: 'all-nonzero',
    bounded: norm < Infinity,
    scales: 1,
  });
  const [v] = addReflections(context, rows, 1);
  const middle = build.product(a, build.diag(d), build.transpose(a));
  return { value: v === undefined ? middle : conjugate([v], middle), degree: 1 };
}

const signOf = (kinds: Requirement['kinds']): EntryPattern['sign'] =>
  kinds.has('positive') ? 'positive' : kinds.has('nonnegative') ? 'nonnegative' : 'any';
