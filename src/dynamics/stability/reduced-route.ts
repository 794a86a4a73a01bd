/** Stability by the flow without dead directions: S = V⊥'WV⊥ V⊥'ΛV⊥ − I and its symmetric counterpart. */
import { ballDefiniteness } from '../../interval/definite.js';
import { greatestEigenvalue } from '../../interval/eigenvalues.js';
import {
  ballOf as ball,
  type BallMatrix,
  identityBall,
  multiplyBalls,
  subtractBalls,
  symmetricPartOf,
  transposeBall,
} from '../../interval/matrix-ball.js';
import { equalByNormalForm } from '../../symbolic/normal-form.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { sizeValue } from '../../symbolic/size.js';
import { deadnessOf } from '../../derivation/deadness.js';
import type { MatrixBall } from '../../numeric/spectral-abscissa.js';
import type { Memory } from '../memory.js';
import { ballOf, encloseOver, type StateBox } from '../state-box.js';
import { additiveForm, type AdditiveForm, type Part } from './additive-form.js';
import { byAbscissa } from './jacobian-route.js';
import { notApplicable, type Route, short, UNDECIDED } from './route.js';

const FORM = 'the velocity is not of the form A a(By + d) − y + c';

/** Both routes, with W = BA for a velocity ẏ = A a(By + d) − y + c. */
export function reducedRoutes(memory: Memory, box: StateBox, kinks: readonly string[]): readonly Route[] {
  if (kinks.length > 0) {
    const reason = `at a kink, where ${kinks.join(', ')} is 0, Λ is not one matrix`;
    return [notApplicable('reduced', reason), notApplicable('symmetric', reason)];
  }
  const form = additiveForm(memory);
  if (form === undefined) return [notApplicable('reduced', FORM), notApplicable('symmetric', FORM)];
  const reduced = reduce(memory, form, box);
  if (typeof reduced === 'string') return [notApplicable('reduced', reduced), notApplicable('symmetric', reduced)];
  const { W, Lambda } = reduced;
  const n = W.rows;
  if (n === 0) {
    const evidence = 'every activation is dead: y returns with eigenvalue −1';
    return [
      { name: 'reduced', verdict: 'stable', evidence },
      { name: 'symmetric', verdict: 'stable', evidence },
    ];
  }
  const S = subtractBalls(multiplyBalls(W, Lambda), identityBall(n));
  return [byAbscissa('reduced', S, n), symmetricRoute(reduced)];
}

/** Λ⊥W⊥Λ⊥ − Λ⊥ is congruent to Λ⊥^½W⊥Λ⊥^½ − I, which has the eigenvalues of S. */
function symmetricRoute({ W, Lambda, isSymmetric }: Reduced): Route {
  if (!isSymmetric) return notApplicable('symmetric', 'W is not symmetric');
  if (ballDefiniteness(symmetricPartOf(Lambda)) !== 'definite')
    return notApplicable('symmetric', 'Λ⊥ is not verified to be positive definite');
  const C = symmetricPartOf(subtractBalls(multiplyBalls(Lambda, multiplyBalls(W, Lambda)), Lambda));
  const { low, high } = greatestEigenvalue(C);
  const verdict = high < 0 ? 'stable' : low > 0 ? 'unstable' : UNDECIDED;
  const evidence =
    high < 0
      ? `negative definite, every eigenvalue below ${short(high)}`
      : low > 0
        ? `an eigenvalue above ${short(low)}`
        : `the greatest eigenvalue lies between ${short(low)} and ${short(high)}`;
  return { name: 'symmetric', verdict, evidence, bounds: [low, high] };
}

/** Whether W is symmetric, by its form or by its numbers, which are exact. */
const isSymmetricForm = (W: Expression, { middle, radius }: MatrixBall, n: number): boolean =>
  equalByNormalForm(W, build.transpose(W)) ||
  (radius.every((r) => r === 0) && middle.every((x, k) => x === middle[(k % n) * n + Math.floor(k / n)]));

