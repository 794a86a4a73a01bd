/** Claims as written. Their formulas stay text: what they may mention is known only after the derivation. */
import { suggestion } from '../symbolic/nearest.js';
import { NOWHERE, sourceFormula } from './formula.js';
import { type MapNode, quoted, type Source, type SourceNode } from './source.js';
import {
  type ClaimDeclaration,
  NAMED_CLAIMS,
  type NamedClaim,
  type SourceFormula,
  type StatementDeclaration,
} from './types.js';

/** What a design without claims claims. */
export const DEFAULT_CLAIMS: readonly NamedClaim[] = [
  'descent',
  'strict-descent',
  'no-flat-directions',
  'stationary-points',
];

/** What can be judged of one sample, and so assumed of it. */
const ASSUMPTIONS = ['equal', 'nonpositive', 'nonnegative', 'psd', 'invariant'] as const;
const STATEMENTS = [...ASSUMPTIONS, 'expectation'] as const;
const DETAILS = ['id', 'cite', 'given'] as const;
const KEYS = ['claim', ...STATEMENTS, 'within', 'step', ...DETAILS];

const isNamedClaim = (text: string): text is NamedClaim => (NAMED_CLAIMS as readonly string[]).includes(text);

export function readClaims(node: SourceNode | undefined, source: Source): readonly ClaimDeclaration[] {
  if (node === undefined)
    return DEFAULT_CLAIMS.map((name, index) => ({
      id: name,
      index,
      cite: undefined,
      statement: { kind: 'named', name },
      given: [],
      place: NOWHERE,
    }));
  const ids = new Map<string, SourceNode>();
  const claims: ClaimDeclaration[] = [];
  let unnamed = 0;
  for (const item of source.list(node, 'a list of claims')) {
    const claim = readClaim(item, source);
    let { id } = claim;
    if (id === undefined) {
      unnamed += 1;
      id = claim.statement.kind === 'named' ? claim.statement.name : `claim-${unnamed}`;
    }
    if (ids.has(id)) throw source.error(item, `two claims have the id ${quoted(id)}; give one of them another "id"`);
    ids.set(id, item);
    claims.push({ ...claim, id, index: claims.length, place: item.place ?? NOWHERE });
  }
  if (claims.length === 0)
    throw source.error(node, 'the list of claims is empty; without "claims" the default ones are checked');
  return claims;
}

type ReadClaim = Omit<ClaimDeclaration, 'id' | 'index' | 'place'> & { readonly id: string | undefined };

function readClaim(node: SourceNode, source: Source): ReadClaim {
  const statement = readStatement(node, source, KEYS);
  if (node.kind !== 'map') return { id: undefined, cite: undefined, statement, given: [] };
  const [id, cite, given] = DETAILS.map((key) => node.entries.get(key)?.value);
  const name = id === undefined ? undefined : source.text(id, 'an id');
  if (id !== undefined && name !== undefined && !/^[\w.()-]+$/.test(name))
    throw source.error(id, `an id consists of letters, digits, -, _ and ., but found ${quoted(name)}`);
  return {
    id: name,
    cite: cite === undefined ? undefined : source.text(cite, 'a text'),
    statement,
    given: given === undefined ? [] : source.oneOrMore(given).map((item) => readStatement(item, source, ASSUMPTIONS)),
  };
}

const STEP_ALONE = '"step" goes with the claim discrete-descent only';

function named(node: SourceNode, source: Source): StatementDeclaration & { readonly kind: 'named' } {
  const name = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  if (name !== undefined && isNamedClaim(name)) return { kind: 'named', name };
  const known = `the named claims are ${NAMED_CLAIMS.join(', ')}`;
  if (name === undefined) throw source.expected(node, `the name of a claim or a statement; ${known}`);
  throw source.error(node, `unknown claim ${quoted(name)}${suggestion(name, NAMED_CLAIMS) || `; ${known}`}`);
}

function readStatement(node: SourceNode, source: Source, keys: readonly string[]): StatementDeclaration {
  if (node.kind !== 'map') return named(node, source);
  const map = source.record(node, keys, 'a statement');
  const kinds = ['claim', ...STATEMENTS].filter((kind) => map.entries.has(kind));
  const [kind, other] = kinds;
  if (kind === undefined)
    throw source.error(node, `a statement is missing: one of ${STATEMENTS.join(', ')}, or claim with the name of one`);
  if (other !== undefined) throw source.error(node, `one claim makes one statement, but found ${kinds.join(' and ')}`);
  const value = map.entries.get(kind)?.value as SourceNode;
  const within = map.entries.get('within')?.value;
  if (map.entries.has('step') && kind !== 'claim') throw source.error(map, STEP_ALONE);
  if (within !== undefined && kind !== 'expectation')
    throw source.error(within, `"within" goes with expectation only, but found it beside ${kind}`);
  const step = map.entries.get('step')?.value;
  switch (kind as (typeof STATEMENTS)[number] | 'claim') {
    case 'claim': {
      const claim = named(value, source);
      if (step === undefined) return claim;
      if (claim.name !== 'discrete-descent') throw source.error(step, STEP_ALONE);
      return { ...claim, step: sourceFormula(step, source) };
    }
    case 'equal':
      return { kind: 'equal', ...pair(value, source) };
    case 'nonpositive':
    case 'nonnegative':
    case 'psd':
      return { kind: kind as 'nonpositive' | 'nonnegative' | 'psd', of: sourceFormula(value, source) };
    case 'invariant':
      return invariant(source.record(value, ['of', 'along'], 'a mapping { of: s, along: V }'), source);
    case 'expectation':
      if (map.entries.has('given'))
        throw source.error(node, '"given" does not go with expectation: a mean is over every sample');
      return {
        kind: 'expectation',
        ...pair(value, source),
        within: within === undefined ? 0 : tolerance(within, source),
      };
  }
}

function pair(node: SourceNode, source: Source): { readonly left: SourceFormula; readonly right: SourceFormula } {
  const wanted = 'two formulas [a, b], each in double quotes';
  const [left, right, ...more] = source.list(node, wanted);
  if (left === undefined || right === undefined || more.length > 0) throw source.expected(node, wanted);
  return { left: sourceFormula(left, source), right: sourceFormula(right, source) };
}

function tolerance(node: SourceNode, source: Source): number {
  const wanted = 'a number from 0 to 1, by which the ratio of the means may differ from 1';
  const value = source.number(node, wanted);
  if (!(value >= 0 && value <= 1)) throw source.expected(node, wanted);
  return value;
}

function invariant(map: MapNode, source: Source): StatementDeclaration {
  const of = map.entries.get('of')?.value;
  const along = map.entries.get('along')?.value;
  if (of === undefined || along === undefined)
    throw source.error(map, `"${of === undefined ? 'of' : 'along'}" is missing: write { of: s, along: V }`);
  return { kind: 'invariant', of: sourceFormula(of, source), along: sourceFormula(along, source) };
}

/** The formulas of a statement, in order. */
export function formulasOf(statement: StatementDeclaration): readonly string[] {
  switch (statement.kind) {
    case 'named':
      return statement.step === undefined ? [] : [statement.step.text];
    case 'equal':
    case 'expectation':
      return [statement.left.text, statement.right.text];
    case 'nonpositive':
    case 'nonnegative':
    case 'psd':
      return [statement.of.text];
    case 'invariant':
      return [statement.of.text, statement.along.text];
  }
}
