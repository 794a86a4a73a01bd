/**
 * Replays a derivation step by step. A step is proved from the design, from what it assumes itself and from the steps it
 * cites, which are given at the state and parameters at hand; the proof is replayed from the text of that claim, and
 * compared with random samples. For a step that is said to fail a counterexample is searched.
 */
import { formulateClaims } from '../claims/formulate.js';
import { statementText } from '../claims/statements.js';
import { judgedExpressions } from '../claims/judged.js';
import type { Claim, Obligation } from '../claims/types.js';
import { type Derivation, derivation } from '../derivation/derivation.js';
import { jumpArguments } from '../derivation/kinks.js';
import { compareWithComponents } from '../derivation/index.js';
import { citedBy, claimOf, designOfStep } from '../design/steps/load.js';
import type { StepDeclaration, StepsFile } from '../design/steps/types.js';
import type { Design } from '../design/types.js';
import { loadMpfr } from '../numeric/enclosure.js';
import { ExpressionError } from '../symbolic/error.js';
import type { Expression } from '../symbolic/expression.js';
import { idOf } from '../symbolic/identity.js';
import type { StepsReport, StepVerdict } from '../verdicts/steps.js';
import type { Evidence, ProofEvidence } from '../verdicts/types.js';
import { crossChecked } from './audit.js';
import { checkProof, prove } from './prove/index.js';
import { search, type SearchBudget } from './search/search.js';

export interface StepsOptions {
  readonly seed?: number;
  /** Samples in which a counterexample is searched, for a step that is not proved. */
  readonly samples?: number;
  /** Called with each step as soon as it is settled. */
  readonly onStep?: (step: StepVerdict) => void;
}

const SAMPLES = 20_000;
/** The search beside a proof: a derivation has many steps, most of them identities that any sample would refute. */
const CROSS_CHECK = { samples: 160, standIns: 2 } as const;
/** Milliseconds after which other work runs. */
const BREATH = 40;

/** Every step of the derivation, in order. */
export async function replaySteps(file: StepsFile, options: StepsOptions = {}): Promise<StepsReport> {
  const { design } = file;
  const settled: StepVerdict[] = [];
  const problem = await prepared(design);
  for (const step of file.steps) {
    const verdict =
      problem === undefined
        ? await settleStep(file, step, settled, budgetOf(options))
        : opened(design, step, { kind: 'reason', code: 'unsupported', detail: problem });
    settled.push(verdict);
    options.onStep?.(verdict);
  }
  return {
    name: design.name,
    ...(design.cite === undefined ? {} : { cite: design.cite }),
    file: design.file ?? null,
    steps: settled,
  };
}

