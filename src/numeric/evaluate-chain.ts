/** Products of several matrices in the cheapest order. */
import type { Outcome } from './arithmetic.js';

/** A matrix of outcomes, row-major; a diagonal one keeps its diagonal only, all else being exactly 0. */
export interface Tensor<T> {
  readonly rows: number;
  readonly columns: number;
  readonly diagonal: boolean;
  readonly entries: readonly Outcome<T>[];
}

/** The product of a chain of matrices in the order that takes the fewest multiplications. */
export function multiplyChain<T>(
  chain: readonly Tensor<T>[],
  times: (a: Tensor<T>, b: Tensor<T>) => Tensor<T>,
): Tensor<T> {
  const n = chain.length;
  const matches = chain.every((t, i) => i === 0 || chain[i - 1]?.columns === t.rows);
  if (!matches || n <= 2) return chain.reduce(times);
  interface Plan {
    readonly cost: number;
    readonly diagonal: boolean;
    readonly split: number;
  }
  const plans = new Map<number, Plan>();
  const plan = (from: number, to: number): Plan => {
    const first = chain[from] as Tensor<T>;
    if (to - from === 1) return { cost: 0, diagonal: first.diagonal, split: from };
    const key = from * (n + 1) + to;
    const before = plans.get(key);
    if (before !== undefined) return before;
    const columns = (chain[to - 1] as Tensor<T>).columns;
    let best: Plan | undefined;
    for (let split = from + 1; split < to; split++) {
      const [left, right] = [plan(from, split), plan(split, to)];
      const inner = (chain[split] as Tensor<T>).rows;
      const work = left.diagonal || right.diagonal ? first.rows * columns : first.rows * inner * columns;
      const cost = left.cost + right.cost + work;
      if (best === undefined || cost < best.cost) best = { cost, diagonal: left.diagonal && right.diagonal, split };
    }
    plans.set(key, best as Plan);
    return best as Plan;
  };
  const run = (from: number, to: number): Tensor<T> => {
    if (to - from === 1) return chain[from] as Tensor<T>;
    const { split } = plan(from, to);
    return times(run(from, split), run(split, to));
  };
  return run(0, n);
}
