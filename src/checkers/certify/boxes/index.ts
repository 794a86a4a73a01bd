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
import type { CertificateEvidence, Counterexample, Value } from '../../../verdicts/types.js';
import type { Method } from '../method.js';
import { checkCover, type Cover, cover } from './cover.js';
import { type Domain, domainOf } from './domain.js';
import { type Question, questionOf } from './question.js';

/** The largest size that is tried where the design leaves it open and its own is too large. */
const LARGEST_SIZE = 2;
const MOST_VARIABLES = 8;
/** The largest size of a saved certificate that is looked at. */
const MOST_SIZE = 64;
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
    covers: covers.map((c) => c.tree),
  };
};

/**
 * What is wrong with a certificate: the sizes and the domain are read from the design, and each cover is built again from
 * them and its list, every box judged anew. Undefined where it holds.
 */
export function coverProblem(d: Derivation, claim: Claim, saved: CertificateEvidence): string | undefined {
  const { dimensions = {}, covers = [] } = saved;
  const sizes = d.design.dimensions;
  const fits = sizes.every(({ name, value, fixed }) => {
    const n = dimensions[name];
    return n !== undefined && Number.isInteger(n) && n >= 1 && n <= MOST_SIZE && (!fixed || n === value);
  });
  if (!fits || Object.keys(dimensions).length !== sizes.length) return 'the sizes are not those of the design';
  if (differentiatesJumps(claim) || energyJumps(d)) return 'the claim differentiates what jumps';
  const factors = factorsOf(d, claim);
  const asked = [factors, []].map((f) => questionsAt(d, claim, dimensions, f)).find((a) => a !== undefined);
  if (asked === undefined) return 'boxes do not settle the claim';
  const { domain, questions } = asked;
  if (!sameDomain(domain.stated, saved.domain)) return 'the domain is not that of the design';
  if (covers.length !== questions.length) return `the claim has ${questions.length} obligations, not ${covers.length}`;
  const bounds: number[] = [];
  for (const [i, question] of questions.entries()) {
    const checked = checkCover(question, domain, covers[i] as readonly number[]);
    if ('problem' in checked) return checked.problem;
    bounds.push(checked.bound);
  }
  if (bounds.includes(-Infinity)) return 'what is given holds nowhere in the domain';
  if (!(Math.max(...bounds) <= saved.bound)) return `the bound is ${Math.max(...bounds)}, not ${saved.bound}`;
  return saved.boxes === covers.reduce((n, tree) => n + tree.length, 0) ? undefined : 'the number of boxes is another';
}

const sameDomain = (a: CertificateEvidence['domain'], b: CertificateEvidence['domain']): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, [low, high]]) => b[name]?.[0] === low && b[name][1] === high);

const factorsOf = (d: Derivation, claim: Claim): readonly Factors[] =>
  claim.obligations.some((o) => 'alongFlow' in o) ? someFactors(d, FACTORS.effort, FACTORS.most) : [];

interface Asked {
  readonly dimensions: Dimensions;
  readonly domain: Domain;
  readonly questions: readonly Question[];
}

/** The questions of a claim at its own sizes, else at the largest that leave few variables. */
function askedAt(d: Derivation, claim: Claim): Asked | undefined {
  const factors = factorsOf(d, claim);
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
