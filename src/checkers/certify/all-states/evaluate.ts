/** Matrix expressions as sums of words: what depends on no state is a number, Λ(z) and diag(f(z)) are unknowns. */
import { activationRange } from './ranges.js';
import { argumentOf, entrywiseFormula } from './entrywise.js';
import type { Interval } from '../../../interval/interval.js';
import * as I from '../../../interval/interval.js';
import { ballOf, type BallMatrix, exactly } from '../../../interval/matrix-ball.js';
import { compileBoundedKernel } from '../../../numeric/kernel.js';
import * as build from '../../../symbolic/build.js';
import type { Expression } from '../../../symbolic/expression.js';
import { idOf } from '../../../symbolic/identity.js';
import { normalKey } from '../../../symbolic/normal-form.js';
import { mentions } from '../../../symbolic/rewrite.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';
import {
  collect,
  constantWord,
  type Diagonal,
  diagonalWord,
  embed,
  identityWord,
  type MatrixForm,
  multiplyWords,
  NotInWords,
  scaleWord,
  transposeWord,
  type Word,
} from './words.js';

/** The numbers behind symbols, row by row. */
export type Numbers = ReadonlyMap<string, Float64Array>;

/** Evaluates several expressions in the same unknowns. */
export class Evaluation {
  readonly #dimensions: Dimensions;
  readonly #numbers: Numbers;
  /** States, bound variables, parameters without numbers: what takes every value. */
  readonly #moving: ReadonlySet<string>;
  readonly #diagonals: Diagonal[] = [];
  readonly #indices = new Map<string, number>();
  readonly #known = new Map<number, readonly Word[]>();

  constructor(dimensions: Dimensions, numbers: Numbers, moving: ReadonlySet<string>) {
    this.#dimensions = dimensions;
    this.#numbers = numbers;
    this.#moving = moving;
  }

  /** The words of a matrix; throws `NotInWords` where it is none. */
  form(e: Expression): MatrixForm {
    return { words: this.#words(e), diagonals: this.#diagonals };
  }

  #size(e: Expression, side: 'rows' | 'columns'): number {
    return sizeValue(e.shape[side], this.#dimensions);
  }

  #words(e: Expression): readonly Word[] {
    const id = idOf(e);
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const made = this.#evaluate(e);
    this.#known.set(id, made);
    return made;
  }

  #evaluate(e: Expression): readonly Word[] {
    if (build.isZero(e)) return [];
    switch (e.kind) {
      case 'identity':
        return [identityWord(this.#size(e, 'rows'))];
      case 'symbol':
        if (this.#moving.has(e.name)) break;
        return [constantWord(this.#ball(e))];
      case 'sum':
        return collect(e.terms.flatMap((t) => this.#words(t)));
      case 'product': {
        if (build.isScalar(e)) break;
        const factor = e.factors
          .filter(build.isScalar)
          .map((s) => this.#scalar(s))
          .reduce(I.multiply, I.ONE);
        const words = e.factors
          .filter((f) => !build.isScalar(f))
          .map((f) => this.#words(f))
          .reduce(multiplyWords);
        return words.map((w) => scaleWord(factor, w));
      }
      case 'transpose':
        return this.#words(e.argument).map(transposeWord);
      case 'block':
        return this.#block(e.blocks);
      case 'lagrangian':
        if (e.order !== 2 || !build.isDiagonal(e) || !this.#moves(e)) break;
        return [this.#unknown(normalKey(e), build.diagonal(e))];
      case 'diag':
        if (!this.#moves(e)) break;
        return this.#diag(e.argument);
      default:
    }
    if (!this.#moves(e)) return [constantWord(this.#ball(e))];
    throw new NotInWords(e.kind);
  }

  #moves(e: Expression): boolean {
    return mentions(e, this.#moving);
  }

  #block(blocks: readonly (readonly Expression[])[]): Word[] {
    const heights = blocks.map((row) => this.#size(row[0] as Expression, 'rows'));
    const widths = (blocks[0] ?? []).map((b) => this.#size(b, 'columns'));
    const total = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
    const [rows, columns] = [total(heights), total(widths)];
    return collect(
      blocks.flatMap((row, i) =>
        row.flatMap((b, j) =>
          this.#words(b).map((w) => embed(w, rows, columns, total(heights.slice(0, i)), total(widths.slice(0, j)))),
        ),
      ),
    );
  }

  /** diag(v): factors of v that are numbers stand for themselves, the others are one unknown where they have one argument. */
  #diag(v: Expression): Word[] {
    const size = this.#size(v, 'rows');
    const factors = v.kind === 'hadamard' ? v.factors : [v];
    const fixed = factors.filter((f) => !this.#moves(f)).map((f) => [constantWord(this.#ball(build.diag(f)))]);
    const moving = factors.filter((f) => this.#moves(f));
    const whole = build.hadamard(...moving);
    const isOne = argumentOf(whole, (e) => this.#moves(e)) !== undefined;
    const parts = (isOne ? [whole] : moving).map((f) => [this.#unknown(normalKey(build.diag(f)), f)]);
    return [...fixed, ...parts].reduce<readonly Word[]>(multiplyWords, [identityWord(size)]) as Word[];
  }

  /** diag(v) as an unknown; the same expression is the same unknown. */
  #unknown(key: string, v: Expression): Word {
    const size = this.#size(v, 'rows');
    const known = this.#indices.get(key);
    if (known !== undefined) return diagonalWord(known, size);
    const formula = entrywiseFormula(
      v,
      (e) => this.#moves(e),
      (e) => this.#scalar(e),
    );
    const range = formula === undefined ? undefined : activationRange(formula);
    if (range === undefined || !I.isFiniteInterval(range)) throw new NotInWords('no bounds of a slope are known');
    this.#indices.set(key, this.#diagonals.length);
    this.#diagonals.push({ size, range });
    return diagonalWord(this.#diagonals.length - 1, size);
  }

  #scalar(e: Expression): Interval {
    if (e.kind === 'number') return I.fromRational(e.value);
    if (this.#moves(e)) throw new NotInWords('a scalar that depends on the state');
    const { middle, radius } = this.#ball(e);
    return I.add(I.point(middle[0] as number), { low: -(radius[0] as number), high: radius[0] as number });
  }

  /** What depends on no state, in numbers. */
  #ball(e: Expression): BallMatrix {
    const [rows, columns] = [this.#size(e, 'rows'), this.#size(e, 'columns')];
    const own = e.kind === 'symbol' ? this.#numbers.get(e.name) : undefined;
    if (own !== undefined) return exactly(rows, columns, own);
    const kernel = compileBoundedKernel([e], this.#dimensions);
    for (const [name, buffer] of kernel.inputs) {
      const numbers = this.#numbers.get(name);
      if (numbers === undefined) throw new NotInWords(`${name} has no numbers`);
      buffer.set(numbers);
    }
    kernel.run();
    const [middle, radius] = [kernel.outputs[0], kernel.bounds[0]] as [Float64Array, Float64Array];
    if (!radius.every((r) => Number.isFinite(r))) throw new NotInWords('a constant without bounds');
    return ballOf(rows, columns, middle.slice(), radius.slice());
  }
}
