/**
 * JSON output. Keys come in a fixed order. Numbers that JSON does not have are the strings `"Infinity"`,
 * `"-Infinity"` and `"NaN"`, which `Number(…)` reads back; −0 is `-0`, which JSON has.
 */
import type { CheckReport, DesignReport, Evidence, Verdict } from '../verdicts/types.js';

/**
 * The text of a value, indented by two spaces, with short records and lists of numbers on one line:
 * the form that a person can read and `diff`.
 */
export function writeJson(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : `"${value}"`;
    case 'bigint':
      return `"${value}"`;
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) {
        const items: readonly unknown[] = value;
        if (items.length === 0) return '[]';
        if (items.every(isFlat)) return `[${items.map((item) => writeJson(item)).join(', ')}]`;
        return `[\n${items.map((item) => `${inner}${writeJson(item, inner)}`).join(',\n')}\n${indent}]`;
      }
      const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
      if (entries.length === 0) return '{}';
      if (entries.length <= 8 && entries.every(([, entry]) => typeof entry === 'number'))
        return `{ ${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${writeJson(entry)}`).join(', ')} }`;
      const line = entries.map(([key, entry]) => `${inner}${JSON.stringify(key)}: ${writeJson(entry, inner)}`);
      return `{\n${line.join(',\n')}\n${indent}}`;
    }
    default:
      return JSON.stringify(value) ?? 'null';
  }
}

/** A number, or a short list of numbers: what stands on a line with its neighbours. */
const isFlat = (value: unknown): boolean =>
  typeof value === 'number' ||
  (Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item === 'number'));

/** The evidence with its keys in the order of the documentation. */
export function evidenceJson(e: Evidence): object {
  switch (e.kind) {
    case 'proof':
      return { kind: e.kind, steps: e.steps, assumptions: e.assumptions, unneeded: e.unneeded };
    case 'certificate':
      return {
        kind: e.kind,
        method: e.method,
        dimensions: e.dimensions,
        domain: e.domain,
        boxes: e.boxes,
        bound: e.bound,
      };
    case 'samples':
      return {
        kind: e.kind,
        count: e.count,
        seed: e.seed,
        restarts: e.restarts,
        margin: e.margin,
        notes: e.notes,
      };
    case 'counterexample':
      return {
        kind: e.kind,
        dimensions: e.dimensions,
        values: e.values,
        quantity: e.quantity,
        value: e.value,
        enclosure: e.enclosure,
        detail: e.detail,
        witness: e.witness,
        direction: e.direction,
        lagrangian: e.lagrangian,
        factors: e.factors,
        parts: e.parts,
        zero: e.zero,
        solution: e.solution,
      };
    case 'statistic':
      return {
        kind: e.kind,
        quantity: e.quantity,
        estimate: e.estimate,
        interval: e.interval,
        'error-rate': e['error-rate'],
        claimed: e.claimed,
        dimensions: e.dimensions,
        count: e.count,
        seed: e.seed,
      };
    case 'reason':
      return { kind: e.kind, code: e.code, detail: e.detail, dimensions: e.dimensions, values: e.values };
  }
}

const verdictJson = (v: Verdict): object => ({
  id: v.id,
  statement: v.statement,
  cite: v.cite,
  verdict: v.verdict,
  assumptions: v.assumptions,
  evidence: evidenceJson(v.evidence),
  repairs: v.repairs,
  seconds: v.seconds,
});

/** A design with its verdicts. */
export const designJson = (d: DesignReport): object => ({
  name: d.name,
  file: d.file,
  warnings: d.warnings === undefined || d.warnings.length === 0 ? undefined : d.warnings,
  claims: d.claims.map(verdictJson),
});

/** The object that `check --json` prints. */
export const renderCheckJson = (report: CheckReport): string =>
  `${writeJson({
    tool: report.tool,
    version: report.version,
    seed: report.seed,
    designs: report.designs.map(designJson),
  })}\n`;

/** Where bad input is and what is wrong with it; lines and columns count from 1. */
export interface InputError {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** The object that is printed instead of any other where the input is bad. */
export const renderErrorJson = ({ file, line, column, message }: InputError): string =>
  `${writeJson({ tool: 'energy-audit', error: { file, line, column, message } })}\n`;
