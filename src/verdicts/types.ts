/** Verdicts and their evidence, in the form in which `--json` prints them. */
import type { Wording } from '../claims/types.js';

export type { Wording };

export const VERDICTS = {
  proved: 'holds for every admitted dimension, parameter and state under the stated assumptions',
  certified: 'holds at the stated dimension on the stated domain, by rigorous arithmetic or a decision procedure',
  unrefuted: 'no violation found',
  refuted: 'false: there is a counterexample',
  inconclusive: 'not decided',
} as const;
export type VerdictName = keyof typeof VERDICTS;

/** What needs attention first; the first of several verdicts is that of all claims together. */
export const WEAKEST_FIRST: readonly VerdictName[] = ['refuted', 'inconclusive', 'unrefuted', 'certified', 'proved'];

/** A scalar, a vector or a matrix of numbers. */
export type Value = number | readonly number[] | readonly (readonly number[])[];

export type Evidence =
  | ProofEvidence
  | CertificateEvidence
  | SamplesEvidence
  | Counterexample
  | StatisticEvidence
  | ReasonEvidence;

export interface ProofEvidence {
  readonly kind: 'proof';
  /** The steps in order, as `checkers/prove/replay` reads them. */
  readonly steps: readonly ProofStep[];
  /** Everything that the design assumes and the proof uses. */
  readonly assumptions: readonly string[];
  /** What the design assumes and the proof does without; left out where there is nothing. */
  readonly unneeded?: readonly string[];
}

/** One step of a proof: its rule, the steps it rests on, and its result as data and as text. */
export interface ProofStep {
  readonly id: number;
  readonly rule: string;
  readonly premises: readonly number[];
  readonly judgement: Judgement;
  /** The expressions that are judged. */
  readonly of: readonly EncodedExpression[];
  /** Expressions that the rule takes besides: the P of P'AP, the argument of a function. */
  readonly with?: readonly EncodedExpression[];
  /** Which obligation, or which of the statements that are given. */
  readonly index?: number;
  readonly text: string;
}

/** An expression: its operation and what it is applied to, as nested lists. */
export type EncodedExpression = string | number | readonly EncodedExpression[];

/**
 * What a step establishes, at every admitted size, parameter and state: entries ≥ 0 or > 0; x'Ax ≥ 0 for all x, or
 * > 0 for x ≠ 0; Ax = 0 only for x = 0; a = b; wherever a = 0, b = 0; the obligation of the claim with its index.
 */
export type Judgement =
  | 'nonnegative'
  | 'positive'
  | 'semidefinite'
  | 'definite'
  | 'nonsingular'
  | 'equal'
  | 'implies'
  | 'obligation';

export interface CertificateEvidence {
  readonly kind: 'certificate';
  readonly method: string;
  /** The sizes for which it holds. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** Bounds of what is bounded; everything else may be any real number. */
  readonly domain: Readonly<Record<string, readonly [number, number]>>;
  /** Boxes that were visited; 0 where all values were decided at once. */
  readonly boxes: number;
  /** Of what must not be positive an upper bound; of a derivative that must not be negative a lower one. */
  readonly bound: number;
  /** For each obligation its cover, as `checkers/certify/boxes/cover` reads it; only in saved certificates. */
  readonly covers?: readonly (readonly number[])[];
}

export interface SamplesEvidence {
  readonly kind: 'samples';
  /** How many samples were judged. */
  readonly count: number;
  readonly seed: number;
  /** Starts of the adversarial search. */
  readonly restarts: number;
  /**
   * The smallest distance from a violation that was seen, relative to the size of the terms; 0 touches the bound.
   * Null where a violation is no matter of degree.
   */
  readonly margin: number | null;
  /** Facts a reader needs to weigh the samples: `vacuous: no dead directions`, how flat saturation is, … */
  readonly notes?: readonly string[];
}

