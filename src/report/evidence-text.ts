/** Evidence in sentences, the same for the terminal and for Markdown. */
import type {
  CertificateEvidence,
  Counterexample,
  Evidence,
  ReasonEvidence,
  SamplesEvidence,
  StatisticEvidence,
} from '../verdicts/types.js';
import { counted, exact, grouped, isReadableExact, readable } from './numbers.js';

/** The sentences that say what the evidence is; matrices are laid out by the renderer. */
export function evidenceSentences(evidence: Evidence): readonly string[] {
  switch (evidence.kind) {
    case 'proof':
      return [`${counted(evidence.steps.length, 'step')} of proof.`, ...assuming(evidence.assumptions)];
    case 'certificate':
      return certificateSentences(evidence);
    case 'samples':
      return samplesSentences(evidence);
    case 'counterexample':
      return counterexampleSentences(evidence);
    case 'statistic':
      return statisticSentences(evidence);
    case 'reason':
      return reasonSentences(evidence);
  }
}

const assuming = (assumptions: readonly string[]): readonly string[] =>
  assumptions.length === 0 ? [] : [`Assumes ${assumptions.join('; ')}.`];

function certificateSentences(e: CertificateEvidence): readonly string[] {
  const domain = Object.entries(e.domain).map(([name, [low, high]]) => `${name} in [${exact(low)}, ${exact(high)}]`);
  const where = domain.length === 0 ? '' : ` on ${domain.join(', ')}`;
  const boxes = e.boxes === 1 ? '1 box' : `${grouped(e.boxes)} boxes`;
  return [sentence(`${e.method}${where}: ${boxes}, bound ${exact(e.bound)}`)];
}

function samplesSentences(e: SamplesEvidence): readonly string[] {
  const starts = e.restarts > 0 ? ` and ${counted(e.restarts, 'adversarial start')}` : '';
  const margin = e.margin !== null && Number.isFinite(e.margin) ? `; smallest margin ${readable(e.margin)}` : '';
  return [
    `No violation in ${counted(e.count, 'sample')}${starts} (seed ${e.seed})${margin}.`,
    ...(e.notes ?? []).map(sentence),
  ];
}

function counterexampleSentences(e: Counterexample): readonly string[] {
  return [
    ...(e.detail === undefined ? [] : [sentence(e.detail)]),
    `${e.quantity} = ${readable(e.value)}, ${enclosure(e)}`,
    ...(e.zero === 'exact' ? ['The zero is exact.'] : e.zero === undefined ? [] : [zeroBox(e.zero.box)]),
    ...Object.entries(e.lagrangian ?? {}).map(([name, formula]) => `Taking ${name}(x) = ${formula}.`),
  ];
}

/** How well the violated quantity is known. */
function enclosure({ enclosure: [low, high] }: Counterexample): string {
  return low === high ? 'exactly.' : `enclosed in [${exact(low)}, ${exact(high)}].`;
}

const zeroBox = (box: Readonly<Record<string, readonly (readonly [number, number])[]>>): string => {
  const parts = Object.entries(box).map(
    ([name, intervals]) =>
      `${name} in ${intervals.map(([low, high]) => `[${exact(low)}, ${exact(high)}]`).join(' × ')}`,
  );
  return `A zero exists, verified, with ${parts.join(', ')}.`;
};

function statisticSentences(e: StatisticEvidence): readonly string[] {
  const [low, high] = e.interval;
  return [
    `Estimate ${readable(e.estimate)} in [${readable(low)}, ${readable(high)}], error rate ${readable(e['error-rate'])}.`,
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
const sentence = (text: string): string => {
  const begun = text.replace(/^[a-z](?=[a-z]+(-[a-z]+)* [A-Za-z])/, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** `N = 2, M = 1`. */
export const dimensionsText = (dimensions: Readonly<Record<string, number>>): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');

/** Whether every number of the values is written in full by `readable`. */
export function shownInFull(values: unknown): boolean {
  if (typeof values === 'number') return isReadableExact(values);
  return typeof values !== 'object' || values === null || Object.values(values).every(shownInFull);
}
