import { describe, expect, it } from 'vitest';
import { renderCheckJson, renderErrorJson, writeJson } from '../../src/report/json.js';
import { DETAILED, REPORT } from './examples.js';

describe('writeJson', () => {
  it('writes what JSON.parse reads back', () => {
    const value = {
      a: [1, 2.5, -0],
      b: { c: null, d: 'x"y\n', e: true },
      f: [],
      g: {},
      h: [
        [1, 2],
        [3, 4],
      ],
      __i: [{}],
    };
    expect(JSON.parse(writeJson(value))).toEqual(value);
  });

  it('keeps the sign of zero', () => {
    expect(Object.is((JSON.parse(writeJson([-0])) as number[])[0], -0)).toBe(true);
  });

  it('writes numbers that JSON does not have as strings', () => {
    expect(JSON.parse(writeJson({ a: [Infinity, -Infinity], b: NaN }))).toEqual({
      a: ['Infinity', '-Infinity'],
      b: 'NaN',
    });
  });

  it('keeps every digit of a double', () => {
    const values = [0.1 + 0.2, 1 / 3, 5e-324, Number.MAX_VALUE];
    expect(JSON.parse(writeJson(values))).toEqual(values);
  });

  it('leaves out what is undefined and keeps a key named __proto__', () => {
    const value = Object.fromEntries([['__proto__', 1] as const, ['a', undefined] as const]);
    expect(writeJson(value)).toBe('{ "__proto__": 1 }');
  });
});

describe('renderCheckJson', () => {
  it('has the keys of the documentation in their order', () => {
    const data = JSON.parse(renderCheckJson(REPORT)) as { designs: { claims: { evidence: object }[] }[] };
    expect(Object.keys(data)).toEqual(['tool', 'version', 'seed', 'designs']);
    expect(Object.keys(data.designs[1] ?? {})).toEqual(['name', 'file', 'claims']);
    const claim = data.designs[0]?.claims[0] ?? { evidence: {} };
    expect(Object.keys(claim)).toEqual(['id', 'statement', 'verdict', 'assumptions', 'evidence']);
    expect(Object.keys(claim.evidence)).toEqual([
      'kind',
      'dimensions',
      'values',
      'quantity',
      'value',
      'enclosure',
      'detail',
    ]);
  });

  it('does not depend on the order in which an object was built', () => {
    const { evidence, id, ...rest } = DETAILED;
    const reversed = Object.fromEntries(Object.entries(evidence).reverse()) as unknown as typeof evidence;
    const report = (claim: typeof DETAILED) =>
      renderCheckJson({ ...REPORT, designs: [{ name: 'a', file: null, claims: [claim] }] });
    expect(report({ evidence: reversed, ...rest, id })).toBe(report(DETAILED));
  });
});

describe('renderErrorJson', () => {
  it('has place and message', () => {
    expect(JSON.parse(renderErrorJson({ file: 'a.yaml', line: 2, column: 5, message: 'no' }))).toEqual({
      tool: 'energy-audit',
      error: { file: 'a.yaml', line: 2, column: 5, message: 'no' },
    });
  });
});
