/**
 * Branch and bound: a box is closed by its question or split in two at the middle of one variable, the largest first. The
 * tree is the list of what became of each box, in the order in which boxes are looked at: the variable that is split, or
 * −1 where the box is closed. From the domain and this list alone the cover can be built and checked again.
 */
import type { Question } from './question.js';

export interface Cover {
  readonly tree: readonly number[];
  /** The greatest upper bound of the quantity on a closed box. */
  readonly bound: number;
}

export type Covering =
  | { readonly kind: 'covered'; readonly cover: Cover }
  | { readonly kind: 'violated'; readonly point: readonly number[] }
  /** The budget does not suffice, or a box became too small. `tree` is what was decided. */
  | { readonly kind: 'open'; readonly tree: readonly number[] };

export const CLOSED_BOX = -1;

interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Its share of the domain. */
  readonly share: number;
}

/** Boxes narrower than this, relative to the size of their numbers, are not split. */
const NARROWEST = 2 ** -40;
/** Boxes between two pauses. */
const PAUSE = 32;
/** Shares of the budget at which some share of the domain must be closed, else more work is not likely to help. */
const MILESTONES = [
  [1 / 32, 0.05],
  [1 / 8, 0.5],
  [1 / 2, 0.9],
] as const;

/** Covers a box, with at most `budget` operations; `tick` pauses. */
export async function cover(
  { kernel, judge, used, work }: Question,
  domain: { readonly low: readonly number[]; readonly high: readonly number[] },
  budget: number,
  tick: () => Promise<void>,
): Promise<Covering> {
  const tree: number[] = [];
  const queue: (Box | undefined)[] = [
    { low: Float64Array.from(domain.low), high: Float64Array.from(domain.high), share: 1 },
  ];
  let [bound, closed, milestone] = [-Infinity, 0, 0];
  for (let next = 0; next < queue.length; next += 1) {
    const box = queue[next] as Box;
    queue[next] = undefined;
    if (next % PAUSE === 0) await tick();
    const spent = (next * work) / budget;
    const [at, least] = MILESTONES[milestone] ?? [1, 1];
    if (spent >= at) {
      if (closed < least) return { kind: 'open', tree };
      milestone += 1;
    }
    kernel.box.low.set(box.low);
    kernel.box.high.set(box.high);
    const judgement = judge();
    if (judgement.kind === 'violated') return judgement;
    if (judgement.kind === 'closed') {
      tree.push(CLOSED_BOX);
      bound = Math.max(bound, judgement.bound);
      closed += box.share;
      continue;
    }
    const split = judgement.split ?? widest(box, used);
    const halves = split === undefined ? undefined : halved(box, split);
    if (split === undefined || halves === undefined) return { kind: 'open', tree };
    tree.push(split);
    queue.push(...halves);
  }
  return { kind: 'covered', cover: { tree, bound } };
}

/** The bound that a list shows, or what is wrong with it: the boxes are built from it and judged anew. */
export function checkCover(
  { kernel, judge }: Question,
  domain: { readonly low: readonly number[]; readonly high: readonly number[] },
  tree: readonly number[],
): { readonly bound: number } | { readonly problem: string } {
  const queue: Box[] = [{ low: Float64Array.from(domain.low), high: Float64Array.from(domain.high), share: 1 }];
  let bound = -Infinity;
  for (const [index, split] of tree.entries()) {
    const box = queue[index];
    if (box === undefined) return { problem: `entry ${index + 1} of the cover has no box` };
    if (split === CLOSED_BOX) {
      kernel.box.low.set(box.low);
      kernel.box.high.set(box.high);
      const judgement = judge();
      if (judgement.kind !== 'closed') return { problem: `box ${index + 1} of the cover is not decided` };
      bound = Math.max(bound, judgement.bound);
      continue;
    }
    const halves = split >= 0 && split < domain.low.length && Number.isInteger(split) ? halved(box, split) : undefined;
    if (halves === undefined) return { problem: `box ${index + 1} of the cover cannot be split in this way` };
    queue.push(...halves);
  }
  return queue.length === tree.length ? { bound } : { problem: 'the boxes do not cover the domain' };
}

/** The two halves of a box; undefined where it is too narrow. */
function halved({ low, high, share }: Box, split: number): readonly [Box, Box] | undefined {
  const [l, h] = [low[split] as number, high[split] as number];
  const middle = l / 2 + h / 2;
  if (!(middle > l && middle < h) || h - l <= NARROWEST * Math.max(Math.abs(l), Math.abs(h), 2 ** -20))
    return undefined;
  const [left, right] = [
    { low, high: Float64Array.from(high) },
    { low: Float64Array.from(low), high },
  ];
  left.high[split] = middle;
  right.low[split] = middle;
  return [
    { ...left, share: share / 2 },
    { ...right, share: share / 2 },
  ];
}

function widest({ low, high }: Box, used: readonly number[]): number | undefined {
  const width = (i: number): number => (high[i] as number) - (low[i] as number);
  return used.reduce<number | undefined>(
    (best, i) => (best === undefined || width(i) > width(best) ? i : best),
    undefined,
  );
}
