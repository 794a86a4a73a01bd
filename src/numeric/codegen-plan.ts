/**
 * Plans the code of a program: the orientation in which each matrix is held (a matrix and its transpose are one
 * buffer), which nodes get a buffer, and which are computed entry by entry where they are used.
 */
import { isScalarNode, type Node, operands, type Program } from './program.js';

/** A node in the orientation in which it is held. */
export interface Held {
  readonly node: Node;
  /** Whether the node asked for is the transpose of the one held. */
  readonly flipped: boolean;
}

export interface Plan {
  readonly held: (node: Node) => Held;
  /** Operands of a node, as held. */
  readonly needs: (node: Node) => readonly Node[];
  readonly isBuffered: (node: Node) => boolean;
  /** Products of a matrix and a vector that read the same matrix buffer, by the id of the matrix. */
  readonly matvecs: ReadonlyMap<number, readonly Node[]>;
  /** Rough number of scalar operations. */
  readonly cost: number;
}

/** Nodes that are computed entry by entry from the entries of their operands. */
export const isEntrywise = (node: Node): boolean =>
  node.kind === 'linear' ||
  node.kind === 'hadamard' ||
  node.kind === 'map' ||
  node.kind === 'power' ||
  node.kind === 'step';

/** Nodes whose entries are entries of their operand. */
const isView = (node: Node): boolean =>
  node.kind === 'fill' ||
  node.kind === 'spread' ||
  node.kind === 'diag' ||
  node.kind === 'diagonal' ||
  node.kind === 'transpose';

export const isMatrixNode = (node: Node): boolean => node.rows > 1 && node.columns > 1;

export function plan(program: Program): Plan {
  const orientations = new Map<number, Held>();

  /** How many operands would be read against their orientation. */
  const flips = (node: Node): number => operands(node).filter((o) => isMatrixNode(o) && held(o).flipped).length;

  function held(node: Node): Held {
    const known = orientations.get(node.id);
    if (known !== undefined) return known;
    let result: Held = { node, flipped: false };
    if (node.kind === 'transpose') {
      const of = held(node.of);
      result = { node: of.node, flipped: !of.flipped };
    } else if (!isScalarNode(node) && !node.symmetric) {
      const mirror = program.transpose(node);
      // A row that can only be transposed, such as an input of one row, is held as it is.
      const flip =
        mirror.kind !== 'transpose' &&
        (node.columns === 1 || mirror.columns === 1
          ? mirror.columns === 1 && node.columns !== 1
          : (isEntrywise(node) || node.kind === 'block') && isFlipped(node, mirror));
      if (flip) result = { node: mirror, flipped: true };
    }
    orientations.set(node.id, result);
    return result;
  }
  const isFlipped = (node: Node, mirror: Node): boolean => {
    const [own, other] = [flips(node), flips(mirror)];
    return other < own || (other === own && mirror.id < node.id);
  };

  const needs = (node: Node): Node[] => operands(node).map((o) => held(o).node);
  const all: Node[] = [];
  const uses = new Map<number, number>();
  const buffered = new Set<number>();
  const buffer = (node: Node): void => {
    const { node: h } = held(node);
    if (!isView(h) && h.kind !== 'constant') buffered.add(h.id);
    else if (h.kind === 'diagonal') buffered.add(h.id);
  };
  const use = (node: Node): void => {
    uses.set(node.id, (uses.get(node.id) ?? 0) + 1);
  };
  const seen = new Set<number>();
  const walk = (node: Node): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    for (const o of needs(node)) {
      use(o);
      walk(o);
    }
    all.push(node);
  };
  const outputs = program.outputs.map((o) => held(o).node);
  for (const o of outputs) {
    use(o);
    walk(o);
  }

  const matvecs = new Map<number, Node[]>();
  let cost = 0;
  for (const node of all) {
    const size = node.rows * node.columns;
    switch (node.kind) {
      case 'matmul': {
        if (!isScalarNode(node)) {
          buffered.add(node.id);
          buffer(node.right);
          if (node.columns > 1) buffer(node.left);
          else {
            const matrix = held(node.left).node;
            if (isEntrywise(matrix) && (uses.get(matrix.id) ?? 0) > 1) buffered.add(matrix.id);
            if (isMatrixNode(matrix)) matvecs.set(matrix.id, [...(matvecs.get(matrix.id) ?? []), node]);
          }
        }
        cost += size * node.left.columns;
        break;
      }
      case 'vector':
      case 'matrix':
        buffered.add(node.id);
        buffer(node.of);
        cost += node.kind === 'matrix' ? 1e9 : 10 * node.of.rows;
        break;
      case 'input':
      case 'block':
        buffered.add(node.id);
        break;
      case 'spread':
      case 'diag':
        buffer(node.of);
        break;
      case 'linear':
      case 'hadamard':
      case 'map':
      case 'power':
      case 'step':
        if ((uses.get(node.id) ?? 0) > 1) buffered.add(node.id);
        cost += size * operands(node).length;
        break;
      case 'fill':
      case 'constant':
      case 'diagonal':
      case 'transpose':
        break;
    }
  }
  for (const o of outputs) buffer(o);
  return { held, needs, isBuffered: (node) => buffered.has(node.id) && !isScalarNode(node), matvecs, cost };
}

/** Whether a node is one of others or needs one of them, directly or through others. */
export function dependsOn(planned: Plan, node: Node, others: ReadonlySet<number>): boolean {
  const seen = new Set<number>();
  const walk = (n: Node): boolean => {
    if (others.has(n.id)) return true;
    if (seen.has(n.id)) return false;
    seen.add(n.id);
    return planned.needs(n).some(walk);
  };
  return walk(node);
}