/** Derives the design and compares with the second route; what stands in the way, where something does. */
async function prepared(design: Design): Promise<string | undefined> {
  try {
    await Promise.all([loadMpfr(), compareWithComponents(derivation(design))]);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

function budgetOf({ seed = 1, samples = SAMPLES }: StepsOptions): SearchBudget & { samples: number } {
  let breathed = performance.now();
  const tick = async (): Promise<void> => {
    if (performance.now() - breathed < BREATH) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    breathed = performance.now();
  };
  return { seed, samples, tick };
}

async function settleStep(
  file: StepsFile,
  step: StepDeclaration,
  before: readonly StepVerdict[],
  budget: SearchBudget & { samples: number },
): Promise<StepVerdict> {
  const own = claimed({ ...file.design, claims: [claimOf(file, step)] });
  const common = commonOf(step, own.claim.statement);
  const found = (
    outcome: StepVerdict['outcome'],
    evidence: Evidence,
    assumptions = own.claim.assumptions,
  ): StepVerdict => ({
    ...common,
    outcome,
    assumptions,
    evidence,
    wording: own.claim.wording,
  });
  const shaky = step.from.filter((id) => before.find((s) => s.id === id)?.outcome !== 'holds');
  if (shaky.length > 0)
    return found(
      'open',
      unsupported(`it rests on ${shaky.join(' and ')}, which ${shaky.length === 1 ? 'is' : 'are'} not shown to hold`),
    );
  const searched = step.expect === 'fails' ? await search(own.d, own.claim, budget) : undefined;
  if (searched?.kind === 'counterexample') return found('fails', searched);
  const jumps = step.expect === 'holds' && !coversJumps(own.claim, claimed(designOfStep(file, step)).claim);
  if (jumps) return found('open', unsupported('it cites a step whose formulas jump where those of this one do not'));
  const proof = await provedStep(file, step);
  if (proof !== undefined) {
    const checked = await crossChecked(own.d, own.claim, proof, { ...budget, ...CROSS_CHECK });
    if (checked !== proof) return found('open', checked);
    return { ...found('holds', proof), ...restsOn(file, step, proof, before) };
  }
  const otherwise = searched ?? (await search(own.d, own.claim, budget));
  return found(otherwise.kind === 'counterexample' ? 'fails' : 'open', otherwise);
}

/** A proof that the replay checker accepts, from the text of the step with the steps that it cites. */
async function provedStep(file: StepsFile, step: StepDeclaration): Promise<ProofEvidence | undefined> {
  const design = designOfStep(file, step);
  const { d, claim } = claimed(design);
  const proof = await prove(d, claim);
  return proof !== undefined && (await checkProof(design, claim, proof)).accepted ? proof : undefined;
}

/**
 * Whether off the jumps of a claim there are none in the steps that are cited: a statement with formulas that jump holds
 * off the jumps only. What is given for the claim itself is judged where the claim is.
 */
function coversJumps(own: Claim, withCited: Claim): boolean {
  const jumpsOf = (obligations: readonly Obligation[]): readonly Expression[] =>
    obligations.flatMap(judgedExpressions).flatMap(jumpArguments);
  const covered = new Set(jumpsOf(own.obligations).map(idOf));
  return jumpsOf(withCited.given.slice(own.given.length)).every((e) => covered.has(idOf(e)));
}

function claimed(design: Design): { readonly d: Derivation; readonly claim: Claim } {
  const [claim] = formulateClaims(design);
  if (claim === undefined) throw new Error('internal error: a step without a claim');
  return { d: derivation(design), claim };
}

/** What a proof uses: of the steps that are cited, those whose statements are among its assumptions. */
function restsOn(
  file: StepsFile,
  step: StepDeclaration,
  proof: ProofEvidence,
  before: readonly StepVerdict[],
): Pick<StepVerdict, 'uses' | 'rules' | 'assumptions'> {
  const design = file.design;
  const own = new Set(step.given.map((g) => `given ${statementText(g, design)}`));
  const cited = step.from.map((id, i) => ({
    id,
    text: `given ${statementText(citedBy(file, step)[i] ?? step.statement, design)}`,
  }));
  const used = cited.filter(({ text }) => !own.has(text) && proof.assumptions.includes(text));
  const rest = proof.assumptions.filter((a) => own.has(a) || cited.every(({ text }) => text !== a));
  const through = before.filter(({ id }) => used.some((u) => u.id === id)).flatMap((s) => s.assumptions);
  return {
    uses: used.map(({ id }) => id),
    rules: [...new Set(proof.steps.map((s) => s.rule))].filter((rule) => rule !== 'conclude'),
    assumptions: [...new Set([...rest, ...through])],
  };
}

const unsupported = (detail: string): Evidence => ({ kind: 'reason', code: 'unsupported', detail });

const opened = (design: Design, step: StepDeclaration, evidence: Evidence): StepVerdict => ({
  ...commonOf(step, statementText(step.statement, design)),
  outcome: 'open',
  assumptions: [],
  evidence,
});

const commonOf = (
  step: StepDeclaration,
  statement: string,
): Pick<StepVerdict, 'id' | 'statement' | 'cite' | 'expected' | 'from' | 'uses' | 'rules' | 'repairedBy'> => ({
  id: step.id,
  statement,
  ...(step.cite === undefined ? {} : { cite: step.cite }),
  expected: step.expect,
  from: step.from,
  uses: [],
  rules: [],
  ...(step.repairedBy === undefined ? {} : { repairedBy: step.repairedBy }),
});
