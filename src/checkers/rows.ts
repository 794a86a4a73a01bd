/** Settles the rows of a paper: the verdict of each follows from those of the claims in its designs. */
import { parseDesign } from '../design/load.js';
import type { Row, RowDesign, Table, Test } from '../design/rows/types.js';
import { DesignError } from '../design/types.js';
import type { ClaimOfDesign, ReadingVerdict, RowVerdict, TableVerdict } from '../verdicts/rows.js';
import { type Evidence, type Verdict, WEAKEST_FIRST } from '../verdicts/types.js';

/** Settles one claim of a design: in this thread or in another. */
export type SettleClaim = (design: RowDesign & { readonly file: string }, claim: string) => Promise<Verdict>;

/** The verdict of every row, in order; `settle` is called for all claims at once and decides how many run. */
export async function auditRows(
  rows: readonly Row[],
  settle: SettleClaim,
  onRow?: (row: RowVerdict) => void,
): Promise<readonly RowVerdict[]> {
  const known: (RowVerdict | undefined)[] = rows.map(() => undefined);
  let next = 0;
  const verdicts = await Promise.all(
    rows.map(async (row, i) => {
      const verdict = await auditRow(row, settle);
      known[i] = verdict;
      for (let shown = known[next]; shown !== undefined; shown = known[next]) {
        onRow?.(shown);
        next += 1;
      }
      return verdict;
    }),
  );
  return verdicts;
}

/** The verdicts of a table. */
export async function auditTable(table: Table, settle: SettleClaim): Promise<TableVerdict> {
  const settled = await auditRows(table.systems, settle);
  return {
    id: table.id,
    title: table.title,
    activations: table.activations,
    systems: settled.map(({ statement, readings }) => ({ name: statement, verdicts: readings })),
  };
}

async function auditRow(row: Row, settle: SettleClaim): Promise<RowVerdict> {
  const outcomes = [
    ...row.readings.map(({ test }) => test),
    ...(row.repaired === undefined ? [] : [row.repaired.test]),
  ];
  const settled = await Promise.all(outcomes.map((test) => settleTest(row, test, settle)));
  const readings = row.readings.map((reading, i) => ({ name: reading.name, ...(settled[i] as Settled) }));
  const [literal] = readings;
  const own = literal === undefined || row.open !== undefined ? openVerdict(row, literal) : literal;
  const { verdict, evidence, assumptions } = own;
  const repair = row.repaired === undefined ? undefined : (settled.at(-1) as Settled);
  const wording = deciding(literal, evidence)?.wording;
  return {
    id: row.id,
    place: row.place,
    statement: row.statement,
    verdict,
    assumptions,
    evidence,
    readings,
    ...(wording === undefined ? {} : { wording }),
    ...(row.note === undefined || verdict !== 'refuted' ? {} : { note: row.note }),
    ...(repair === undefined || row.repaired === undefined || verdict !== 'refuted'
      ? {}
      : { repaired: { statement: row.repaired.statement, ...repair } }),
  };
}

type Settled = Omit<ReadingVerdict, 'name'>;
type Own = Pick<Settled, 'verdict' | 'evidence' | 'assumptions'>;

const deciding = (reading: Settled | undefined, evidence: Evidence): Verdict | undefined =>
  reading?.claims.find(({ verdict }) => verdict.evidence === evidence)?.verdict;

/** A row of which something is not expressed: refuted if what is expressed is, else not decided. */
function openVerdict(row: Row, literal: Settled | undefined): Own {
  if (literal?.verdict === 'refuted') return literal;
  return { verdict: 'inconclusive', assumptions: [], evidence: unsupported(row.open ?? 'no reading') };
}

async function settleTest(row: Row, test: Test, settle: SettleClaim): Promise<Settled> {
  const designs = test.kind === 'claims' ? test.designs : [test.design];
  const claims = (await Promise.all(designs.map((design) => settleDesign(row, design, settle)))).flat();
  switch (test.kind) {
    case 'claims':
      return conjunction(claims);
    case 'contradiction':
      return contradiction(test, claims);
    case 'example':
      return example(claims);
  }
}

async function settleDesign(row: Row, design: RowDesign, settle: SettleClaim): Promise<readonly ClaimOfDesign[]> {
  try {
    const { claims } = await parseDesign(design.source, row.file);
    const verdicts = claims.map(({ id }) => settle({ ...design, file: row.file }, id));
    return (await Promise.all(verdicts)).map((verdict) => ({ design: design.name, verdict }));
  } catch (error) {
    if (!(error instanceof DesignError)) throw error;
    const { message } = error.diagnostic;
    throw new DesignError({ file: row.file, place: row.at, message: `the row ${row.id}: ${message}` });
  }
}

/** Every claim holds. */
export function conjunction(claims: readonly ClaimOfDesign[]): Settled {
  const weakest = WEAKEST_FIRST.map((name) => claims.find((c) => c.verdict.verdict === name)).find(
    (c) => c !== undefined,
  );
  if (weakest === undefined) throw new Error('internal error: a reading without claims');
  const { verdict, evidence, assumptions } = weakest.verdict;
  const all = claims.flatMap((c) => assumptionsOf(c.verdict));
  return { verdict, evidence, assumptions: verdict === 'refuted' ? assumptions : distinct(all), claims };
}

/** A design in which some claims hold, for all its states and parameters, while others fail. */
export function contradiction(
  { holds, fails }: Test & { kind: 'contradiction' },
  claims: readonly ClaimOfDesign[],
): Settled {
  const named = (ids: readonly string[]): readonly Verdict[] =>
    claims.map((c) => c.verdict).filter((v) => ids.includes(v.id));
  const [proved, refuted] = [named(holds), named(fails)];
  const missing = [
    ...proved.filter((v) => v.verdict !== 'proved').map((v) => `${v.statement} is ${v.verdict}, not proved`),
    ...refuted.filter((v) => v.verdict !== 'refuted').map((v) => `${v.statement} is ${v.verdict}, not refuted`),
  ];
  const [first] = refuted;
  if (first === undefined || missing.length > 0)
    return {
      verdict: 'inconclusive',
      assumptions: [],
      evidence: unsupported(`the contradiction is not established: ${missing.join('; ')}`),
      claims,
    };
  const assumptions = distinct([
    ...proved.map((v) => `proved for the design of the counterexample: ${v.statement}`),
    ...first.assumptions,
  ]);
  return { verdict: 'refuted', assumptions, evidence: first.evidence, claims };
}

/** A counterexample to every claim is an example, at the sizes it shows. */
export function example(claims: readonly ClaimOfDesign[]): Settled {
  const [first] = claims;
  const missing = claims.find((c) => c.verdict.verdict !== 'refuted');
  if (first === undefined || missing !== undefined)
    return {
      verdict: 'inconclusive',
      assumptions: [],
      evidence: unsupported(`no example was found: no counterexample to ${missing?.verdict.statement ?? 'any claim'}`),
      claims,
    };
  const { evidence, assumptions } = first.verdict;
  return { verdict: 'certified', evidence, assumptions, claims };
}

const unsupported = (detail: string): Evidence => ({ kind: 'reason', code: 'unsupported', detail });
const assumptionsOf = ({ evidence, assumptions }: Verdict): readonly string[] =>
  evidence.kind === 'proof' ? evidence.assumptions : assumptions;
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
