/**
 * Makes the nodes of a program. The constructors share equal nodes, keep transposes at the leaves, pull out
 * coefficients, and turn products with diagonal, constant or rank-one matrices into entrywise operations. They keep
 * what is undefined undefined: 0 times a node that may be undefined stays.
 */
import type { EntrywiseName } from '../symbolic/functions.js';
import { ENTRYWISE_FUNCTIONS } from '../symbolic/functions.js';
import * as Q from '../symbolic/rational.js';
import {
  isScalarNode,
  type MatrixFunction,
  type Node,
  type Operation,
  operands,
  type Term,
  type VectorFunction,
} from './program.js';

type Constant = Extract<Node, { kind: 'constant' }>;

export abstract class NodeTable {
  readonly #known = new Map<string, Node>();
  readonly #transposes = new Map<number, Node>();
  #count = 0;

  /** The node of an operation, shared with equal ones. */
  #node(key: string, operation: Operation, rows: number, columns: number, own: Partial<Node> = {}): Node {
    const full = `${key}:${rows},${columns}`;
    const known = this.#known.get(full);
    if (known !== undefined) return known;
    const draft = { ...operation, id: this.#count, rows, columns, symmetric: false, total: true, varies: true } as Node;
    const parts = operands(draft);
    const node = {
      ...draft,
      total: parts.every((p) => p.total),
      varies: parts.length === 0 ? operation.kind === 'input' : parts.some((p) => p.varies),
      ...own,
    } as Node;
    this.#count += 1;
    this.#known.set(full, node);
    if (rows !== columns || rows === 1) return node;
    const symmetric = own.symmetric === true || this.transpose(node).id === node.id;
    if (!symmetric) return node;
    const marked = { ...node, symmetric } as Node;
    this.#known.set(full, marked);
    this.#transposes.set(marked.id, marked);
    return marked;
  }

  input(name: string, rows: number, columns: number, symmetric: boolean): Node {
    return this.#node(`input ${name}`, { kind: 'input', name }, rows, columns, { symmetric });
  }

  constant(value: Q.Rational | 'pi'): Node {
    return this.#node(value === 'pi' ? 'pi' : `#${Q.toText(value)}`, { kind: 'constant', value }, 1, 1);
  }

  fill(of: Node, rows: number, columns: number): Node {
    if (rows === 1 && columns === 1) return of;
    if (of.kind === 'linear' && of.terms.length === 1)
      return this.linear(of.terms.map((t) => ({ coefficient: t.coefficient, node: this.fill(t.node, rows, columns) })));
    const symmetric = rows === columns;
    return this.#node(`fill ${of.id}`, { kind: 'fill', of }, rows, columns, { symmetric });
  }

  ones(rows: number, columns: number): Node {
    return this.fill(this.constant(Q.ONE), rows, columns);
  }

  /** The matrix of `columns` columns that all equal the vector `of`. */
  spread(of: Node, columns: number): Node {
    if (columns === 1) return of;
    if (of.kind === 'fill') return this.fill(of.of, of.rows, columns);
    if (isScalarNode(of)) return this.fill(of, 1, columns);
    if (of.kind === 'linear' && of.terms.length === 1)
      return this.linear(of.terms.map((t) => ({ coefficient: t.coefficient, node: this.spread(t.node, columns) })));
    return this.#node(`spread ${of.id}`, { kind: 'spread', of }, of.rows, columns);
  }

  diag(of: Node): Node {
    if (isScalarNode(of)) return of;
    return this.#node(`diag ${of.id}`, { kind: 'diag', of }, of.rows, of.rows, { symmetric: true });
  }

  diagonal(of: Node): Node {
    if (isScalarNode(of)) return of;
    const n = of.rows;
    switch (of.kind) {
      case 'diag':
        return of.of;
      case 'fill':
        return this.fill(of.of, n, 1);
      case 'spread':
        return of.of;
      case 'transpose':
        return this.diagonal(of.of);
      case 'linear':
        return this.linear(of.terms.map((t) => ({ coefficient: t.coefficient, node: this.diagonal(t.node) })));
      case 'hadamard':
        return this.hadamard(of.factors.map((f) => this.diagonal(f)));
      case 'matmul':
        return this.matmul(this.hadamard([of.left, this.transpose(of.right)]), this.ones(of.left.columns, 1));
      default:
        return this.#node(`diagonal ${of.id}`, { kind: 'diagonal', of }, n, 1);
    }
  }

