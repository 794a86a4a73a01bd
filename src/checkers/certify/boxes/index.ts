/**
 * Claims about signs, semi-definite matrices and strict descent on a box of states and parameters, by intervals with
 * outward rounding and branch and bound. What is stated of structures and cannot be written as bounds of entries is left
 * out: the certificate then says more.
 */
import { differentiatesJumps, energyJumps } from '../../../claims/jumps.js';
import type { Claim } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import { type Factors, someFactors } from '../../../derivation/factorisation/factors.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { SymbolExpression } from '../../../symbolic/expression.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';
import type { Counterexample, Value } from '../../../verdicts/types.js';
import type { Method } from '../method.js';
import { type Cover, cover } from './cover.js';
import { type Domain, domainOf } from './domain.js';
import { type Question, questionOf } from './question.js';

/** The largest size that is tried where the design leaves it open and its own is too large. */
const LARGEST_SIZE = 2;
const MOST_VARIABLES = 8;
/** Operations for all boxes of one obligation. */
const BUDGET = 3e8;
const FACTORS = { effort: 40, most: 3 } as const;

export const boxes: Method = async (d, claim, { tick }) => {
  if (differentiatesJumps(claim) || energyJumps(d)) return undefined;
  const asked = askedAt(d, claim);
  if (asked === undefined) return undefined;
  const { dimensions, domain, questions } = asked;
  const covers: Cover[] = [];
  for (const question of questions) {
    const found = await cover(question, domain, BUDGET, tick);
    if (found.kind === 'violated') return candidate(d, claim, dimensions, domain, found.point);
    // Where what is given holds nowhere, the claim says nothing.
    if (found.kind === 'open' || found.cover.bound === -Infinity) return undefined;
    covers.push(found.cover);
  }
  return {
    kind: 'certificate',
    method: 'intervals (branch and bound)',
    dimensions,
    domain: domain.stated,
    boxes: covers.reduce((n, c) => n + c.tree.length, 0),
    bound: Math.max(...covers.map((c) => c.bound)),
  };
};

interface Asked {
  readonly dimensions: Dimensions;
  readonly domain: Domain;
  readonly questions: readonly Question[];
}

/** The questions of a claim at its own sizes, else at the largest that leave few variables. */
function askedAt(d: Derivation, claim: Claim): Asked | undefined {
  const factors = claim.obligations.some((o) => 'alongFlow' in o) ? someFactors(d, FACTORS.effort, FACTORS.most) : [];
  const sizes = (most: number): Dimensions =>
    Object.fromEntries(
      d.design.dimensions.map(({ name, value, fixed }) => [name, fixed ? value : Math.min(value, most)]),
    );
  for (const most of [Infinity, LARGEST_SIZE]) {
    const found =
      questionsAt(d, claim, sizes(most), factors) ??
      (factors.length === 0 ? undefined : questionsAt(d, claim, sizes(most), []));
    if (found !== undefined) return found;
  }
  return undefined;
}

function questionsAt(
  d: Derivation,
  claim: Claim,
  dimensions: Dimensions,
  factors: readonly Factors[],
): Asked | undefined {
  try {
    const domain = domainOf(d.design, claim, dimensions);
    if (domain === undefined || claim.obligations.length === 0) return undefined;
    const questions = claim.obligations.map((o) => questionOf(o, d, claim, dimensions, domain, factors));
    if (!questions.every((q) => q !== undefined && q.used.length <= MOST_VARIABLES)) return undefined;
    return { dimensions, domain, questions: questions as readonly Question[] };
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** The numbers of a point, which are still to be confirmed. */
function candidate(
  d: Derivation,
  claim: Claim,
  dimensions: Dimensions,
  { binding }: Domain,
  point: readonly number[],
): Counterexample {
  const valueOf = ({ name, shape }: SymbolExpression): Value => {
    const [rows, columns] = [sizeValue(shape.rows, dimensions), sizeValue(shape.columns, dimensions)];
    const flat = (binding.get(name) ?? []).map((e) =>
      'constant' in e ? e.constant.low : e.sign * (point[e.variable] as number),
    );
    if (rows === 1 && columns === 1) return flat[0] as number;
    if (columns === 1) return flat;
    return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
  };
  const symbols = [...d.states, ...d.design.parameters.map((p) => p.symbol), ...claim.variables];
  return {
    kind: 'counterexample',
    dimensions,
    values: Object.fromEntries(symbols.map((s) => [s.name, valueOf(s)])),
    quantity: '',
    value: Number.NaN,
    enclosure: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  };
}
