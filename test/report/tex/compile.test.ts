/** The TeX of reports compiles with pdflatex as it is, where that is installed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDerivationTex } from '../../../src/report/derivation-tex.js';
import { renderReportTex } from '../../../src/report/tex/design.js';
import { programPath, runProgram } from '../../support/program.js';
import { DERIVATION } from '../examples.js';
import { HOSTILE_PART, modelOf, PLANE, settledPart, TWO_LAYERS } from '../report-examples.js';

const pdflatex = programPath('pdflatex');

/** What pdflatex says of a document: its errors, and the lines that are too wide. */
function compile(
  path: string,
  tex: string,
): { readonly errors: readonly string[]; readonly tooWide: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'energy-audit-tex-'));
  try {
    writeFileSync(join(folder, 'report.tex'), tex);
    const args = ['-interaction=nonstopmode', '-halt-on-error', 'report.tex'];
    runProgram(path, args, folder);
    const { status, output } = runProgram(path, args, folder);
    const log = readFileSync(join(folder, 'report.log'), 'latin1');
    const lines = log.split('\n');
    return {
      errors: [
        ...(status === 0 ? [] : [output.slice(-800)]),
        ...lines.filter((l) => /^!|undefined references|multiply/.test(l)),
      ],
      tooWide: lines.filter((l) => /^Overfull \\hbox \((\d{2,})/.test(l)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('TeX', () => {
  if (pdflatex === undefined) {
    console.warn('not run: pdflatex is not installed');
    it('not run: pdflatex is not installed', () => {
      expect(pdflatex).toBeUndefined();
    });
    return;
  }

  it('of a report with proofs, refutations and figures compiles, and keeps to the page', async () => {
    const parts = [await settledPart(TWO_LAYERS, 'two.yaml'), await settledPart(PLANE, 'plane.yaml')];
    const found = compile(pdflatex, renderReportTex(modelOf(...parts)));
    expect(found.errors).toEqual([]);
    expect(found.tooWide).toEqual([]);
  });

  it('of names that try to be commands compiles', () => {
    expect(compile(pdflatex, renderReportTex(modelOf(HOSTILE_PART))).errors).toEqual([]);
  });

  it('of a derivation compiles', () => {
    expect(compile(pdflatex, renderDerivationTex(DERIVATION)).errors).toEqual([]);
  });

  it('that is wrong is noticed', () => {
    expect(compile(pdflatex, '\\documentclass{article}\\begin{document}\\nonsense\\end{document}').errors).not.toEqual(
      [],
    );
  });
});
