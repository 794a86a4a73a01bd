/** Structures of parameters as written: names with their options, and whether they fit the shape. */
import type { Fact, Shape } from '../symbolic/expression.js';
import { suggestion } from '../symbolic/nearest.js';
import { describeShape, isSquareShape } from '../symbolic/shape.js';
import type { Sizes } from './sizes.js';
import { describeNode, quoted, type Source, type SourceNode } from './source.js';
import { evenProblem, findConflict } from './structures/requirement.js';
import type { Structure, StructureKind } from './types.js';

interface StructureRule {
  /** What follows the colon, for structures with an option. */
  readonly option: string | undefined;
  readonly needs: 'any' | 'matrix' | 'square';
  /** What rewriting may use about the symbol. */
  readonly facts: readonly Fact[];
}

const plain = (needs: StructureRule['needs'], ...facts: readonly Fact[]): StructureRule => ({
  option: undefined,
  needs,
  facts,
});

const RULES: Readonly<Record<StructureKind, StructureRule>> = {
  general: plain('any'),
  symmetric: plain('square', 'symmetric'),
  skew: plain('square', 'skew'),
  diagonal: plain('square', 'diagonal', 'symmetric'),
  'positive-definite': plain('square', 'positive-definite', 'positive-semidefinite', 'symmetric'),
  'positive-semidefinite': plain('square', 'positive-semidefinite', 'symmetric'),
  'negative-semidefinite': plain('square', 'negative-semidefinite', 'symmetric'),
  orthogonal: plain('square', 'orthogonal'),
  positive: plain('any', 'positive', 'nonnegative'),
  nonnegative: plain('any', 'nonnegative'),
  stable: plain('square'),
  goe: plain('square', 'symmetric'),
  rank: { option: '{ rank: 2 }', needs: 'matrix', facts: [] },
  'norm-at-most': { option: '{ norm-at-most: 1 }', needs: 'any', facts: [] },
  'block-tridiagonal': { option: '{ block-tridiagonal: [2, 1] }', needs: 'square', facts: [] },
  'block-norm-at-most': { option: '{ block-norm-at-most: 1 }', needs: 'square', facts: [] },
};

const KINDS = Object.keys(RULES) as readonly StructureKind[];
const isKind = (name: string): name is StructureKind => Object.hasOwn(RULES, name);

export const factsOf = (structures: readonly Structure[]): ReadonlySet<Fact> =>
  new Set(structures.flatMap(({ kind }) => RULES[kind].facts));

/** One structure, or a list of structures that hold together. */
export function readStructures(node: SourceNode, shape: Shape, sizes: Sizes, source: Source): readonly Structure[] {
  const structures: Structure[] = [];
  for (const item of source.oneOrMore(node)) {
    const structure = readStructure(item, shape, sizes, source);
    if (structures.some(({ kind }) => kind === structure.kind))
      throw source.error(item, `the structure ${structure.kind} stands here twice`);
    structures.push(structure);
  }
  if (structures.length === 0) throw source.expected(node, 'a structure or a list of structures');
  if (
    structures.some(({ kind }) => kind === 'block-norm-at-most') &&
    !structures.some(({ kind }) => kind === 'block-tridiagonal')
  )
    throw source.error(node, 'block-norm-at-most bounds the blocks of block-tridiagonal, which is not in the list');
  const conflict = findConflict(structures);
  if (conflict !== undefined) {
    const how = conflict.kind === 'contradictory' ? 'contradict each other' : 'are not supported together';
    throw source.error(node, `${conflict.first} and ${conflict.second} ${how}: ${conflict.why}`);
  }
  const odd = evenProblem(structures, shape.rows, (size) => sizes.valueOf(size));
  if (odd !== undefined) throw source.error(node, odd);
  return structures;
}

function readStructure(node: SourceNode, shape: Shape, sizes: Sizes, source: Source): Structure {
  const kind = kindOf(node, source);
  const { needs } = RULES[kind];
  const isMatrix = shape.rows !== '1' && shape.columns !== '1';
  if (needs === 'square' && !(isSquareShape(shape) && shape.rows !== '1'))
    throw source.error(node, `${kind} needs a square matrix, but the shape is a ${describeShape(shape)}`);
  if (needs === 'matrix' && !isMatrix)
    throw source.error(node, `${kind} needs a matrix, but the shape is a ${describeShape(shape)}`);
  if (node.kind !== 'map') return { kind } as Structure;
  const option = node.entries.get(kind)?.value as SourceNode;
  switch (kind) {
    case 'rank': {
      const rank = sizes.read(option);
      const full = Math.min(sizes.valueOf(shape.rows), sizes.valueOf(shape.columns));
      if (sizes.valueOf(rank) > full)
        throw source.error(option, `a ${describeShape(shape)} has rank at most ${full}, but found ${rank}`);
      return { kind, rank };
    }
    case 'norm-at-most':
    case 'block-norm-at-most': {
      const bound = source.number(option, 'a number above 0');
      if (bound <= 0) throw source.error(option, `expected a number above 0, but found ${bound}`);
      return { kind, bound };
    }
    case 'block-tridiagonal': {
      const blocks = source.list(option, 'a list of block sizes');
      if (blocks.length < 2) throw source.error(option, 'expected two or more block sizes');
      const read = blocks.map((block) => sizes.read(block));
      const total = read.reduce((sum, size) => sum + sizes.valueOf(size), 0);
      if (total !== sizes.valueOf(shape.rows))
        throw source.error(option, `the blocks add up to ${total}, but ${shape.rows} is ${sizes.valueOf(shape.rows)}`);
      // The sizes are tied to each other at these values only, unless the shape is written as their sum.
      if (read.join('+') !== shape.rows)
        for (const size of [shape.rows, ...read]) sizes.fix(size, sizes.valueOf(size), option, 'rows');
      return { kind, sizes: read };
    }
    default:
      throw source.error(node, `${kind} takes no option: write ${kind} alone`);
  }
}

function kindOf(node: SourceNode, source: Source): StructureKind {
  const options = KINDS.flatMap((kind) => RULES[kind].option ?? []);
  const wanted = `a structure: ${KINDS.filter((kind) => RULES[kind].option === undefined).join(', ')}, ${options.join(', ')}`;
  let name: string | undefined;
  if (node.kind === 'map') {
    const keys = [...node.entries.keys()];
    if (keys.length !== 1) throw source.error(node, `one structure has one name; write a list [ ] for several`);
    name = keys[0];
  } else if (node.kind === 'scalar' && typeof node.value === 'string') name = node.value;
  if (name === undefined) throw source.expected(node, wanted);
  if (!isKind(name)) {
    const hint = suggestion(name, KINDS);
    throw source.error(node, `unknown structure ${quoted(name)}${hint || `; expected ${wanted}`}`);
  }
  const { option } = RULES[name];
  if (option !== undefined && node.kind !== 'map')
    throw source.error(node, `${name} needs its option: write ${option}, but found ${describeNode(node)}`);
  return name;
}
