/** Runs the checkers over the claims of a design, strongest first: the only place that knows all of them. */
import { formulateClaims } from '../claims/formulate.js';
import { statementText } from '../claims/statements.js';
import type { Claim } from '../claims/types.js';
import { derivation, type Derivation, ifDifferentiable } from '../derivation/derivation.js';
import { compareWithComponents } from '../derivation/index.js';
import type { ClaimDeclaration, Design } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import { ExpressionError } from '../symbolic/error.js';
import type {
  CertificateEvidence,
  Counterexample,
  DesignReport,
  Evidence,
  ProofEvidence,
  ReasonEvidence,
  Verdict,
  VerdictName,
} from '../verdicts/types.js';
import { type AuditOptions, howFar } from './audit-options.js';
import { certify, certifyAtOnce, hasNumbers } from './certify/index.js';
import { certifyByFacts } from './certified-facts.js';
import type { CertifyOptions } from './certify/method.js';
import { prove } from './prove/index.js';
import { Interrupted } from './search/context.js';
import { recheck } from './search/replay.js';
import { search, type SearchBudget } from './search/search.js';
import { estimate, excludesClaim } from './statistics/expectation.js';

/** The search of a claim that is proved: random sizes, parameters and states, with a few Lagrangians for an `any`. */
const CROSS_CHECK = { samples: 640, standIns: 4 } as const;

/** The search that spares looking for a proof of what is plainly false. */
const GLANCE = { samples: 60, standIns: 2 } as const;

/** A claim both shown and refuted: one of the two is wrong, and nothing that the tool says can be trusted. */
export class Contradiction extends Error {
  constructor(claim: string) {
    super(`internal error: the claim ${claim} is both proved and refuted; this is a bug in energy-audit`);
    this.name = 'Contradiction';
  }
}

/** Milliseconds after which a search lets other work run. */
const BREATH = 40;

/** Settles the claims of a design, in their order, in this thread. */
export async function audit(design: Design, options: AuditOptions): Promise<DesignReport> {
  const started = performance.now();
  const sized = withSizes(design, options.sizes);
  const declared = claimsToSettle(sized, options.only);
  const verdicts: Verdict[] = [];
  const report = (verdict: Verdict): void => {
    verdicts.push(verdict);
    options.onVerdict?.(verdict);
  };
  const prepared = await prepare({ ...sized, claims: declared });
  if (prepared.kind === 'refused') for (const claim of declared) report(refused(sized, claim, prepared.reason));
  else
    for (const claim of prepared.claims) {
      const begun = performance.now();
      const evidence = await settle(prepared.derivation, claim, options, started);
      report({
        id: claim.id,
        statement: claim.statement,
        ...(claim.cite === undefined ? {} : { cite: claim.cite }),
        verdict: verdictOf(evidence),
        assumptions: claim.assumptions,
        evidence,
        wording: claim.wording,
        ...(options.timings ? { seconds: (performance.now() - begun) / 1000 } : {}),
      });
    }
  return reportOf(design, verdicts);
}

/** The verdict of one claim of a design. */
export async function settleClaim(design: Design, id: string, options: AuditOptions): Promise<Verdict> {
  const [verdict] = (await audit(design, { ...options, only: [id] })).claims;
  if (verdict === undefined) throw new Error(`internal error: no claim ${id}`);
  return verdict;
}

/** The claims with these ids; all of them where none are named. */
export const claimsToSettle = (design: Design, only: readonly string[] | undefined): readonly ClaimDeclaration[] =>
  design.claims.filter(({ id }) => only === undefined || only.includes(id));

/** The report of a design whose claims are settled. */
export const reportOf = (design: Design, claims: readonly Verdict[]): DesignReport => ({
  name: design.name,
  file: design.file ?? null,
  ...(design.warnings.length === 0 ? {} : { warnings: design.warnings.map((w) => w.message) }),
  claims,
});

