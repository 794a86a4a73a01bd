/**
 * Products with matrices, two doubles at a time. Addresses and strides are in bytes, matrices are row-major. Sums over
 * k run in the order of k; those of `rows` and `both` run over even and odd k apart.
 */
import {
  type Code,
  compileFunctions,
  f64,
  f64x2,
  i32,
  loop,
  type Locals,
  v128,
  type Tuple,
  type Variable,
  type WasmFunction,
} from './wasm.js';

const DOUBLE = i32.constant(8);
const PAIR = i32.constant(16);
const ROWS = 4;
const FOUR = [0, 1, 2, 3] as const;

type Four = Tuple<4, Variable>;
const addTo = (sum: Variable, term: Code): Code => sum.set(f64x2.add(sum.get, term));

/** The addresses of four rows of a matrix, from row `first` on. */
const fourRows = (rows: Four, start: Code, first: Code, stride: Code): readonly Code[] => [
  rows[0].set(i32.add(start, i32.multiply(first, stride))),
  ...[1, 2, 3].map((q) => (rows[q] as Variable).set(i32.add((rows[q - 1] as Variable).get, stride))),
];

/**
 * C = A B in tiles of 4 × 4 sums, for whole tiles of C; with `triangular` 1 instead of 0, only tiles on and below the
 * diagonal. `down` and `along` lead from A(i, k) to A(i + 1, k) and to A(i, k + 1), so that A may be held transposed.
 */
const matmul: WasmFunction = {
  name: 'matmul',
  parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
  body: (locals, ...parameters) => {
    const [a, down, along, b, c, m, inner, n, triangular] = parameters as Tuple<9, Variable>;
    const [i, j, k, atB, atC, width] = locals.several('i32', 6);
    const rows = locals.several('i32', 4);
    const [left, right] = [locals.several('v128', 4), locals.several('v128', 4)];
    const [b0, b1, x] = locals.several('v128', 3);
    return [
      width.set(i32.multiply(n.get, DOUBLE)),
      j.set(i32.constant(0)),
      loop(j, i32.subtract(n.get, i32.constant(ROWS - 1)), i32.constant(ROWS), [
        i.set(i32.multiply(j.get, triangular.get)),
        loop(i, i32.subtract(m.get, i32.constant(ROWS - 1)), i32.constant(ROWS), [
          ...fourRows(rows, a.get, i.get, down.get),
          atB.set(i32.add(b.get, i32.multiply(j.get, DOUBLE))),
          ...[...left, ...right].map((sum) => sum.set(v128.zero)),
          k.set(i32.constant(0)),
          loop(k, inner.get, i32.constant(1), [
            b0.set(v128.load(atB.get)),
            b1.set(v128.load(atB.get, 16)),
            ...FOUR.flatMap((q) => [
              x.set(v128.loadTwice(rows[q].get)),
              addTo(left[q], f64x2.multiply(x.get, b0.get)),
              addTo(right[q], f64x2.multiply(x.get, b1.get)),
              rows[q].set(i32.add(rows[q].get, along.get)),
            ]),
            atB.set(i32.add(atB.get, width.get)),
          ]),
          atC.set(i32.add(c.get, i32.add(i32.multiply(i.get, width.get), i32.multiply(j.get, DOUBLE)))),
          ...FOUR.flatMap((q) => [
            v128.store(atC.get, left[q].get),
            v128.store(atC.get, right[q].get, 16),
            atC.set(i32.add(atC.get, width.get)),
          ]),
        ]),
      ]),
    ];
  },
};

/**
 * For the m × n matrix A and whole blocks of four rows: y = A x where `straight`, and w ← w + A'z where `turned`, in
 * one pass over A. Parameters: a, m, n, and the addresses x, y and z, w that are used.
 */
