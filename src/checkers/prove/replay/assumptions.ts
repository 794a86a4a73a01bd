/**
 * The assumptions of a design as texts, and the design without some of them: the file is read again with those
 * structures, ranges and given statements taken out, so that nothing can rest on what is not there.
 */
import { isMap, isScalar, isSeq } from 'yaml';
import { dependenceOf } from '../../../claims/dependence.js';
import { statementText } from '../../../claims/statements.js';
import type { Claim } from '../../../claims/types.js';
import { documentOf, parseDesign } from '../../../design/load.js';
import { type Design, DesignError } from '../../../design/types.js';

interface Assumption {
  readonly text: string;
  /** Where it stands in the file; the item of a list where it is one of several. */
  readonly path: readonly (string | number)[];
}

/** Every assumption of a design and of one of its claims that can be left out. */
function listed(design: Design, claim: Claim): Assumption[] {
  const parameters = design.parameters.flatMap((p): Assumption[] => {
    const own = p.structures.flatMap((s, i): Assumption[] =>
      s.kind === 'general'
        ? []
        : [{ text: `${p.symbol.name} ${s.kind}`, path: ['parameters', p.symbol.name, 'structure', i] }],
    );
    return p.range === undefined
      ? own
      : [
          ...own,
          {
            text: `${p.symbol.name} in [${p.range.join(', ')}]`,
            path: ['parameters', p.symbol.name, 'range'],
          },
        ];
  });
  const states = design.states.flatMap(({ symbol, domain, domainStated }): Assumption[] =>
    domainStated ? [{ text: `${symbol.name} in [${domain.join(', ')}]`, path: ['domain', symbol.name] }] : [],
  );
  const lagrangians = design.lagrangians.flatMap(({ lagrangian: { name, definition } }): Assumption[] =>
    definition.kind === 'any'
      ? [...definition.assumptions].map((a, i) => ({ text: `${name} ${a}`, path: ['lagrangians', name, 'assume', i] }))
      : [],
  );
  const declared = design.claims.find(({ id }) => id === claim.id);
  const given = (declared?.given ?? []).map(
    (statement, i): Assumption => ({
      text: `given ${statementText(statement, design)}`,
      path: ['claims', declared?.index ?? -1, 'given', i],
    }),
  );
  return [...parameters, ...states, ...lagrangians, ...given];
}

export const assumptionsOf = (design: Design, claim: Claim): string[] => listed(design, claim).map((a) => a.text);

/** Those of the symbols that the claim speaks of, by its formulas as written. */
export function assumptionsOnSymbolsOf(design: Design, claim: Claim): string[] {
  const declared = design.claims.find(({ id }) => id === claim.id);
  if (declared === undefined) return [];
  const on = dependenceOf(design, declared);
  const others = [
    ...design.parameters.filter((p) => !on.onParameter(p.symbol.name)).map((p) => p.symbol.name),
    ...design.lagrangians.filter((l) => !on.onLagrangian(l)).map((l) => l.lagrangian.name),
  ];
  return listed(design, claim)
    .filter(({ path: [section, name] }) => section === 'claims' || others.every((other) => other !== name))
    .map((a) => a.text);
}

/**
 * The design with these assumptions only; undefined where one of them is not there, or where the design cannot be read
 * without the others.
 */
export async function withAssumptions(
  design: Design,
  claim: Claim,
  kept: ReadonlySet<string>,
): Promise<Design | undefined> {
  const all = listed(design, claim);
  if ([...kept].some((text) => all.every((a) => a.text !== text))) return undefined;
  const dropped = all.filter((a) => !kept.has(a.text));
  if (dropped.length === 0) return design;
  const document = documentOf(design);
  // From the back, so that the places of list items before them stay.
  for (const { path } of [...dropped].reverse()) if (!remove(document.contents, path)) return undefined;
  try {
    return await parseDesign(document.toString({ lineWidth: 0 }), design.file);
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
}

/** Takes out what stands at a path; an item of a list that is written as a single value takes the key with it. */
function remove(root: unknown, path: readonly (string | number)[]): boolean {
  let parent: unknown = root;
  const keys = [...path];
  while (keys.length > 1) {
    const key = keys.shift() as string | number;
    const next: unknown = isMap(parent) || isSeq(parent) ? parent.get(key, true) : undefined;
    if (keys.length === 1 && typeof keys[0] === 'number' && !isSeq(next))
      return isMap(parent) && keys[0] === 0 && (isScalar(next) || isMap(next)) && parent.delete(key);
    if (keys.length === 1 && isSeq(next) && next.items.length === 1) return isMap(parent) && parent.delete(key);
    parent = next;
  }
  const [last] = keys;
  if (last === undefined || !(isMap(parent) || isSeq(parent))) return false;
  return parent.delete(last);
}
