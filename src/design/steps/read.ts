/** Reads derivations in steps from YAML, with the diagnostics of designs. */
import { tokenize } from '../../symbolic/parse-tokens.js';
import { nearest } from '../../symbolic/nearest.js';
import { formulasOf } from '../claims.js';
import { namesOf } from '../own-names.js';
import { readDesign } from '../read.js';
import { type MapEntry, type MapNode, quoted, Source, type SourceNode } from '../source.js';
import type { ClaimDeclaration, Design, StatementDeclaration } from '../types.js';
import { asGiven, type Expectation, RATE, type StepDeclaration, type StepsFile } from './types.js';

const STEPS = 'steps';
/** The keys of a step besides those of a claim. */
const OWN_KEYS = ['from', 'expect', 'repaired-by'] as const;
const CLAIM_KEYS = ['id', 'cite', 'claim', 'equal', 'nonpositive', 'nonnegative', 'psd', 'invariant', 'given'] as const;
const KEYS = [...CLAIM_KEYS, ...OWN_KEYS];
const EXPECTATIONS = ['holds', 'fails'] as const satisfies readonly Expectation[];

/** Whether a file is a derivation in steps. */
export const hasSteps = (root: SourceNode): boolean => root.kind === 'map' && root.entries.has(STEPS);

/** The derivation; every refusal is a `DesignError`. `text` is that of the file. */
export async function readSteps(root: SourceNode, file: string | undefined, text: string): Promise<StepsFile> {
  const source = new Source(file);
  const map = source.map(root, 'a derivation: the keys of a design, and steps');
  const entry = map.entries.get(STEPS);
  if (entry === undefined) throw source.error(map, 'the key "steps" is missing');
  const claims = map.entries.get('claims');
  if (claims !== undefined)
    throw source.error(claims.key, 'a derivation has steps and no claims; make the claims steps');
  const nodes = source
    .list(entry.value, 'a list of steps')
    .map((node) => source.record(node, KEYS, 'a step: a statement with an id'));
  if (nodes.length === 0) throw source.error(entry.value, 'the list of steps is empty');
  for (const node of nodes)
    if (!node.entries.has('id')) throw source.error(node, 'a step needs an "id", by which others can cite it');
  const design = await readDesign(withClaims(map, entry, nodes), file, text);
  const steps = nodes.map((node, i) => readStep(source, node, design.claims[i] as ClaimDeclaration));
  steps.forEach((step, i) => checkCitations(source, nodes[i] as MapNode, step, i, steps, design));
  return { design, steps };
}

/** The head of the derivation as a design whose claims are the steps. */
function withClaims(map: MapNode, steps: MapEntry, nodes: readonly MapNode[]): MapNode {
  const items = nodes.map(
    (node): MapNode => ({
      ...node,
      entries: new Map([...node.entries].filter(([key]) => CLAIM_KEYS.some((k) => k === key))),
    }),
  );
  const claims: MapEntry = { key: steps.key, value: { ...steps.value, kind: 'list', items } };
  return {
    ...map,
    entries: new Map([...map.entries].map((e) => (e[0] === STEPS ? (['claims', claims] as const) : e))),
  };
}

function readStep(source: Source, node: MapNode, claim: ClaimDeclaration): StepDeclaration {
  const [from, expect, repaired] = OWN_KEYS.map((key) => node.entries.get(key)?.value);
  const expected = expect === undefined ? 'holds' : source.text(expect, 'holds or fails');
  const expectation = EXPECTATIONS.find((e) => e === expected);
  if (expect !== undefined && expectation === undefined)
    throw source.error(expect, `expected ${EXPECTATIONS.join(' or ')}, but found ${quoted(expected)}`);
  return {
    id: claim.id,
    cite: claim.cite,
    statement: claim.statement,
    given: claim.given,
    from: from === undefined ? [] : source.oneOrMore(from).map((item) => source.text(item, 'the id of a step')),
    expect: expectation ?? 'holds',
    repairedBy: repaired === undefined ? undefined : source.text(repaired, 'the id of a step'),
  };
}

