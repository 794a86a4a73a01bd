/** Derivations in steps: files, texts, and the design that each step is about. */
import { type ClaimDeclaration, type Design, DesignError, type StatementDeclaration } from '../types.js';
import { documentOf, readText } from '../load.js';
import { readYaml } from '../yaml.js';
import { hasSteps, keyOf, readSteps } from './read.js';
import { asGiven, type StepDeclaration, type StepsFile } from './types.js';

/** Reads a derivation from its text; undefined where the text is a design or something else without steps. */
export async function parseSteps(text: string, file?: string): Promise<StepsFile | undefined> {
  const root = readYaml(text, file);
  return hasSteps(root) ? readSteps(root, file, text) : undefined;
}

/** Reads the derivation in a file; a file without steps is a `DesignError`. */
export async function loadSteps(path: string): Promise<StepsFile> {
  const steps = await parseSteps(await readText(path), path);
  if (steps !== undefined) return steps;
  const message =
    'a derivation has "steps", but this file has none; the claims of a design are settled by energy-audit check';
  throw new DesignError({ file: path, place: undefined, message });
}

/** What the steps that a step cites say, in that order, as statements that are given. */
export const citedBy = ({ steps }: StepsFile, step: StepDeclaration): readonly StatementDeclaration[] =>
  step.from.flatMap((id) => steps.filter((s) => s.id === id)).map(({ statement }) => asGiven(statement));

/**
 * The design that claims one step, with the steps it cites given: each holds for every state and parameter, so also for
 * those at hand. Its text says so too, so that a proof of the claim can be replayed from the text alone.
 */
export function designOfStep(file: StepsFile, step: StepDeclaration): Design {
  const given = [...step.given, ...citedBy(file, step)].filter(
    (g, i, all) => all.findIndex((other) => keyOf(other) === keyOf(g)) === i,
  );
  const claim = claimOf(file, step);
  const document = documentOf(file.design);
  document.delete('steps');
  const { id, cite, statement } = step;
  const plain = { id, ...(cite === undefined ? {} : { cite }), ...asWritten(statement) };
  document.set('claims', document.createNode([given.length === 0 ? plain : { ...plain, given: given.map(asWritten) }]));
  return {
    ...file.design,
    source: document.toString({ lineWidth: 0 }),
    claims: [{ ...claim, index: 0, given }],
  };
}

/** The claim of a step, with what it assumes itself and nothing of what it cites. */
export function claimOf({ design }: StepsFile, { id }: StepDeclaration): ClaimDeclaration {
  const found = design.claims.find((c) => c.id === id);
  if (found === undefined) throw new Error(`internal error: no claim of the step ${id}`);
  return found;
}

/** A statement as it stands in a file. */
function asWritten(s: StatementDeclaration): object {
  switch (s.kind) {
    case 'named':
      return { claim: s.name };
    case 'equal':
      return { equal: [s.left.text, s.right.text] };
    case 'nonpositive':
    case 'nonnegative':
    case 'psd':
      return { [s.kind]: s.of.text };
    case 'invariant':
      return { invariant: { of: s.of.text, along: s.along.text } };
    case 'expectation':
      return { expectation: [s.left.text, s.right.text], within: s.within };
  }
}
