/**
 * Poles: points of the domain at which a denominator is 0. Most of them are no doubles, so that no sample meets them;
 * their existence in a small box is verified.
 */
import type { Expression } from '../../symbolic/expression.js';
import { distinct } from '../../symbolic/identity.js';
import type { Box } from '../../numeric/verify-zero.js';
import { print } from '../../symbolic/print-text.js';
import { forEachNode, mentions } from '../../symbolic/rewrite.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { ExactPoint } from './exact-point.js';
import { compileNewton } from './newton.js';
import type { Undecided } from './outcome.js';
import { SIMPLE_SCHEDULE } from './regimes.js';
import { isInDomain, undefinedAt } from './undefined-points.js';
import { conditionSystems, verifySystem, type ZeroSystem } from './zero-systems.js';

const STARTS = 10;
const MOST_DENOMINATORS = 4;

interface Quotient {
  /** The power with negative exponent as it is written. */
  readonly whole: Expression;
  readonly denominator: Expression;
}

/** A point of the domain at which a denominator in the formulas of the claim is verified to be 0. */
export async function searchPoles(c: SearchContext): Promise<Undecided | undefined> {
  if (c.claim.given.length > 0) return undefined;
  for (const [i, quotient] of quotientsOf(c).slice(0, MOST_DENOMINATORS).entries())
    for (const [k, system] of conditionSystems(c, quotient.denominator).entries()) {
      const found = poleOf(c, quotient, system, i, k);
      if (found !== undefined) return found;
      await c.tick(STARTS);
    }
  return undefined;
}

/** The quotients whose denominators depend on the states. */
function quotientsOf(c: SearchContext): readonly Quotient[] {
  const states = new Set(c.derivation.states.map((x) => x.name));
  const found: Expression[] = [];
  forEachNode(
    c.claim.partial.map((e) => concrete(c, e)),
    (e) => {
      if (e.kind === 'power' && e.exponent.kind === 'number' && e.exponent.value.numerator < 0n) found.push(e);
    },
  );
  return distinct(found).flatMap((whole) =>
    whole.kind === 'power' && mentions(whole.base, states) ? [{ whole, denominator: whole.base }] : [],
  );
}

function poleOf(
  c: SearchContext,
  { whole, denominator }: Quotient,
  system: ZeroSystem,
  i: number,
  k: number,
): Undecided | undefined {
  const space = spaceOf(c);
  const names = system.unknowns.map((x) => x.name);
  const solve = compileNewton(space, names, system.equations, system.jacobian);
  for (let start = 0; start < STARTS; start += 1) {
    const random = streamOf(c, 'poles', i, k, start);
    const [parameters, states] = SIMPLE_SCHEDULE[start % SIMPLE_SCHEDULE.length] as (typeof SIMPLE_SCHEDULE)[number];
    space.draw(random, parameters, states);
    if (!solve() || !isInDomain(c, space)) continue;
    const at = new ExactPoint(space);
    const result = verifySystem(c, system, at);
    if (result.kind === 'failed' || !liesInDomain(c, result.box)) continue;
    const detail = `${print(whole)} is undefined at a point of the domain near the one given, at which ${print(denominator)} is verified to be 0`;
    return undefinedAt(c, at, detail);
  }
  return undefined;
}

const liesInDomain = (c: SearchContext, box: Box): boolean =>
  c.design.states.every(({ symbol, domain: [least, most] }) =>
    (box.get(symbol.name) ?? []).every(([low, high]) => low >= least && high <= most),
  );