/** A step rests on earlier ones that hold, and on what these assume. */
function checkCitations(
  source: Source,
  node: MapNode,
  step: StepDeclaration,
  at: number,
  all: readonly StepDeclaration[],
  design: Design,
): void {
  const indexOf = (id: string, where: SourceNode): number => {
    const found = all.findIndex((s) => s.id === id);
    if (found >= 0) return found;
    const ids = all.map((s) => s.id);
    const near = nearest(id, ids);
    throw source.error(
      where,
      `there is no step ${quoted(id)}${near === undefined ? `; the steps are ${ids.join(', ')}` : `; did you mean ${quoted(near)}?`}`,
    );
  };
  const fromNode = node.entries.get('from')?.value;
  const cited = step.from.map((id, i): StepDeclaration => {
    const where = (fromNode?.kind === 'list' ? fromNode.items[i] : fromNode) ?? node;
    const index = indexOf(id, where);
    const other = all[index] as StepDeclaration;
    if (index === at) throw source.error(where, `the step ${quoted(id)} cites itself`);
    if (index > at) throw source.error(where, `the step ${quoted(id)} comes later; a step rests on those before it`);
    if (step.from.indexOf(id) < i) throw source.error(where, `the step ${quoted(id)} is cited twice`);
    if (other.expect === 'fails')
      throw source.error(where, `the step ${quoted(id)} fails, so that nothing rests on it`);
    if (asGiven(other.statement).kind === 'named')
      throw source.error(
        where,
        `the step ${quoted(id)} speaks of more than one state; cite steps that are equal, nonpositive, nonnegative, psd, or the claim descent`,
      );
    if (other.statement.kind === 'named' && namesOf(design).has(RATE))
      throw source.error(
        where,
        `the step ${quoted(id)} says that the ${RATE} is at most 0, but this design has a ${RATE} of its own; give that another name`,
      );
    return other;
  });
  checkAssumptions(source, fromNode ?? node, step, cited);
  const repair = node.entries.get('repaired-by')?.value;
  if (repair === undefined || step.repairedBy === undefined) return;
  if (step.expect !== 'fails') throw source.error(repair, '"repaired-by" is for a step with "expect: fails"');
  const index = indexOf(step.repairedBy, repair);
  if (index <= at) throw source.error(repair, `the step ${quoted(step.repairedBy)} does not come later`);
  if (all[index]?.expect === 'fails') throw source.error(repair, `the step ${quoted(step.repairedBy)} fails itself`);
}

/**
 * What a step that is cited assumes is assumed here again, or is what another one says that is discharged before it: no
 * two discharge each other.
 */
function checkAssumptions(
  source: Source,
  where: SourceNode,
  step: StepDeclaration,
  cited: readonly StepDeclaration[],
): void {
  const known = new Set(step.given.map(keyOf));
  const openOf = (other: StepDeclaration): StatementDeclaration | undefined =>
    other.given.find((g) => !known.has(keyOf(g)));
  let waiting = cited;
  for (;;) {
    const discharged = waiting.filter((other) => openOf(other) === undefined);
    if (discharged.length === 0) break;
    for (const other of discharged) known.add(keyOf(asGiven(other.statement)));
    waiting = waiting.filter((other) => !discharged.includes(other));
  }
  const [stuck] = waiting;
  const open = stuck && openOf(stuck);
  if (stuck === undefined || open === undefined) return;
  const what = formulasOf(open).join(', ') || 'a named claim';
  throw source.error(
    where,
    `the step ${quoted(stuck.id)} holds only given ${what}, which is neither given here nor a step that is cited`,
  );
}

/** A text that statements share which are written alike, but for blanks. */
export const keyOf = (s: StatementDeclaration): string =>
  [
    s.kind,
    s.kind === 'named' ? s.name : '',
    ...formulasOf(s).map((f) =>
      tokenize(f)
        .map((t) => t.text)
        .join(' '),
    ),
  ].join('; ');