  transpose(of: Node): Node {
    if (isScalarNode(of) || of.symmetric) return of;
    const known = this.#transposes.get(of.id);
    if (known !== undefined) return known;
    const result = this.#transposed(of);
    this.#transposes.set(of.id, result);
    if (!this.#transposes.has(result.id)) this.#transposes.set(result.id, of);
    return result;
  }

  #transposed(of: Node): Node {
    switch (of.kind) {
      case 'diag':
        return of;
      case 'transpose':
        return of.of;
      case 'fill':
        return this.fill(of.of, of.columns, of.rows);
      case 'linear':
        return this.linear(of.terms.map((t) => ({ coefficient: t.coefficient, node: this.transpose(t.node) })));
      case 'hadamard':
        return this.hadamard(of.factors.map((f) => this.transpose(f)));
      case 'map':
        return this.map(of.function, this.transpose(of.of));
      case 'power':
        return this.power(this.transpose(of.of), of.exponent);
      case 'step':
        return this.step(this.transpose(of.of), of.direction === undefined ? undefined : this.transpose(of.direction));
      case 'block':
        return this.block(
          (of.blocks[0] as Node[]).map((_, j) => of.blocks.map((row) => this.transpose(row[j] as Node))),
        );
      case 'matmul': {
        // X'X is its own transpose; other products are transposed as a view, so that they are computed once.
        if (this.transpose(of.right).id === of.left.id) return of;
        break;
      }
      default:
    }
    return this.#node(`transpose ${of.id}`, { kind: 'transpose', of }, of.columns, of.rows);
  }

  /** Σ coefficient · node; nested sums are merged, equal nodes are collected. */
  linear(terms: readonly Term[]): Node {
    const [first] = terms as readonly [Term, ...Term[]];
    const { rows, columns } = first.node;
    const collected = new Map<number, Term>();
    const diagonals: Term[] = [];
    const add = (coefficient: Q.Rational, node: Node): void => {
      if (node.kind === 'linear') {
        for (const t of node.terms) add(Q.multiply(coefficient, t.coefficient), t.node);
        return;
      }
      if (node.kind === 'diag') {
        diagonals.push({ coefficient, node: node.of });
        return;
      }
      const constant = constantOf(node);
      const factor = constant === undefined ? coefficient : Q.multiply(coefficient, constant);
      const base = constant === undefined ? node : this.ones(rows, columns);
      const known = collected.get(base.id);
      collected.set(base.id, {
        coefficient: known === undefined ? factor : Q.add(known.coefficient, factor),
        node: base,
      });
    };
    for (const term of terms) add(term.coefficient, term.node);
    if (diagonals.length > 0) {
      const vector = this.linear(diagonals);
      const constant = vector.kind === 'linear' && vector.terms.length === 1 ? vector.terms[0] : undefined;
      if (constant === undefined) collected.set(-1, { coefficient: Q.ONE, node: this.diag(vector) });
      else collected.set(-1, { coefficient: constant.coefficient, node: this.diag(constant.node) });
    }
    const kept = [...collected.values()]
      .filter((t) => !Q.isZero(t.coefficient) || !t.node.total)
      .sort((a, b) => a.node.id - b.node.id);
    const [only] = kept;
    if (only === undefined) return this.fill(this.constant(Q.ZERO), rows, columns);
    if (kept.length === 1 && Q.isOne(only.coefficient)) return only.node;
    if (kept.length === 1 && constantOf(only.node) !== undefined)
      return this.fill(this.constant(only.coefficient), rows, columns);
    const key = kept.map((t) => `${Q.toText(t.coefficient)}*${t.node.id}`).join('+');
    return this.#node(`linear ${key}`, { kind: 'linear', terms: kept }, rows, columns);
  }

  scale(coefficient: Q.Rational, node: Node): Node {
    return this.linear([{ coefficient, node }]);
  }

  /** Entrywise product of nodes of one size. */
  hadamard(factors: readonly Node[]): Node {
    const { rows, columns } = factors[0] as Node;
    let coefficient = Q.ONE;
    const flat: Node[] = [];
    const visit = (node: Node): void => {
      const constant = constantOf(node);
      if (constant !== undefined) coefficient = Q.multiply(coefficient, constant);
      else if (node.kind === 'hadamard') node.factors.forEach(visit);
      else if (node.kind === 'linear' && node.terms.length === 1) {
        const [term] = node.terms as [Term];
        coefficient = Q.multiply(coefficient, term.coefficient);
        visit(term.node);
      } else flat.push(node);
    };
    factors.forEach(visit);
    if (Q.isZero(coefficient) && flat.every((f) => f.total)) return this.fill(this.constant(Q.ZERO), rows, columns);
    if (rows > 1 && columns > 1 && flat.some((f) => f.kind === 'diag'))
      return this.scale(coefficient, this.diag(this.hadamard(flat.map((f) => this.diagonal(f)))));
    if (flat.length === 0) return this.fill(this.constant(coefficient), rows, columns);
    flat.sort((a, b) => a.id - b.id);
    const body =
      flat.length === 1
        ? (flat[0] as Node)
        : this.#node(`hadamard ${flat.map((f) => f.id).join(',')}`, { kind: 'hadamard', factors: flat }, rows, columns);
    return Q.isOne(coefficient) ? body : this.scale(coefficient, body);
  }