interface Reduced {
  readonly W: BallMatrix;
  readonly Lambda: BallMatrix;
  /** Whether W is symmetric. */
  readonly isSymmetric: boolean;
}

/** V⊥'WV⊥ and V⊥'ΛV⊥, where Λ is 0 beyond the columns of V⊥; or why they are not known. */
function reduce(memory: Memory, form: AdditiveForm, box: StateBox): Reduced | string {
  const sizes = form.parts.map(({ argument }) => sizeValue(argument.shape.rows, memory.dimensions));
  const total = sizes.reduce((a, b) => a + b, 0);
  const [weights, ...slopes] = encloseOver(memory, [form.weights, ...form.parts.map((p) => p.slope)], box).map(ballOf);
  if (weights === undefined || slopes.some((s) => s === undefined)) return 'Λ or W has no bounds here';
  const Lambda = ball(total, total, new Float64Array(total * total), new Float64Array(total * total));
  const columns: { readonly middle: Float64Array; readonly radius: Float64Array }[] = [];
  let at = 0;
  for (const [k, part] of form.parts.entries()) {
    const size = sizes[k] as number;
    const slope = slopes[k] as NonNullable<(typeof slopes)[number]>;
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1) {
        Lambda.middle[(at + i) * total + at + j] = slope.middle[i * size + j] as number;
        Lambda.radius[(at + i) * total + at + j] = slope.radius[i * size + j] as number;
      }
    columns.push(...complement(memory, part, slope, size, at, total));
    at += size;
  }
  const r = columns.length;
  const V = ball(total, r, new Float64Array(total * r), new Float64Array(total * r));
  columns.forEach((column, j) => {
    for (let i = 0; i < total; i += 1) {
      V.middle[i * r + j] = column.middle[i] as number;
      V.radius[i * r + j] = column.radius[i] as number;
    }
  });
  const T = transposeBall(V);
  const W = ball(total, total, weights.middle, weights.radius);
  return {
    W: multiplyBalls(T, multiplyBalls(W, V)),
    Lambda: multiplyBalls(T, multiplyBalls(Lambda, V)),
    isSymmetric: isSymmetricForm(form.weights, weights, total),
  };
}

/**
 * An orthonormal basis of where Λ need not be 0: the unit vectors of entries whose row and column are not exactly 0; for
 * an activation with g(z + t·1) = g(z), vectors orthogonal to 1, those of Helmert.
 */
function complement(
  memory: Memory,
  part: Part,
  slope: { readonly middle: Float64Array; readonly radius: Float64Array },
  size: number,
  from: number,
  total: number,
): { readonly middle: Float64Array; readonly radius: Float64Array }[] {
  const column = (entries: readonly (readonly [number, number])[], exact: boolean): (typeof V)[number] => {
    const middle = new Float64Array(total);
    for (const [i, x] of entries) middle[from + i] = x;
    return { middle, radius: middle.map((x) => (exact ? 0 : Math.abs(x) * 2 ** -50)) };
  };
  const V: { readonly middle: Float64Array; readonly radius: Float64Array }[] = [];
  const isZero = (i: number): boolean => {
    for (let j = 0; j < size; j += 1)
      for (const k of [i * size + j, j * size + i]) if (slope.middle[k] !== 0 || slope.radius[k] !== 0) return false;
    return true;
  };
  const live = Array.from({ length: size }, (_, i) => i).filter((i) => !isZero(i));
  if (!deadnessOf(memory.numbers.lagrangians, part.activation).shift || live.length < 2)
    return live.map((i) => column([[i, 1]], true));
  for (let k = 1; k < live.length; k += 1) {
    const norm = Math.sqrt(k * (k + 1));
    V.push(column([...live.slice(0, k).map((i) => [i, 1 / norm] as const), [live[k] as number, -k / norm]], false));
  }
  return V;
}