type Prepared =
  | { readonly kind: 'ready'; readonly derivation: Derivation; readonly claims: readonly Claim[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Derives the design, compares with the second route and formulates the claims. */
async function prepare(design: Design): Promise<Prepared> {
  try {
    const d = derivation(design);
    const claims = formulateClaims(design);
    await Promise.all([loadMpfr(), compareWithComponents(d)]);
    return { kind: 'ready', derivation: d, claims };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

async function settle(d: Derivation, claim: Claim, options: AuditOptions, started: number): Promise<Evidence> {
  const total = options.samples;
  let done = 0;
  let breathed = performance.now();
  const check = (): void => {
    if (options.signal.aborted) throw new Interrupted('user');
    if (options.timeLimitSeconds !== undefined && performance.now() - started > options.timeLimitSeconds * 1000)
      throw new Interrupted('time');
  };
  const tick = async (samples: number): Promise<void> => {
    done += samples;
    check();
    const now = performance.now();
    if (now - breathed < BREATH) return;
    options.onProgress?.({ claim: claim.id, done: Math.min(done, total), total });
    await new Promise<void>((resolve) => setImmediate(resolve));
    breathed = performance.now();
  };
  try {
    await tick(0);
    const [first] = claim.obligations;
    if (first?.kind === 'expectation') return await estimate(d, first, { seed: options.seed, samples: total, tick });
    const proof = options.prove === false ? undefined : await prove(d, claim, { tick: () => tick(0), check });
    const { seed, samples } = options;
    if (proof === undefined) {
      const certificate =
        options.prove === false ? undefined : await certifiedAtOnce(d, claim, { seed, samples, tick });
      if (certificate !== undefined) return await crossChecked(d, claim, certificate, { seed, samples, tick });
      const searched = await search(d, claim, { seed, samples, tick });
      if (searched.kind !== 'samples' || options.prove === false) return searched;
      return (await certified(d, claim, { seed, tick: () => tick(0) })) ?? searched;
    }
    return await crossChecked(d, claim, proof, { seed, samples, tick });
  } catch (error) {
    if (error instanceof Interrupted) {
      return { kind: 'reason', code: 'timeout', detail: `${error.message} ${howFar(done)}` };
    }
    throw error;
  }
}

/** A certificate, or a counterexample that a certifying method found and that holds at its exact numbers. */
async function certified(
  d: Derivation,
  claim: Claim,
  options: CertifyOptions,
): Promise<CertificateEvidence | Counterexample | undefined> {
  const answer = (await certifyByFacts(d, claim, options.tick)) ?? (await certify(d, claim, options));
  if (answer?.kind !== 'counterexample') return answer;
  const checked = recheck(d, claim, answer, options.seed);
  return 'found' in checked ? checked.found : undefined;
}

/** A certificate that needs no search, for a claim that is not plainly false. */
async function certifiedAtOnce(
  d: Derivation,
  claim: Claim,
  { seed, samples, tick }: SearchBudget,
): Promise<CertificateEvidence | undefined> {
  if (!hasNumbers(d)) return undefined;
  const glance = await search(d, claim, { ...GLANCE, samples: Math.min(GLANCE.samples, samples), seed, tick });
  return glance.kind === 'samples' ? certifyAtOnce(d, claim, { seed, tick: () => tick(0) }) : undefined;
}

/**
 * A proof, or a certificate, after a search for what contradicts it; what the search found where a formula of the claim
 * has no value, or at a size of which the certificate does not speak.
 */
export async function crossChecked<E extends ProofEvidence | CertificateEvidence>(
  d: Derivation,
  claim: Claim,
  shown: E,
  { seed, samples, tick, standIns = CROSS_CHECK.standIns }: SearchBudget,
): Promise<E | ReasonEvidence | Counterexample> {
  const most = Math.min(CROSS_CHECK.samples, samples);
  const found = await search(d, claim, { samples: most, standIns, seed, tick });
  if (found.kind === 'counterexample') {
    const sizes = shown.kind === 'certificate' ? shown.dimensions : undefined;
    const isElsewhere = Object.entries(sizes ?? {}).some(([name, size]) => found.dimensions[name] !== size);
    if (isElsewhere) return found;
    throw new Contradiction(claim.id);
  }
  return found.kind === 'reason' && found.code === 'undefined-in-domain' ? found : shown;
}

/**
 * The proof of one claim of a design, compared with the second route and searched as every proved claim is; undefined
 * where there is none.
 */
export async function provedClaim(design: Design, id: string, seed: number): Promise<ProvedClaim | undefined> {
  const sized = { ...design, claims: claimsToSettle(design, [id]) };
  const d = ifDifferentiable(() => derivation(sized));
  const [claim] = ifDifferentiable(() => formulateClaims(sized)) ?? [];
  if (d === undefined || claim === undefined) return undefined;
  await loadMpfr();
  const budget = { seed, tick: () => Promise.resolve() };
  const glance = await search(d, claim, { ...GLANCE, ...budget });
  const proof = glance.kind === 'samples' ? await prove(d, claim) : undefined;
  if (proof === undefined) return undefined;
  await compareWithComponents(d);
  const found = await crossChecked(d, claim, proof, { ...budget, samples: CROSS_CHECK.samples });
  return found === proof ? { claim, proof } : undefined;
}

export interface ProvedClaim {
  readonly claim: Claim;
  readonly proof: ProofEvidence;
}

function verdictOf(evidence: Evidence): VerdictName {
  switch (evidence.kind) {
    case 'proof':
      return 'proved';
    case 'certificate':
      return 'certified';
    case 'samples':
      return 'unrefuted';
    case 'statistic':
      return excludesClaim(evidence) ? 'refuted' : 'unrefuted';
    case 'counterexample':
      return 'refuted';
    case 'reason':
      return 'inconclusive';
  }
}

const refused = (design: Design, claim: ClaimDeclaration, detail: string): Verdict => ({
  id: claim.id,
  statement: statementText(claim.statement, design),
  ...(claim.cite === undefined ? {} : { cite: claim.cite }),
  verdict: 'inconclusive',
  assumptions: [],
  evidence: { kind: 'reason', code: 'unsupported', detail },
});

/** The design with other sizes for numeric checks. */
export function withSizes(design: Design, sizes: Readonly<Record<string, number>>): Design {
  if (Object.keys(sizes).length === 0) return design;
  return {
    ...design,
    dimensions: design.dimensions.map((x) => ({ ...x, value: sizes[x.name] ?? x.value })),
  };
}
