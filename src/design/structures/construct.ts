/** Constructions of parameters from independent numbers, by their structures. */
import { type EntryPattern, freePattern, type Support } from '../../numeric/sampler-pattern.js';
import { ExpressionError } from '../../symbolic/error.js';
import { type Dimensions, sizeValue } from '../../symbolic/size.js';
import type { Interval, Parameter } from '../types.js';
import { doubleBelow, doublesWithin } from './bounds.js';
import { construct, hasSign, isDefinite } from './construct-factored.js';
import type { Construction } from './construction.js';
import type { Context } from './parts.js';
import { sizeProblem, structureProblem } from './registry.js';
import { joinStructures, type Requirement } from './requirement.js';

/** Where parameters are drawn when a design states no range. */
export const DEFAULT_RANGE: Interval = [-2, 2];

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
  if (kinds.has('diagonal'))
    return rank === undefined && !(kinds.has('orthogonal') && (hasSign(kinds) || isDefinite(kinds)));
  return (
    !isDefinite(kinds) && !kinds.has('stable') && rank === undefined && (!kinds.has('orthogonal') || hasSign(kinds))
  );
}
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
          : kinds.has('symmetric')
            ? 'involution'
            : 'permutation',
  };
}
