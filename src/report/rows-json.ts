/** The rows of a paper as JSON. */
import type { ClaimOfDesign, PaperReport, ReadingVerdict, RowVerdict, TableVerdict } from '../verdicts/rows.js';
import { evidenceSentences } from './evidence-text.js';
import { evidenceJson, writeJson } from './json.js';

const claimJson = ({ design, verdict: v }: ClaimOfDesign): object => ({
  design,
  id: v.id,
  statement: v.statement,
  verdict: v.verdict,
  assumptions: v.assumptions,
  evidence: evidenceJson(v.evidence),
});

const readingJson = (r: ReadingVerdict): object => ({
  name: r.name,
  verdict: r.verdict,
  assumptions: r.assumptions,
  evidence: evidenceJson(r.evidence),
  claims: r.claims.length === 1 ? undefined : r.claims.map(claimJson),
});

const rowJson = (row: RowVerdict): object => ({
  id: row.id,
  place: row.place,
  statement: row.statement,
  verdict: row.verdict,
  assumptions: row.assumptions,
  evidence: evidenceJson(row.evidence),
  note: row.note,
  readings: row.readings.length > 1 ? row.readings.map(readingJson) : undefined,
  claims: row.readings.length === 1 ? row.readings[0]?.claims.map(claimJson) : undefined,
  repaired:
    row.repaired === undefined
      ? undefined
      : {
          statement: row.repaired.statement,
          verdict: row.repaired.verdict,
          evidence: evidenceJson(row.repaired.evidence),
          assumptions: row.repaired.assumptions,
        },
  seconds: row.seconds,
});

/** A cell says in words what its evidence is: hundreds of proofs step by step would be longer than all else. */
const tableJson = ({ id, title, activations, systems }: TableVerdict): object => ({
  id,
  title,
  systems: systems.map(({ name, verdicts }) => ({
    name,
    activations: activations.map((activation, i) => ({
      name: activation,
      verdict: verdicts[i]?.verdict,
      assumptions: verdicts[i]?.assumptions,
      evidence: verdicts[i] === undefined ? undefined : evidenceSentences(verdicts[i].evidence),
    })),
  })),
});

/** The object that `paper --json` prints. */
export const renderPaperJson = ({ tool, version, seed, claims, tables }: PaperReport): string =>
  `${writeJson({ tool, version, seed, claims: claims.map(rowJson), tables: tables?.map(tableJson) })}\n`;
