/**
 * Index networks: products of factors over named indices, in the manner of Einstein's summation. An index that is not
 * open is summed over. Vectors have one index, matrices two; entrywise products share an index, so that Hadamard
 * products, diagonal matrices, traces and matrix products are all one thing. Two products are equal, for all values of
 * their factors, when their networks are isomorphic; `canonicalKey` is a text that two networks share exactly then.
 */

export interface Factor {
  readonly label: string;
  readonly indices: readonly number[];
  /** Whether the order of the indices does not matter. */
  readonly symmetric: boolean;
  /** What rewriting may use: O'O = I; s·s = s; a sign with each exchange of indices. */
  readonly algebra?: 'orthogonal' | 'idempotent' | 'skew';
}

export interface Network {
  readonly factors: readonly Factor[];
  /** Indices that stand for the same value. */
  readonly merges: readonly (readonly [number, number])[];
}

/** The index of a dimension of size 1, which is no index at all. */
export const NO_INDEX = -1;

/** Ties between indices that refinement cannot tell apart are broken by trying each, up to this many times. */
const MOST_TRIALS = 5000;

/** Renames every index to the representative of its merged class. */
export function resolve(network: Network): { factors: Factor[]; find: (index: number) => number } {
  const parent = new Map<number, number>();
  const find = (index: number): number => {
    let root = index;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    return root;
  };
  for (const [a, b] of network.merges) {
    const [x, y] = [find(a), find(b)];
    if (x !== y) parent.set(Math.max(x, y), Math.min(x, y));
  }
  return { factors: network.factors.map((f) => ({ ...f, indices: f.indices.map(find) })), find };
}

/**
 * A text that is the same for isomorphic networks. `open` names the open indices; `sizes` gives the size of an index
 * on which no factor stands, which sums to that size.
 */
export function canonicalKey(
  network: Network,
  open: ReadonlyMap<number, string>,
  sizes: ReadonlyMap<number, string>,
): string {
  const { factors, find } = resolve(network);
  const tags = new Map<number, string>();
  for (const [index, tag] of open) tags.set(find(index), (tags.get(find(index)) ?? '') + tag);
  const nodes = new Set<number>([...tags.keys(), ...factors.flatMap((f) => f.indices)]);
  const bare: string[] = [];
  for (const [index, size] of sizes) {
    const root = find(index);
    if (!nodes.has(root)) {
      nodes.add(root);
      bare.push(`|${size}`);
    }
  }
  for (const index of [...nodes])
    if (!tags.has(index) && !factors.some((f) => f.indices.includes(index))) nodes.delete(index);
  const scalars = [...factors.filter((f) => f.indices.length === 0).map((f) => f.label), ...bare].sort();
  return [...scalars, ...components(nodes, factors).map((part) => componentKey(part, tags))].sort().join(' ');
}

interface Component {
  readonly nodes: readonly number[];
  readonly factors: readonly Factor[];
}

function components(nodes: ReadonlySet<number>, factors: readonly Factor[]): Component[] {
  const group = new Map<number, number>([...nodes].map((n) => [n, n]));
  const root = (n: number): number => {
    let r = n;
    while (group.get(r) !== r) r = group.get(r) as number;
    return r;
  };
  for (const f of factors) for (const index of f.indices) group.set(root(index), root(f.indices[0] as number));
  const parts = new Map<number, { nodes: number[]; factors: Factor[] }>();
  for (const n of nodes) {
    const part = parts.get(root(n)) ?? { nodes: [], factors: [] };
    part.nodes.push(n);
    parts.set(root(n), part);
  }
  for (const f of factors) if (f.indices.length > 0) parts.get(root(f.indices[0] as number))?.factors.push(f);
  return [...parts.values()];
}

/** Colours are ranks: equal colours are indices that could not be told apart so far. */
type Colouring = Map<number, number>;

function componentKey(part: Component, tags: ReadonlyMap<number, string>): string {
  let trials = 0;
  const incident = new Map<number, Factor[]>(part.nodes.map((n) => [n, []]));
  for (const f of part.factors) for (const n of new Set(f.indices)) incident.get(n)?.push(f);

  const rank = (signatures: ReadonlyMap<number, string>): Colouring => {
    const order = [...new Set(signatures.values())].sort();
    const position = new Map(order.map((s, i) => [s, i]));
    return new Map(part.nodes.map((n) => [n, position.get(signatures.get(n) as string) as number]));
  };
  const classes = (colours: Colouring): number => new Set(colours.values()).size;

  const refine = (colours: Colouring): Colouring => {
    let current = colours;
    for (;;) {
      const before = current;
      const next = rank(
        new Map(
          part.nodes.map((n) => [
            n,
            `${String(before.get(n)).padStart(4, '0')}:${(incident.get(n) ?? [])
              .map((f) => seenFrom(f, n, before))
              .sort()
              .join(',')}`,
          ]),
        ),
      );
      if (classes(next) === classes(before)) return next;
      current = next;
    }
  };
  const seenFrom = (f: Factor, n: number, colours: Colouring): string => {
    const view = f.indices.map((i) => (i === n ? '*' : String(colours.get(i))));
    return `${f.label}<${(f.symmetric ? view.sort() : view).join('.')}>`;
  };

  const text = (colours: Colouring): string => {
    const factorTexts = part.factors.map((f) => {
      const at = f.indices.map((i) => colours.get(i) as number);
      return `${f.label}[${(f.symmetric ? at.sort((a, b) => a - b) : at).join(',')}]`;
    });
    const tagTexts = part.nodes.filter((n) => tags.has(n)).map((n) => `${tags.get(n)}=${colours.get(n)}`);
    return [...tagTexts.sort(), ...factorTexts.sort()].join('');
  };

  const best = (colours: Colouring): string => {
    const refined = refine(colours);
    if (classes(refined) === part.nodes.length) return text(refined);
    const sizes = new Map<number, number[]>();
    for (const n of part.nodes)
      sizes.set(refined.get(n) as number, [...(sizes.get(refined.get(n) as number) ?? []), n]);
    const tied = [...sizes.entries()].filter(([, members]) => members.length > 1).sort((a, b) => a[0] - b[0])[0];
    let smallest: string | undefined;
    for (const chosen of tied?.[1] ?? []) {
      trials += 1;
      if (trials > MOST_TRIALS && smallest !== undefined) break;
      const candidate = best(new Map([...refined].map(([n, c]) => [n, 2 * c + (n === chosen ? 0 : 1)])));
      if (smallest === undefined || candidate < smallest) smallest = candidate;
    }
    return smallest as string;
  };

  return `{${best(rank(new Map(part.nodes.map((n) => [n, tags.get(n) ?? '']))))}}`;
}