export interface Counterexample {
  readonly kind: 'counterexample';
  readonly dimensions: Readonly<Record<string, number>>;
  /** States and parameters. */
  readonly values: Readonly<Record<string, Value>>;
  /** What is out of bounds: `rate`, or the text of an expression. */
  readonly quantity: string;
  readonly value: number;
  /** Bounds on the exact value of the quantity at these exact numbers. */
  readonly enclosure: readonly [number, number];
  /** One sentence that says what is violated at this point. */
  readonly detail?: string;
  /** The x of a matrix inequality. */
  readonly witness?: readonly number[];
  /** A ray, or the flat direction. */
  readonly direction?: Readonly<Record<string, readonly number[]>>;
  /** The Lagrangian taken for each `any`. */
  readonly lagrangian?: Readonly<Record<string, string>>;
  /** The factor taken for each polar(A) whose A is singular, by its text; entries are decimals, exactly. */
  readonly factors?: Readonly<Record<string, Value>>;
  /** The factors behind a structured parameter. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** How exactly an equality is known: `exact`, or the box in which a zero was verified to exist. */
  readonly zero?: 'exact' | VerifiedBox;
  /** Where a solution of the equalities that are given was verified to exist; it is close to the numbers above. */
  readonly solution?: VerifiedBox;
}

/** For each vector that was solved for, intervals around its entries. */
export interface VerifiedBox {
  readonly box: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** An estimate from random samples: the claim is that the quantity is in `claimed`. */
export interface StatisticEvidence {
  readonly kind: 'statistic';
  /** What is estimated, in words. */
  readonly quantity: string;
  readonly estimate: number;
  /** Contains the quantity but for the error rate. */
  readonly interval: readonly [number, number];
  /** How often an interval made in this way misses, where means of samples are normal. */
  readonly 'error-rate': number;
  readonly claimed: readonly [number, number];
  readonly dimensions: Readonly<Record<string, number>>;
  readonly count: number;
  readonly seed: number;
}

export type ReasonCode = 'timeout' | 'budget' | 'undefined-in-domain' | 'unsupported';

export interface ReasonEvidence {
  readonly kind: 'reason';
  readonly code: ReasonCode;
  readonly detail: string;
  /** The point at which a formula is undefined. */
  readonly dimensions?: Readonly<Record<string, number>>;
  readonly values?: Readonly<Record<string, Value>>;
}

export interface Verdict {
  readonly id: string;
  /** The claim in words and formulas. */
  readonly statement: string;
  readonly cite?: string;
  readonly verdict: VerdictName;
  readonly assumptions: readonly string[];
  readonly evidence: Evidence;
  readonly wording?: Wording;
  /** For a refuted claim: what would make it true, each proved. */
  readonly repairs?: readonly Repair[];
  /** Seconds; only with `--timings`. */
  readonly seconds?: number;
}

/** A nearby design for which a refuted claim is proved. */
export interface Repair {
  /** What is assumed besides, or written otherwise. */
  readonly changes: readonly string[];
  /** The claim of the changed design. */
  readonly statement: string;
  /** What its proof uses. */
  readonly assumptions: readonly string[];
}

export interface DesignReport {
  readonly name: string;
  readonly file: string | null;
  readonly warnings?: readonly string[];
  readonly claims: readonly Verdict[];
}

/** The object that `check --json` prints. */
export interface CheckReport {
  readonly tool: 'energy-audit';
  readonly version: string;
  readonly seed: number;
  readonly designs: readonly DesignReport[];
}

/** A counterexample in a file, with the design it refutes, so that it can be checked again on any machine. */
export interface SavedCounterexample {
  readonly tool: 'energy-audit';
  readonly version: string;
  readonly kind: 'counterexample';
  readonly seed: number;
  readonly design: { readonly file: string | null; readonly source: string };
  readonly claim: { readonly id: string; readonly statement: string };
  readonly evidence: Counterexample;
}

/** A certificate in a file, with the design it is about, so that it can be checked again on any machine. */
export interface SavedCertificate {
  readonly tool: 'energy-audit';
  readonly version: string;
  readonly kind: 'certificate';
  readonly design: { readonly file: string | null; readonly source: string };
  readonly claim: { readonly id: string; readonly statement: string };
  readonly evidence: CertificateEvidence;
}

/** A proof in a file, with the design it is about, so that it can be checked again on any machine. */
export interface SavedProof {
  readonly tool: 'energy-audit';
  readonly version: string;
  readonly kind: 'proof';
  readonly design: { readonly file: string | null; readonly source: string };
  readonly claim: { readonly id: string; readonly statement: string };
  readonly evidence: ProofEvidence;
}
