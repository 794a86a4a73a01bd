/** Evidence in sentences, the same for the terminal and for Markdown. */
import type {
  CertificateEvidence,
  Counterexample,
  Evidence,
  ReasonEvidence,
  Repair,
  SamplesEvidence,
  StatisticEvidence,
  VerifiedBox,
  Value,
  Wording,
} from '../verdicts/types.js';
import { counted, exact, grouped, isDecimal, isReadableExact, readable } from './numbers.js';

/** The sentences that say what the evidence is; matrices are laid out by the renderer. */
export function evidenceSentences(evidence: Evidence, wording?: Wording): readonly string[] {
  switch (evidence.kind) {
    case 'proof':
      return [
        `${counted(evidence.steps.length, 'step')} of proof.`,
        ...assuming(evidence.assumptions),
        ...(evidence.unneeded === undefined ? [] : [`Holds without: ${evidence.unneeded.join('; ')}.`]),
      ];
    case 'certificate':
      return certificateSentences(evidence);
    case 'samples':
      return samplesSentences(evidence);
    case 'counterexample':
      return counterexampleSentences(evidence, wording);
    case 'statistic':
      return statisticSentences(evidence);
    case 'reason':
      return reasonSentences(evidence);
  }
}

/** The evidence in a few words, for a table. */
export function briefEvidence(e: Evidence): string {
  switch (e.kind) {
    case 'proof':
      return `${counted(e.steps.length, 'step')} of proof`;
    case 'certificate':
      return `certificate${e.dimensions === undefined ? '' : ` at ${dimensionsText(e.dimensions)}`}`;
    case 'samples':
      return `${counted(e.count, 'sample')} without a violation`;
    case 'counterexample':
      return `counterexample at ${dimensionsText(e.dimensions)}`;
    case 'statistic':
      return `statistic, error rate ${readable(e['error-rate'])}`;
    case 'reason':
      return REASONS[e.code].toLowerCase();
  }
}

/** What would make a refuted claim true, a sentence for each way. */
export const repairSentences = (repairs: readonly Repair[]): readonly string[] =>
  repairs.map(({ changes, assumptions }) => {
    const more = assumptions.filter((a) => !changes.includes(a));
    return `${changes.join('; ')}${more.length === 0 ? '' : `  (assumes ${more.join('; ')})`}`;
  });
export const REPAIRS = 'It is proved with';

const assuming = (assumptions: readonly string[]): readonly string[] =>
  assumptions.length === 0 ? [] : [`Assumes ${assumptions.join('; ')}.`];

function certificateSentences(e: CertificateEvidence): readonly string[] {
  const domain = Object.entries(e.domain).map(([name, [low, high]]) => `${name} in [${exact(low)}, ${exact(high)}]`);
  const where = domain.length === 0 ? ' for all real numbers' : ` on ${domain.join(', ')}`;
  const boxes = e.boxes === 1 ? '1 box' : `${grouped(e.boxes)} boxes`;
  const work = e.boxes === 0 ? '' : `: ${boxes}, bound ${exact(e.bound)}`;
  const sizes = e.dimensions === undefined ? '' : ` at ${dimensionsText(e.dimensions)}`;
  return [sentence(`Holds${sizes}${where}, by ${e.method}${work}`)];
}

function samplesSentences(e: SamplesEvidence): readonly string[] {
  const starts = e.restarts > 0 ? ` and ${counted(e.restarts, 'adversarial start')}` : '';
  const margin = e.margin !== null && Number.isFinite(e.margin) ? `; smallest margin ${readable(e.margin)}` : '';
  return [
    `No violation in ${counted(e.count, 'sample')}${starts} (seed ${e.seed})${margin}.`,
    ...(e.notes ?? []).map(sentence),
  ];
}

