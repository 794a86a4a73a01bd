/**
 * Programs: what a kernel computes, as a graph of operations on matrices of known size. Nodes are shared: equal
 * operations are one node, also where one is the transpose of the other. Nodes are made by `program-nodes.ts` only.
 */
import type { EntrywiseName } from '../symbolic/functions.js';
import type { Rational } from '../symbolic/rational.js';

/** Functions of a vector whose value is a vector or a scalar. */
export type VectorFunction = 'logsumexp' | 'softmax' | 'sparsemax' | 'sparsemax_support';
/** Functions of a matrix that need linear algebra. */
export type MatrixFunction = 'inv' | 'polar' | 'sqrtm' | 'expm' | 'norm' | 'lambda_min' | 'lambda_max';

export interface Term {
  readonly coefficient: Rational;
  readonly node: Node;
}

export type Operation =
  /** A matrix that the caller fills. */
  | { readonly kind: 'input'; readonly name: string }
  /** A scalar number. */
  | { readonly kind: 'constant'; readonly value: Rational | 'pi' }
  /** Every entry is the scalar `of`. */
  | { readonly kind: 'fill'; readonly of: Node }
  /** Entry (i, j) is entry i of the vector `of`. */
  | { readonly kind: 'spread'; readonly of: Node }
  /** The diagonal matrix of a vector. */
  | { readonly kind: 'diag'; readonly of: Node }
  /** The diagonal of a square matrix. */
  | { readonly kind: 'diagonal'; readonly of: Node }
  | { readonly kind: 'transpose'; readonly of: Node }
  /** Σ coefficient · node, from left to right. */
  | { readonly kind: 'linear'; readonly terms: readonly Term[] }
  /** Entrywise product of at least two. */
  | { readonly kind: 'hadamard'; readonly factors: readonly Node[] }
  | { readonly kind: 'map'; readonly function: EntrywiseName; readonly of: Node }
  /** Entrywise power with an exact exponent, or with a scalar one. */
  | { readonly kind: 'power'; readonly of: Node; readonly exponent: Rational | Node }
  | { readonly kind: 'step'; readonly of: Node; readonly direction: Node | undefined }
  /** Matrix product. */
  | { readonly kind: 'matmul'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'vector'; readonly function: VectorFunction; readonly of: Node }
  | { readonly kind: 'matrix'; readonly function: MatrixFunction; readonly of: Node }
  /** Rows of blocks. */
  | { readonly kind: 'block'; readonly blocks: readonly (readonly Node[])[] };

export type Node = Operation & {
  readonly id: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether the matrix equals its transpose by construction. */
  readonly symmetric: boolean;
  /** Whether the value is defined for all finite inputs, so that 0 times it is 0. */
  readonly total: boolean;
  /** Whether some input has a part in the value. */
  readonly varies: boolean;
};

export interface Program {
  /** All inputs by symbol name. */
  readonly inputs: ReadonlyMap<string, Node>;
  readonly outputs: readonly Node[];
  /** The node of the transpose. */
  readonly transpose: (node: Node) => Node;
}

export const isScalarNode = (node: Node): boolean => node.rows === 1 && node.columns === 1;

/** Operands of a node, in order. */
export function operands(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'input':
    case 'constant':
      return [];
    case 'fill':
    case 'spread':
    case 'diag':
    case 'diagonal':
    case 'transpose':
    case 'map':
    case 'vector':
    case 'matrix':
      return [node.of];
    case 'linear':
      return node.terms.map((term) => term.node);
    case 'hadamard':
      return node.factors;
    case 'power':
      return 'kind' in node.exponent ? [node.of, node.exponent] : [node.of];
    case 'step':
      return node.direction === undefined ? [node.of] : [node.of, node.direction];
    case 'matmul':
      return [node.left, node.right];
    case 'block':
      return node.blocks.flat();
  }
}

/** Visits every node that the given ones need, operands first, each once. */
export function forEachOperand(nodes: readonly Node[], visit: (node: Node) => void): void {
  const seen = new Set<number>();
  const walk = (node: Node): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    operands(node).forEach(walk);
    visit(node);
  };
  nodes.forEach(walk);
}
