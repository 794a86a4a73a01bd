import { describe, expect, it } from 'vitest';
import { defineDesign, type DesignInput } from '../../src/design/define.js';
import { memoryOf } from '../../src/dynamics/memory.js';
import { drawPatterns, retrieve, storePatterns } from '../../src/dynamics/retrieval.js';

const HEBB: DesignInput = {
  name: 'Hebb',
  dimensions: { N: 60 },
  state: { y: ['N'] },
  parameters: { W: { shape: ['N', 'N'], structure: 'symmetric' } },
  lagrangians: { L: { is: 'tanh', gradient: 'g' } },
  velocity: { y: '4*W*g(y) - y' },
  energy: "y'*g(y) - L(y) - 2*g(y)'*W*g(y)",
};

describe('retrieval', async () => {
  const design = await defineDesign(HEBB);

  it('recalls a few patterns from copies with many errors, and fails beyond', async () => {
    const patterns = drawPatterns(1, 2, 60);
    const memory = memoryOf(storePatterns(design, 'W', patterns));
    const [clean, noisy, inverted] = await retrieve(memory, patterns, { noise: [0, 0.2, 0.9], trials: 5 });
    expect(clean?.before).toBeCloseTo(1, 12);
    expect(clean?.recalled).toMatchObject({ count: 10, of: 10 });
    expect(noisy?.before).toBeCloseTo(0.6, 12);
    expect(noisy?.recalled.count).toBe(10);
    expect(noisy?.overlap.least).toBeGreaterThan(0.95);
    expect(noisy?.recalled.interval.low).toBeGreaterThan(0.6);
    expect(inverted?.recalled.count).toBe(0);
    expect(inverted?.overlap.mean).toBeLessThan(-0.9);
    expect(inverted?.statuses).toEqual({ steady: 10 });
  });

  it('does not recall what was never stored', async () => {
    const memory = memoryOf(storePatterns(design, 'W', drawPatterns(1, 2, 60)));
    const [result] = await retrieve(memory, drawPatterns(2, 2, 60), { noise: [0.1], trials: 2 });
    expect(result?.recalled.count).toBe(0);
  });

  it('stores patterns as rows or columns too', async () => {
    const input = { ...HEBB, dimensions: { N: 60, P: 3 }, parameters: { X: { shape: ['P', 'N'] } } } as const;
    const modern = await defineDesign({
      ...input,
      velocity: { y: "X'*softmax(X*y) - y" },
      energy: "1/2*y'*y - logsumexp(X*y)",
    });
    const patterns = drawPatterns(4, 3, 60);
    const memory = memoryOf(storePatterns(modern, 'X', patterns));
    const [result] = await retrieve(memory, patterns, { noise: [0.3], trials: 3 });
    expect(result?.recalled.count).toBe(9);
    expect(memory.numbers.parameters.get('X')?.slice(0, 60)).toEqual(patterns[0]);
  });

  it('refuses parameters that cannot store them', async () => {
    expect(() => storePatterns(design, 'V', drawPatterns(1, 2, 60))).toThrow(/"V" is no parameter; there are W/);
    expect(() => storePatterns(design, 'W', drawPatterns(1, 2, 50))).toThrow(/W is 60 by 60: it stores neither/);
    const skew = await defineDesign({ ...HEBB, parameters: { W: { shape: ['N', 'N'], structure: 'skew' } } });
    expect(() => storePatterns(skew, 'W', drawPatterns(1, 2, 60))).toThrow(/W with the patterns stored in it/);
  });

  it('is the same again for the same seed', async () => {
    const patterns = drawPatterns(7, 6, 60);
    const memory = memoryOf(storePatterns(design, 'W', patterns));
    const options = { noise: [0.25], trials: 2, seed: 3 };
    expect(await retrieve(memory, patterns, options)).toEqual(await retrieve(memory, patterns, options));
  });
});