function counterexampleSentences(e: Counterexample, wording: Wording | undefined): readonly string[] {
  return [
    ...(e.detail === undefined ? [] : [sentence(e.detail)]),
    e.zero === undefined || e.zero === 'exact'
      ? quantitySentence(e)
      : `${e.quantity} is 0 at a point near the one below, ${verifiedText(e.zero)}.`,
    ...(e.solution === undefined
      ? []
      : [`That is so at a solution of what is given, near the point below, ${verifiedText(e.solution)}.`]),
    ...Object.entries(e.lagrangian ?? {}).map(([name, formula]) => `Taking ${name}(x) = ${formula}.`),
    ...Object.entries(wording?.bound ?? {})
      .filter(([name]) => name in e.values)
      .map(([name, meaning]) => `${name}: ${meaning}.`),
  ];
}

/** How well a quantity is known. A number is called exact only where what is written is the number. */
export function quantitySentence({
  quantity,
  enclosure: [low, high],
}: Pick<Counterexample, 'quantity' | 'enclosure'>): string {
  if (low !== high)
    return `${quantity} ≈ ${readable(low + (high - low) / 2)}, enclosed in [${exact(low)}, ${exact(high)}].`;
  return isReadableExact(low) && isDecimal(low)
    ? `${quantity} = ${readable(low)}, exactly.`
    : `${quantity} is exactly the double ${exact(low)}.`;
}

/** What is known to lie in a box is not at the numbers shown, but near them. */
function verifiedText({ box }: VerifiedBox): string {
  const parts = Object.entries(box).map(
    ([name, intervals]) =>
      `${name} in ${intervals.map(([low, high]) => `[${exact(low)}, ${exact(high)}]`).join(' × ')}`,
  );
  return `verified to exist with ${parts.join(', ')}`;
}

function statisticSentences(e: StatisticEvidence): readonly string[] {
  const [low, high] = e.interval;
  const [least, most] = e.claimed;
  const claimed = least === most ? readable(least) : `in [${readable(least)}, ${readable(most)}]`;
  return [
    `${sentence(e.quantity).slice(0, -1)}: ${readable(e.estimate)}, in [${readable(low)}, ${readable(high)}] with error rate ${readable(e['error-rate'])}, ` +
      `from ${counted(e.count, 'sample')} at ${dimensionsText(e.dimensions)} (seed ${e.seed}); claimed is ${claimed}.`,
  ];
}

const REASONS = {
  timeout: 'Out of time',
  budget: 'Out of budget',
  'undefined-in-domain': 'Undefined in the domain',
  unsupported: 'Not supported',
} as const satisfies Record<ReasonEvidence['code'], string>;

const reasonSentences = (e: ReasonEvidence): readonly string[] => [sentence(`${REASONS[e.code]}: ${e.detail}`)];

/** A sentence with its full stop and, unless it begins with a formula, its capital. */
export const sentence = (text: string): string => {
  const begun = text.replace(/^[a-z](?=[a-z]+(-[a-z]+)* [A-Za-z])/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** What stands above the polar factors of a counterexample. */
export const FACTORS_TAKEN = 'taking, of the orthogonal factors of a singular matrix';

/** `N = 2, M = 1`. */
export const dimensionsText = (dimensions: Readonly<Record<string, number>>): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');

/** The values that matter: without those of parameters that occur neither in energy, velocity nor claim. */
export function relevant<T>(values: Readonly<Record<string, T>>, wording: Wording | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wording?.unused.includes(name) !== true));
}

/** What is said of the values that are left out. */
export function leftOut(values: Readonly<Record<string, Value>>, wording: Wording | undefined): string | undefined {
  const names = Object.keys(values).filter((name) => wording?.unused.includes(name));
  if (names.length === 0) return undefined;
  const [verb, have] = names.length === 1 ? ['occurs', 'its value'] : ['occur', 'their values'];
  return `${names.join(', ')} ${verb} in neither energy, velocity nor claim; --json and the saved file have ${have}`;
}

/** Whether every number of the values is written in full by `readable`. */
export function shownInFull(values: unknown): boolean {
  if (typeof values === 'number') return isReadableExact(values);
  return typeof values !== 'object' || values === null || Object.values(values).every(shownInFull);
}