const matvec = (name: string, straight: boolean, turned: boolean): WasmFunction => ({
  name,
  parameters: new Array<'i32'>(3 + (straight ? 2 : 0) + (turned ? 2 : 0)).fill('i32'),
  body: (locals, ...parameters) => {
    const [a, m, n, ...vectors] = parameters as [Variable, Variable, Variable, ...Variable[]];
    const [x, y] = (straight ? vectors.splice(0, 2) : []) as [Variable, Variable];
    const [z, w] = vectors as [Variable, Variable];
    const [i, k, end, whole] = locals.several('i32', 4);
    const rows = locals.several('i32', 4);
    return [
      end.set(i32.multiply(n.get, DOUBLE)),
      whole.set(i32.subtract(end.get, DOUBLE)),
      i.set(i32.constant(0)),
      loop(i, i32.subtract(m.get, i32.constant(ROWS - 1)), i32.constant(ROWS), [
        ...fourRows(rows, a.get, i.get, end.get),
        ...fourRowsTimes(
          locals,
          { rows, i, k, end, whole },
          straight ? { x, y } : undefined,
          turned ? { z, w } : undefined,
        ),
      ]),
    ];
  },
});

interface Block {
  readonly rows: Four;
  readonly i: Variable;
  readonly k: Variable;
  /** The length of a row, and that of its pairs of entries, in bytes. */
  readonly end: Variable;
  readonly whole: Variable;
}

function fourRowsTimes(
  locals: Locals,
  { rows, i, k, end, whole }: Block,
  straight: { readonly x: Variable; readonly y: Variable } | undefined,
  turned: { readonly z: Variable; readonly w: Variable } | undefined,
): readonly Code[] {
  const pairs = locals.several('v128', 4);
  const sums = locals.several('v128', 4);
  const scales = locals.several('v128', 4);
  const at = locals.fresh('i32');
  const along = (vector: Variable): Code => i32.add(vector.get, k.get);
  const place = (vector: Variable): Code => i32.add(vector.get, i32.multiply(i.get, DOUBLE));
  /** One entry, or two, of each row, loaded into the lanes; a single one leaves the other lane 0. */
  const step = (load: (address: Code) => Code, store: (address: Code, value: Code) => Code): readonly Code[] => [
    ...FOUR.map((q) => pairs[q].set(load(i32.add(rows[q].get, k.get)))),
    ...(straight === undefined
      ? []
      : FOUR.map((q) => addTo(sums[q], f64x2.multiply(pairs[q].get, load(along(straight.x)))))),
    ...(turned === undefined
      ? []
      : [
          at.set(along(turned.w)),
          store(
            at.get,
            f64x2.add(
              load(at.get),
              FOUR.map((q) => f64x2.multiply(pairs[q].get, scales[q].get)).reduce((s, term) => f64x2.add(s, term)),
            ),
          ),
        ]),
  ];
  return [
    ...(straight === undefined ? [] : sums.map((sum) => sum.set(v128.zero))),
    ...(turned === undefined ? [] : FOUR.map((q) => scales[q].set(v128.loadTwice(place(turned.z), 8 * q)))),
    k.set(i32.constant(0)),
    loop(k, whole.get, PAIR, step(v128.load, v128.store)),
    loop(
      k,
      end.get,
      DOUBLE,
      step(v128.loadFirst, (address, value) => v128.storeLane(0, address, value)),
    ),
    ...(straight === undefined
      ? []
      : FOUR.map((q) =>
          f64.store(place(straight.y), f64.add(f64x2.lane(0, sums[q].get), f64x2.lane(1, sums[q].get)), 8 * q),
        )),
  ];
}

const FUNCTIONS = [
  matmul,
  matvec('rows', true, false),
  matvec('columns', false, true),
  matvec('both', true, true),
] as const;

/** The functions of a module on a memory. */
export interface Products {
  readonly matmul: (
    a: number,
    down: number,
    along: number,
    b: number,
    c: number,
    m: number,
    inner: number,
    n: number,
    triangular: 0 | 1,
  ) => void;
  readonly rows: (a: number, m: number, n: number, x: number, y: number) => void;
  readonly columns: (a: number, m: number, n: number, z: number, w: number) => void;
  readonly both: (a: number, m: number, n: number, x: number, y: number, z: number, w: number) => void;
}

export const productsOn = compileFunctions<Products>(FUNCTIONS);
