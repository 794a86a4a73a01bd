import { describe, expect, it } from 'vitest';
import { layOut, valueLines } from '../../src/report/matrix-layout.js';
import { readable } from '../../src/report/numbers.js';

describe('valueLines', () => {
  it('aligns the columns of a matrix', () => {
    expect(
      valueLines('W', [
        [1, -10],
        [0.25, 3],
      ]),
    ).toEqual(['W = ⎡    1  -10 ⎤', '    ⎣ 0.25    3 ⎦']);
  });
  it('sets a vector as a column, a scalar plainly', () => {
    expect(valueLines('y', [1, 2, 3])).toEqual(['    ⎡ 1 ⎤', 'y = ⎢ 2 ⎥', '    ⎣ 3 ⎦']);
    expect(valueLines('y', [5])).toEqual(['y = [ 5 ]']);
    expect(valueLines('beta', -0)).toEqual(['beta = 0']);
    expect(valueLines('y', [])).toEqual(['y = [ ]']);
  });
  it('cuts large ones', () => {
    const lines = valueLines(
      'W',
      Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => 1)),
    );
    expect(lines).toHaveLength(12);
    expect(lines[0]).toContain('…');
    expect(lines.at(-1)).toContain('⋮');
  });
});

describe('layOut', () => {
  it('centres neighbours and breaks where the width ends', () => {
    expect(layOut({ a: 1, b: [1, 2, 3] }, 80)).toEqual(['            ⎡ 1 ⎤', 'a = 1   b = ⎢ 2 ⎥', '            ⎣ 3 ⎦']);
    expect(layOut({ a: 1, b: 2 }, 8)).toEqual(['a = 1', 'b = 2']);
  });
});

describe('readable', () => {
  it.each([
    [1, '1'],
    [-0, '0'],
    [1 / 3, '0.333333'],
    [1e-9, '1e-9'],
    [1e20, '1e20'],
    [-1.23456789e-7, '-1.23457e-7'],
    [1.23456789e-300, '1.23457e-300'],
    [123456.789012, '123457'],
    [Infinity, '∞'],
    [NaN, 'NaN'],
  ])('%d → %s', (value, text) => {
    expect(readable(value)).toBe(text);
  });
});
