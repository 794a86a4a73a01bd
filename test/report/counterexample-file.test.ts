import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DesignError } from '../../src/design/types.js';
import {
  readCounterexample,
  type SavedCounterexample,
  writeCounterexample,
} from '../../src/report/counterexample-file.js';
import type { Counterexample } from '../../src/verdicts/types.js';
import { DETAILED, REFUTED } from './examples.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const saved = (evidence: Counterexample): SavedCounterexample => ({
  tool: 'energy-audit',
  version: '1.2.3',
  kind: 'counterexample',
  seed: 1,
  design: { file: 'a.yaml', source: 'name: "A"\n' },
  claim: { id: 'descent', statement: 'dE/dt ≤ 0' },
  evidence,
});

describe('saved counterexamples', () => {
  it.each([
    ['a plain one', REFUTED.evidence as Counterexample],
    ['one with every part', DETAILED.evidence as Counterexample],
    [
      'one with numbers that JSON does not have',
      { ...(REFUTED.evidence as Counterexample), enclosure: [1, Infinity] as const },
    ],
  ])('reads back %s', (_, evidence) => {
    const path = join(folder, 'deep', 'er', 'a.json');
    writeCounterexample(path, saved(evidence));
    expect(readCounterexample(path)).toEqual(saved(evidence));
    expect(readdirSync(join(folder, 'deep', 'er'))).toEqual(['a.json']);
  });

  it('keeps every bit of the numbers', () => {
    const values = { y: [0.1 + 0.2, -0, 5e-324, 1.7976931348623157e308] };
    const path = join(folder, 'a.json');
    writeCounterexample(path, saved({ ...(REFUTED.evidence as Counterexample), values }));
    const read = readCounterexample(path).evidence.values['y'] as readonly number[];
    expect(read.every((value, i) => Object.is(value, values.y[i]))).toBe(true);
  });

  function refusal(path: string): DesignError {
    try {
      readCounterexample(path);
    } catch (error) {
      if (error instanceof DesignError) return error;
      throw error;
    }
    throw new Error('was accepted');
  }

  const good = JSON.stringify(saved(REFUTED.evidence as Counterexample));
  it.each([
    ['an empty file', '', /not JSON/],
    ['broken JSON', '{\n  "tool": }', /not JSON/],
    ['another JSON file', '{"name": "x"}', /tool: expected "energy-audit"/],
    ['a list', '[]', /the file: expected object/],
    ['a wrong value', good.replace('"value":1', '"value":"one"'), /evidence\.value/],
    ['a missing part', good.replace('"seed":1,', ''), /seed: expected number/],
    ['an unknown key', good.replace('"seed":1', '"seed":1,"sed":2'), /sed/],
    ['a size of 0', good.replace('"N":2', '"N":0'), /evidence\.dimensions\.N/],
    ['a ragged value', good.replace('[[0,2],[0,0]]', '[[0,2],"x"]'), /evidence\.values\.W/],
  ])('refuses %s', (_, text, message) => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, text);
    const error = refusal(path);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.diagnostic.file).toBe(path);
  });

  it('refuses a missing file and a directory', () => {
    expect(refusal(join(folder, 'none.json')).message).toBe('no such file');
    expect(refusal(folder).message).toMatch(/directory/);
  });

  it('leaves the old file alone where writing fails', () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, 'old');
    expect(() => writeCounterexample(join(path, 'b.json'), saved(REFUTED.evidence as Counterexample))).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});
