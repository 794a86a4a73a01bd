/** Repairs of a refuted claim: nearby designs for which it is proved, those that assume least first. */
import { provedClaim, type ProvedClaim } from '../checkers/audit.js';
import { derivation, ifDifferentiable } from '../derivation/derivation.js';
import { documentOf, parseDesign } from '../design/load.js';
import { type ClaimDeclaration, type Design, DesignError } from '../design/types.js';
import { isMatrixShape } from '../symbolic/shape.js';
import { isZeroByNormalForm } from '../symbolic/normal-form.js';
import type { Repair } from '../verdicts/types.js';
import type { Edit } from './edit.js';
import { otherFlows } from './flows.js';
import { pathsOfFormulas, pathsOfStatement } from './formulas.js';
import { misprintsOf } from './misprints.js';
import { restrictionsOf } from './restrictions.js';

/** Designs that are tried for one claim. */
const MOST_TRIED = 150;
/** How many places in the second list one place in the first is worth, in the order of pairs. */
const FIRST_COUNTS = 8;
/** Repairs that are reported, of each kind. */
const MOST_ASSUMED = 3;
const MOST_CHANGED = 3;

/**
 * Repairs of a claim, each proved. The same design, claim and seed give the same list, unless `isOver` says before its
 * end that there is no more time.
 */
export async function repairsOf(
  design: Design,
  id: string,
  seed: number,
  isOver: () => boolean = () => false,
): Promise<readonly Repair[]> {
  const claim = design.claims.find((c) => c.id === id);
  if (claim === undefined) return [];
  const attempt = attempts(design, id, seed);
  const restrictions = restrictionsOf(design);
  const assumed: Found[] = [];
  const tryAll = async (candidates: Iterable<readonly Edit[]>, found: Found[], most: number): Promise<void> => {
    for (const edits of candidates) {
      if (found.length >= most || isOver()) return;
      if (found.some((f) => isCovered(f.edits, edits))) continue;
      const repair = await attempt(edits);
      if (repair !== undefined) found.push({ edits, repair });
    }
  };
  const changed: Found[] = [];
  const changes = changesOf(design, claim);
  await tryAll(
    restrictions.map((edit) => [edit]),
    assumed,
    MOST_ASSUMED,
  );
  await tryAll(
    changes.map((edit) => [edit]),
    changed,
    MOST_CHANGED,
  );
  // More than one change only where one is not enough.
  if (assumed.length === 0) await tryAll(pairs(restrictions, restrictions), assumed, MOST_ASSUMED);
  if (assumed.length + changed.length === 0) await tryAll(pairs(restrictions, changes), changed, MOST_CHANGED);
  return [...assumed, ...changed].map((f) => f.repair);
}

interface Found {
  readonly edits: readonly Edit[];
  readonly repair: Repair;
}

/** Whether edits ask for no less than others that are enough. */
const isCovered = (enough: readonly Edit[], edits: readonly Edit[]): boolean =>
  enough.every(({ text }) => edits.some((e) => e.text === text || e.weaker.includes(text)));

/** Pairs at different places, each once; an early first member counts for more than an early second one. */
function pairs(first: readonly Edit[], second: readonly Edit[]): (readonly Edit[])[] {
  const all = first.flatMap((a, i) =>
    second.flatMap((b, j) =>
      a.target === b.target || (first === second && j <= i) ? [] : [{ edits: [a, b], order: FIRST_COUNTS * i + j }],
    ),
  );
  return all.sort((a, b) => a.order - b.order).map((p) => p.edits);
}

/** Changes of formulas: one slip in the statement, in a definition, a velocity or the energy; another R. */
function changesOf(design: Design, claim: ClaimDeclaration): readonly Edit[] {
  const document = documentOf(design);
  const matrices = new Set([
    ...design.parameters
      .map((p) => p.symbol)
      .filter((x) => isMatrixShape(x.shape))
      .map((x) => x.name),
    ...design.definitions.filter((d) => isMatrixShape(d.expression.shape)).map((d) => d.name),
  ]);
  const paths =
    claim.statement.kind === 'named'
      ? pathsOfFormulas(document).filter(([section]) => section !== 'claims')
      : [
          ...pathsOfStatement(document, claim),
          ...pathsOfFormulas(document).filter(([section]) => section === 'define'),
        ];
  const slips = paths.flatMap((path) => {
    const target = path.join('.');
    const text = String(document.getIn(path));
    return misprintsOf(text, matrices).map(
      (other): Edit => ({
        text: `${path[0] === 'claims' ? 'the statement' : target} with ${other} for ${text}`,
        target,
        weaker: [],
        apply: (d) => d.setIn(path, other),
      }),
    );
  });
  const isDescent = claim.statement.kind === 'named' && claim.statement.name.endsWith('descent');
  return [...slips, ...(isDescent ? (ifDifferentiable(() => otherFlows(derivation(design))) ?? []) : [])];
}

/** Judges edited designs of one claim, up to a limit; the same text is judged once. */
function attempts(design: Design, id: string, seed: number): (edits: readonly Edit[]) => Promise<Repair | undefined> {
  const seen = new Set<string>();
  return async (edits) => {
    if (seen.size >= MOST_TRIED) return undefined;
    const document = documentOf(design);
    edits.forEach((edit) => edit.apply(document));
    const source = document.toString({ lineWidth: 0 });
    if (seen.has(source)) return undefined;
    seen.add(source);
    const proved = await ifReadable(async () => {
      const edited = await parseDesign(source, design.file);
      return provedClaim({ ...edited, dimensions: design.dimensions }, id, seed);
    });
    if (proved === undefined || isEmpty(proved)) return undefined;
    return {
      changes: edits.map((e) => e.text),
      statement: proved.claim.statement,
      assumptions: proved.proof.assumptions,
    };
  };
}

/** What is made of an edited design; undefined where the edit makes no design. */
async function ifReadable<T>(make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
}

/** Whether a claim says nothing any more: that 0 has a sign. */
const isEmpty = ({ claim }: ProvedClaim): boolean =>
  claim.obligations.every(
    (o) =>
      (o.kind === 'sign' && isZeroByNormalForm(o.quantity)) ||
      (o.kind === 'semidefinite' && isZeroByNormalForm(o.matrix)) ||
      (o.kind === 'zero-implies' && isZeroByNormalForm(o.zero)),
  );
