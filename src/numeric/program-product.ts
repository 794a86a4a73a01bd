/**
 * Matrix products of programs. Diagonal and rank-one factors become entrywise operations; a matrix applied to a vector
 * is never formed: (A + B)x = Ax + Bx, (AB)x = A(Bx), (diag(v)A)x = v ⊙ Ax, (ab')x = (b'x)a.
 */
import * as Q from '../symbolic/rational.js';
import { isScalarNode, type Node } from './program.js';
import { constantOf, NodeTable } from './program-nodes.js';

export class ProgramBuilder extends NodeTable {
  matmul(left: Node, right: Node): Node {
    const [m, k, n] = [left.rows, left.columns, right.columns];
    if (isScalarNode(left)) return this.hadamard([this.fill(left, right.rows, n), right]);
    if (isScalarNode(right)) return this.hadamard([left, this.fill(right, m, left.columns)]);
    const [zeroLeft, zeroRight] = [constantOf(left), constantOf(right)];
    if ((zeroLeft && Q.isZero(zeroLeft) && right.total) || (zeroRight && Q.isZero(zeroRight) && left.total))
      return this.fill(this.constant(Q.ZERO), m, n);
    for (const [scaled, rest] of [
      [left, (x: Node) => this.matmul(x, right)],
      [right, (x: Node) => this.matmul(left, x)],
    ] as const) {
      const term = scaled.kind === 'linear' && scaled.terms.length === 1 ? scaled.terms[0] : undefined;
      if (term !== undefined) return this.scale(term.coefficient, rest(term.node));
    }
    if (k === 1) return this.hadamard([this.spread(left, n), this.transpose(this.spread(this.transpose(right), m))]);
    if (left.kind === 'diag') return this.hadamard([this.spread(left.of, n), right]);
    if (right.kind === 'diag') return this.hadamard([left, this.transpose(this.spread(right.of, m))]);
    if (m === 1 && n === 1) return this.#dot(this.transpose(left), right);
    if (m === 1) return this.transpose(this.matmul(this.transpose(right), this.transpose(left)));
    if (n === 1) return this.#apply(left, right);
    const [a, b] = [this.#rankOne(left), this.#rankOne(right)];
    if (a !== undefined) return this.matmul(a.column, this.matmul(a.row, right));
    if (b !== undefined) return this.matmul(this.matmul(left, b.column), b.row);
    return this.#scaledProduct(left, right);
  }

  readonly #scaled = new Map<string, Node>();

  /** A diag(d) B is one node with its transpose B' diag(d) A', whichever factor the diagonal matrix was applied to. */
  #scaledProduct(left: Node, right: Node): Node {
    const scales: Node[] = [];
    const strip = (node: Node, scaleOf: (f: Node) => Node | undefined): Node => {
      if (node.kind !== 'hadamard') return node;
      const rest = node.factors.filter((f) => scaleOf(f) === undefined);
      if (rest.length === 0 || rest.length === node.factors.length) return node;
      scales.push(...node.factors.map(scaleOf).filter((v) => v !== undefined));
      return this.hadamard(rest);
    };
    const a = strip(left, (f) => (f.kind === 'transpose' && f.of.kind === 'spread' ? f.of.of : undefined));
    const b = strip(right, (f) => (f.kind === 'spread' ? f.of : undefined));
    if (scales.length === 0) return this.product(left, right);
    const d = this.hadamard(scales);
    const key = `${a.id},${d.id},${b.id}`;
    const mirrored = `${this.transpose(b).id},${d.id},${this.transpose(a).id}`;
    const known = this.#scaled.get(key);
    if (known !== undefined) return known;
    const mirror = this.#scaled.get(mirrored);
    if (mirror !== undefined) return this.transpose(mirror);
    const node = this.product(a, this.hadamard([this.spread(d, b.columns), b]), key === mirrored);
    this.#scaled.set(key, node);
    return node;
  }