  map(name: EntrywiseName, of: Node): Node {
    if (of.kind === 'fill') return this.fill(this.map(name, of.of), of.rows, of.columns);
    const total = of.total && !('domain' in ENTRYWISE_FUNCTIONS[name]);
    return this.#node(`map ${name} ${of.id}`, { kind: 'map', function: name, of }, of.rows, of.columns, { total });
  }

  power(of: Node, exponent: Q.Rational | Node): Node {
    const constant = 'kind' in exponent ? constantOf(exponent) : exponent;
    if (of.kind === 'fill') return this.fill(this.power(of.of, constant ?? exponent), of.rows, of.columns);
    if (constant !== undefined && Q.isOne(constant)) return of;
    const value = constant ?? exponent;
    const key = 'kind' in value ? `n${value.id}` : Q.toText(value);
    const total = of.total && !('kind' in value) && Q.isInteger(value) && value.numerator >= 0n;
    return this.#node(`power ${of.id} ${key}`, { kind: 'power', of, exponent: value }, of.rows, of.columns, { total });
  }

  step(of: Node, direction: Node | undefined): Node {
    const operation = { kind: 'step', of, direction } as const;
    return this.#node(`step ${of.id} ${direction?.id ?? ''}`, operation, of.rows, of.columns);
  }

  vector(name: VectorFunction, of: Node): Node {
    const rows = name === 'logsumexp' ? 1 : of.rows;
    return this.#node(`vector ${name} ${of.id}`, { kind: 'vector', function: name, of }, rows, 1);
  }

  matrix(name: MatrixFunction, of: Node): Node {
    const scalar = name === 'norm' || name === 'lambda_min' || name === 'lambda_max';
    const [rows, columns] = scalar ? [1, 1] : [of.rows, of.columns];
    const symmetric = !scalar && name !== 'polar' && of.symmetric;
    const operation = { kind: 'matrix', function: name, of } as const;
    return this.#node(`matrix ${name} ${of.id}`, operation, rows, columns, { total: false, symmetric });
  }

  block(blocks: readonly (readonly Node[])[]): Node {
    const rows = blocks.reduce((n, row) => n + (row[0] as Node).rows, 0);
    const columns = (blocks[0] ?? []).reduce((n, entry) => n + entry.columns, 0);
    const key = blocks.map((row) => row.map((e) => e.id).join(',')).join(';');
    return this.#node(`block ${key}`, { kind: 'block', blocks }, rows, columns);
  }

  /** Matrix product by the rules of `program-product.ts`. */
  abstract matmul(left: Node, right: Node): Node;

  /** Whether a product of a matrix and a vector is computed already. */
  knowsProduct(matrix: Node, vector: Node): boolean {
    return this.#known.has(`matmul ${matrix.id},${vector.id}:${matrix.rows},${vector.columns}`);
  }

  /** A product that stays one, shared with its transpose. */
  protected product(left: Node, right: Node, symmetric = false): Node {
    const [rows, columns] = [left.rows, right.columns];
    if (rows === 1 && columns === 1) {
      const [a, b] = [this.transpose(left), right].sort((x, y) => x.id - y.id) as [Node, Node];
      const operation = { kind: 'matmul', left: this.transpose(a), right: b } as const;
      return this.#node(`dot ${a.id},${b.id}`, operation, 1, 1);
    }
    const key = `matmul ${left.id},${right.id}`;
    const mirrored = `matmul ${this.transpose(right).id},${this.transpose(left).id}`;
    const known = mirrored === key ? undefined : this.#known.get(`${mirrored}:${columns},${rows}`);
    if (known !== undefined) return this.transpose(known);
    return this.#node(key, { kind: 'matmul', left, right }, rows, columns, { symmetric });
  }
}

/** The number that every entry of a node is, if it is one. */
export function constantOf(node: Node): Q.Rational | undefined {
  const scalar = node.kind === 'fill' ? node.of : node;
  return scalar.kind === 'constant' && scalar.value !== 'pi'
    ? (scalar as Constant & { value: Q.Rational }).value
    : undefined;
}
