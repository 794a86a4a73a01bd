import { describe, expect, it } from 'vitest';
import { alignedTex, breakTex, texWidth } from '../../src/report/break-tex.js';

const LONG = 'E = a(x + y) - \\left(b + c\\right) + \\frac{d + e}{f} = \\begin{pmatrix} 1 & 2 \\end{pmatrix} + g';

describe('a long formula', () => {
  it('is the same formula in lines', () => {
    for (const width of [5, 10, 20, 40]) expect(breakTex(LONG, width).join('')).toBe(LONG);
  });

  it('is broken before relations, sums and differences outside of groups', () => {
    expect(breakTex(LONG, 8)).toEqual([
      'E = a(x + y)',
      ' - \\left(b + c\\right)',
      ' + \\frac{d + e}{f} = \\begin{pmatrix} 1 & 2 \\end{pmatrix}',
      ' + g',
    ]);
  });

  it('is broken inside plain parentheses only where it must be', () => {
    const inner = `f(${Array.from({ length: 12 }, (_, i) => `x_{${i}}`).join(' + ')}) + y`;
    const lines = breakTex(inner, 16);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).toBe(inner);
    for (const line of lines) expect(texWidth(line)).toBeLessThanOrEqual(20);
  });

  it('stays whole where it is short or cannot be broken', () => {
    expect(breakTex('a + b', 10)).toEqual(['a + b']);
    const whole = `\\mathit{${'a'.repeat(50)}}`;
    expect(breakTex(whole, 10)).toEqual([whole]);
    expect(alignedTex('a + b', 10)).toBe('a + b');
    expect(alignedTex('aaaa + bbbb', 5)).toBe('\\begin{aligned}&aaaa \\\\ &\\quad + bbbb\\end{aligned}');
  });
});

it('glyphs are counted, not commands', () => {
  expect(texWidth('\\Lambda(y)\\,\\tanh(y)')).toBe(11);
  expect(texWidth('\\frac{abc}{d}')).toBe(3);
});
