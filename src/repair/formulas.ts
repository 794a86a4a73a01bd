/** Where the formulas of a design file stand. */
import { type Document, isMap, isScalar, isSeq } from 'yaml';
import type { ClaimDeclaration } from '../design/types.js';

export type FormulaPath = readonly (string | number)[];

const SECTIONS = ['define', 'velocity', 'energy', 'claims'] as const;

/** Every formula of a design: definitions, velocities, energy and statements. */
export const pathsOfFormulas = (document: Document): readonly FormulaPath[] =>
  SECTIONS.flatMap((section) => scalarsUnder(document, [section])).filter(isFormula);

/** The formulas that make up the statement of a claim, without what it assumes. */
export const pathsOfStatement = (document: Document, claim: ClaimDeclaration): readonly FormulaPath[] =>
  scalarsUnder(document, ['claims', claim.index]).filter((path) => isFormula(path) && !path.includes('given'));

const STATEMENT_KEYS = ['equal', 'nonpositive', 'nonnegative', 'psd', 'of', 'along'];

/** Names and citations of claims are scalars too. */
const isFormula = (path: FormulaPath): boolean =>
  path[0] !== 'claims' || path.some((key) => STATEMENT_KEYS.some((k) => k === key));

/** The scalars at and below a place. */
function scalarsUnder(document: Document, path: FormulaPath): readonly FormulaPath[] {
  const node: unknown = document.getIn(path, true);
  if (isScalar(node)) return [path];
  if (isMap(node))
    return node.items.flatMap(({ key }) => scalarsUnder(document, [...path, String(isScalar(key) ? key.value : key)]));
  if (isSeq(node)) return node.items.flatMap((_, i) => scalarsUnder(document, [...path, i]));
  return [];
}
