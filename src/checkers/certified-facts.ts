/**
 * Proofs that need of an activation only a fact that intervals show: g' ≥ 0, or g' > 0, for every real argument. The
 * claim is proved for the design in which the Lagrangian is any twice continuously differentiable one with that fact.
 */
import { formulateClaims } from '../claims/formulate.js';
import type { Claim } from '../claims/types.js';
import { type Derivation, derivation, ifDifferentiable } from '../derivation/derivation.js';
import { jumpArguments } from '../derivation/kinks.js';
import { documentOf, parseDesign } from '../design/load.js';
import { type DeclaredLagrangian, type Design, DesignError } from '../design/types.js';
import { type ScalarRange, scalarRange } from '../interval/scalar-range.js';
import { slopeRange } from '../interval/slope-range.js';
import type { CertificateEvidence } from '../verdicts/types.js';
import { prove } from './prove/index.js';

interface Fact {
  readonly declared: DeclaredLagrangian;
  readonly range: ScalarRange;
}

/** A certificate that is a proof from certified facts; undefined where none is found. */
export async function certifyByFacts(
  d: Derivation,
  claim: Claim,
  tick: () => Promise<void>,
): Promise<CertificateEvidence | undefined> {
  const facts: Fact[] = [];
  for (const declared of d.design.lagrangians) {
    await tick();
    const range = isSmooth(declared) ? slopeRange(declared.lagrangian) : undefined;
    if (range !== undefined && range.infimum.low >= 0) facts.push({ declared, range });
  }
  if (facts.length === 0) return undefined;
  const general = await generalised(d.design, facts);
  const asked = ifDifferentiable(() => general && formulateClaims(general).find((c) => c.id === claim.id));
  if (general === undefined || asked === undefined) return undefined;
  await tick();
  const proof = await prove(derivation(general), asked);
  if (proof === undefined) return undefined;
  const shown = facts.map(({ declared, range }) => {
    const g = declared.lagrangian.gradient ?? `∇${declared.lagrangian.name}`;
    return `${g}' in [${range.infimum.low}, ${range.supremum.high}]`;
  });
  return {
    kind: 'certificate',
    method: `proof from what intervals show for every real argument: ${shown.join(', ')}`,
    domain: {},
    boxes: facts.reduce((n, f) => n + f.range.boxes, 0),
    bound: Math.min(...facts.map((f) => f.range.infimum.low)),
  };
}

/** Whether L is twice continuously differentiable: L, g and Λ have values everywhere, and none jumps. */
function isSmooth({ lagrangian: { definition }, claimedGradient }: DeclaredLagrangian): boolean {
  if (claimedGradient !== undefined || definition.kind !== 'entrywise') return false;
  return definition.derivatives
    .slice(0, 3)
    .every((f) => f !== undefined && jumpArguments(f).length === 0 && scalarRange(f, ALL, ANYTHING) !== undefined);
}

const ALL = { low: -Infinity, high: Infinity } as const;
/** Enough to see whether there are values. */
const ANYTHING = { tolerance: Infinity } as const;

/** The design with any Lagrangian that has the facts in the place of each. */
async function generalised(design: Design, facts: readonly Fact[]): Promise<Design | undefined> {
  const document = documentOf(design);
  for (const { declared, range } of facts) {
    const { name, gradient, hessian } = declared.lagrangian;
    document.setIn(
      ['lagrangians', name],
      document.createNode({
        is: 'any',
        assume: ['entrywise', range.infimum.low > 0 ? 'strictly-convex' : 'convex'],
        ...(gradient === undefined ? {} : { gradient }),
        ...(hessian === undefined ? {} : { hessian }),
      }),
    );
  }
  try {
    return await parseDesign(String(document), design.file);
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
}
