/** Assumptions that a design may be short of: on parameters, on Lagrangians, and that two parameters are one. */
import { type Document, isSeq } from 'yaml';
import type { DeclaredLagrangian, Design, Parameter, StructureKind } from '../design/types.js';
import { tokenize } from '../symbolic/parse-tokens.js';
import { isMatrixShape, isSquareShape, isVectorShape, sameShape, transposedShape } from '../symbolic/shape.js';
import type { Edit } from './edit.js';
import { type FormulaPath, pathsOfFormulas } from './formulas.js';

/** What a square matrix may be restricted to, with the restrictions that it includes. */
const OF_MATRICES = {
  symmetric: [],
  skew: ['stable'],
  'positive-semidefinite': ['symmetric'],
  'negative-semidefinite': ['symmetric', 'stable'],
  diagonal: ['symmetric'],
  'positive-definite': ['positive-semidefinite', 'symmetric'],
  orthogonal: [],
} as const satisfies Partial<Record<StructureKind, readonly StructureKind[]>>;
const OF_NUMBERS = { nonnegative: [], positive: ['nonnegative'] } as const;
const OF_LAGRANGIANS = { convex: [], entrywise: [], 'strictly-convex': ['convex'] } as const;

/** Structures that a matrix shares with its transpose. */
const KEPT_BY_TRANSPOSITION: readonly StructureKind[] = ['general', ...(Object.keys(OF_MATRICES) as StructureKind[])];

/** Single assumptions, weaker ones first. */
export function restrictionsOf(design: Design): readonly Edit[] {
  const free = design.parameters.filter((p) => p.value === undefined);
  return [
    ...design.lagrangians.flatMap(ofLagrangian),
    ...free.flatMap(ofParameter),
    ...free.flatMap((b, i) => free.slice(0, i).flatMap((a) => tied(a, b))),
  ];
}

function ofParameter(p: Parameter): readonly Edit[] {
  const { name, shape } = p.symbol;
  const own: readonly StructureKind[] = p.structures.map((s) => s.kind);
  const options = !isMatrixShape(shape) ? OF_NUMBERS : isSquareShape(shape) ? OF_MATRICES : {};
  const found = Object.entries(options as Record<string, readonly StructureKind[]>)
    .filter(([kind]) => !own.includes(kind as StructureKind) && !own.some((o) => includes(options, o, kind)))
    .map(
      ([kind, weaker]): Edit => ({
        text: `${name} ${kind}`,
        target: name,
        weaker: weaker.map((w) => `${name} ${w}`),
        apply: (document) => addTo(document, ['parameters', name, 'structure'], kind, ['general', ...weaker]),
      }),
    );
  return isVectorShape(shape) ? [...found, constantVector(p)] : found;
}

const includes = (options: object, kind: string, part: string): boolean =>
  (options as Record<string, readonly string[] | undefined>)[kind]?.includes(part) ?? false;

/** All entries of a vector are one number t, as time constants often must be: t*ones(N) stands in its place. */
const constantVector = ({ symbol: { name, shape } }: Parameter): Edit => ({
  text: `all entries of ${name} equal`,
  target: name,
  weaker: [],
  apply: (document) => {
    for (const path of pathsOfFormulas(document)) replaceName(document, path, name, `${name}*ones(${shape.rows})`);
    document.setIn(['parameters', name, 'shape'], document.createNode([]));
  },
});

function ofLagrangian({ lagrangian: { name, definition } }: DeclaredLagrangian): readonly Edit[] {
  if (definition.kind !== 'any') return [];
  const own: readonly string[] = [...definition.assumptions];
  return Object.entries(OF_LAGRANGIANS as Record<string, readonly string[]>)
    .filter(([kind]) => !own.includes(kind) && !own.some((o) => includes(OF_LAGRANGIANS, o, kind)))
    .map(([kind, weaker]) => ({
      text: `${name} ${kind}`,
      target: name,
      weaker: weaker.map((w) => `${name} ${w}`),
      apply: (document) => addTo(document, ['lagrangians', name, 'assume'], kind, weaker),
    }));
}

/** Adds a word to a list that may be a single word or missing, in the place of words that it includes. */
function addTo(document: Document, path: readonly string[], word: string, replaced: readonly string[]): void {
  const node: unknown = document.getIn(path, true);
  const old: unknown = isSeq(node) ? node.toJSON() : document.getIn(path);
  const words = (Array.isArray(old) ? (old as unknown[]) : old === undefined ? [] : [old]).filter(
    (x) => typeof x !== 'string' || !replaced.includes(x),
  );
  document.setIn(path, document.createNode([...words, word]));
}

/** b = a or b = a', where shapes and structures allow it. */
function tied(a: Parameter, b: Parameter): readonly Edit[] {
  const [A, B] = [a.symbol, b.symbol];
  const kinds = a.structures.map((s) => s.kind);
  const isMet = b.structures.every((s) => s.kind === 'general' || kinds.includes(s.kind));
  if (!isMet) return [];
  const tie = (by: string): Edit => ({
    text: `${B.name} = ${by}`,
    target: B.name,
    weaker: [],
    apply: (document) => {
      for (const path of pathsOfFormulas(document)) replaceName(document, path, B.name, by);
      document.deleteIn(['parameters', B.name]);
    },
  });
  const isTurnable = isMatrixShape(A.shape) && kinds.every((k) => KEPT_BY_TRANSPOSITION.includes(k));
  return [
    ...(sameShape(A.shape, B.shape) ? [tie(A.name)] : []),
    ...(isTurnable && sameShape(transposedShape(A.shape), B.shape) ? [tie(`${A.name}'`)] : []),
  ];
}

function replaceName(document: Document, path: FormulaPath, name: string, by: string): void {
  const text = String(document.getIn(path));
  let result = '';
  let end = 0;
  for (const token of tokenize(text)) {
    if (token.kind !== 'name' || token.text !== name) continue;
    result += `${text.slice(end, token.start)}${/^\w+$/.test(by) ? by : `(${by})`}`;
    end = token.end;
  }
  if (end > 0) document.setIn(path, result + text.slice(end));
}