  /** x'y of two columns. */
  #dot(x: Node, y: Node): Node {
    const scalars: Node[] = [];
    const strip = (node: Node): Node => {
      if (node.kind === 'fill' && constantOf(node) === undefined) {
        scalars.push(node.of);
        return this.ones(node.rows, 1);
      }
      if (node.kind !== 'hadamard' || !node.factors.some((f) => f.kind === 'fill')) return node;
      const rest: Node[] = [];
      for (const factor of node.factors) {
        if (factor.kind === 'fill') scalars.push(factor.of);
        else rest.push(factor);
      }
      return rest.length === 0 ? this.ones(node.rows, 1) : this.hadamard(rest);
    };
    const [a, b] = [strip(x), strip(y)];
    if (scalars.length > 0) return this.hadamard([...scalars, this.matmul(this.transpose(a), b)]);
    return this.product(this.transpose(a), b);
  }

  /** A matrix applied to a column. */
  #apply(a: Node, x: Node): Node {
    const m = a.rows;
    switch (a.kind) {
      case 'linear':
        return this.linear(a.terms.map((t) => ({ coefficient: t.coefficient, node: this.matmul(t.node, x) })));
      case 'matmul':
        return this.matmul(a.left, this.matmul(a.right, x));
      case 'fill':
      case 'spread':
      case 'hadamard':
        return this.#applyScaled(a.kind === 'hadamard' ? a.factors : [a], a, x);
      case 'transpose':
        if (a.of.kind === 'matmul')
          return this.matmul(this.transpose(a.of.right), this.matmul(this.transpose(a.of.left), x));
        if (a.of.kind === 'spread') return this.#applyScaled([a], a, x);
        break;
      case 'block':
        if (x.kind === 'block' && (a.blocks[0] as Node[]).every((e, j) => e.columns === x.blocks[j]?.[0]?.rows))
          return this.block(
            a.blocks.map((row) => [
              this.linear(
                row.map((e, j) => ({ coefficient: Q.ONE, node: this.matmul(e, (x.blocks[j] as Node[])[0] as Node) })),
              ),
            ]),
          );
        break;
      default:
    }
    return m === 1 ? this.#dot(this.transpose(a), x) : this.product(a, x);
  }

  /** (diag(u) A diag(v) s) x = s u ⊙ A(v ⊙ x), where spread factors stand for the diagonal matrices. */
  #applyScaled(factors: readonly Node[], whole: Node, x: Node): Node {
    const outside: Node[] = [];
    const inside: Node[] = [x];
    const rest: Node[] = [];
    for (const f of factors) {
      if (f.kind === 'fill') outside.push(this.fill(f.of, f.rows, 1));
      else if (f.kind === 'spread') outside.push(f.of);
      else if (f.kind === 'transpose' && f.of.kind === 'spread') inside.push(f.of.of);
      else rest.push(f);
    }
    if (rest.length === factors.length) return this.product(whole, x);
    const vector = this.hadamard(inside);
    const core =
      rest.length > 0
        ? this.matmul(this.hadamard(rest), vector)
        : this.fill(this.matmul(this.ones(1, whole.columns), vector), whole.rows, 1);
    return this.hadamard([...outside, core]);
  }

  /** The column and row whose product the matrix is, where its form shows them. */
  #rankOne(node: Node): { column: Node; row: Node } | undefined {
    const factors = node.kind === 'hadamard' ? node.factors : [node];
    const columns: Node[] = [this.ones(node.rows, 1)];
    const rows: Node[] = [this.ones(node.columns, 1)];
    for (const f of factors) {
      if (f.kind === 'fill') columns.push(this.fill(f.of, node.rows, 1));
      else if (f.kind === 'spread') columns.push(f.of);
      else if (f.kind === 'transpose' && f.of.kind === 'spread') rows.push(f.of.of);
      else return undefined;
    }
    return { column: this.hadamard(columns), row: this.transpose(this.hadamard(rows)) };
  }
}
