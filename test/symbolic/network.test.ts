import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import { canonicalKey, type Factor } from '../../src/symbolic/network.js';

const OPEN = new Map([[0, 'r']]);
const key = (factors: readonly Factor[]): string => canonicalKey({ factors, merges: [] }, OPEN, new Map());

/** A random network on a few indices, with few labels so that symmetries are common. */
function network(seed: number): Factor[] {
  const random = randomFrom(seed, 'network');
  const indices = random.integer(2, 6);
  return Array.from({ length: random.integer(2, 8) }, (): Factor => {
    const degree = random.integer(1, 2);
    const at = Array.from({ length: degree }, () => random.below(indices));
    return {
      label: `${'AB'[random.below(2)]}${degree}`,
      indices: at,
      symmetric: degree === 2 && random.below(2) === 0,
    };
  }).map((f) => ({ ...f, label: f.symmetric ? `${f.label}s` : f.label }));
}

/** The network with its inner indices renamed, its factors in another order and symmetric ones turned round. */
function disguised(factors: readonly Factor[], seed: number): Factor[] {
  const random = randomFrom(seed, 'disguise');
  const names = new Int32Array(11).map((_, i) => i + 1);
  random.shuffle(names);
  const order = new Int32Array(factors.length).map((_, i) => i);
  random.shuffle(order);
  return [...order].map((i) => {
    const f = factors[i] as Factor;
    const renamed = f.indices.map((index) => (index === 0 ? 0 : (names[index - 1] as number)));
    return { ...f, indices: f.symmetric && random.sign() > 0 ? renamed.reverse() : renamed };
  });
}

/** Σ over the inner indices of the product of the factors, with random integer entries: a number for each open value. */
function contraction(factors: readonly Factor[], seed: number): bigint[] {
  const size = 2;
  const inner = [...new Set(factors.flatMap((f) => f.indices))].filter((i) => i !== 0);
  const entry = (f: Factor, at: readonly number[]): bigint => {
    const sorted = f.symmetric ? [...at].sort() : at;
    return BigInt(randomFrom(seed, f.label, ...sorted).integer(-9, 9));
  };
  return Array.from({ length: size }, (_, r) => {
    let total = 0n;
    for (let code = 0; code < size ** inner.length; code += 1) {
      const value = (index: number): number =>
        index === 0 ? r : Math.floor(code / size ** inner.indexOf(index)) % size;
      total += factors.reduce((p, f) => p * entry(f, f.indices.map(value)), 1n);
    }
    return total;
  });
}

describe('keys of networks', () => {
  test('do not depend on names of inner indices and order of factors', () => {
    for (let seed = 0; seed < 2000; seed += 1) {
      const factors = network(seed);
      expect(key(disguised(factors, seed))).toBe(key(factors));
    }
  });

  test('are the same only for networks of equal value', () => {
    const seen = new Map<string, { seed: number; values: string }>();
    let shared = 0;
    for (let seed = 0; seed < 4000; seed += 1) {
      const factors = network(seed);
      const values = [1, 2, 3].map((point) => contraction(factors, point).join()).join(';');
      const before = seen.get(key(factors));
      if (before === undefined) seen.set(key(factors), { seed, values });
      else {
        shared += 1;
        if (before.values !== values) expect.fail(`networks ${before.seed} and ${seed} have one key`);
      }
    }
    expect(shared).toBeGreaterThan(50);
  });

  test('an index without factors counts its size', () => {
    const none = (sizes: ReadonlyMap<number, string>): string =>
      canonicalKey({ factors: [], merges: [] }, new Map(), sizes);
    expect(none(new Map([[1, 'N']]))).not.toBe(none(new Map()));
    expect(none(new Map([[1, 'N']]))).not.toBe(none(new Map([[1, 'M']])));
  });
});
