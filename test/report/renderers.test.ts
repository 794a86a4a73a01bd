/** Golden files of everything that is printed; `npx vitest run -u` rewrites them, the difference is read in review. */
import { describe, expect, it } from 'vitest';
import { renderDerivationJson } from '../../src/report/derivation-json.js';
import { renderDerivationMarkdown } from '../../src/report/derivation-markdown.js';
import { renderDerivationTex } from '../../src/report/derivation-tex.js';
import { renderDerivationText } from '../../src/report/derivation-text.js';
import { renderCheckJson } from '../../src/report/json.js';
import { renderCheckMarkdown } from '../../src/report/markdown.js';
import {
  PLAIN_TERMINAL,
  renderHeading,
  renderSummary,
  renderVerdict,
  renderWarning,
} from '../../src/report/terminal.js';
import { zero } from '../../src/symbolic/build.js';
import { matrixShape } from '../../src/symbolic/shape.js';
import type { Counterexample } from '../../src/verdicts/types.js';
import { DERIVATION, DETAILED, ENCLOSED, REFUTED, REPORT } from './examples.js';

function terminal(width: number): string {
  const options = { ...PLAIN_TERMINAL, width };
  const designs = REPORT.designs.map(
    (d) =>
      renderHeading(d.name, d.file, options) +
      (d.warnings ?? []).map((w) => renderWarning(w, options)).join('') +
      d.claims.map((c) => renderVerdict(c, options, c === REFUTED ? "it's saved.json" : undefined)).join('\n'),
  );
  return `${designs.join('\n')}\n${renderSummary(REPORT.designs, options)}`;
}

describe('golden files', () => {
  it.each([
    ['check.txt', () => terminal(100)],
    ['check-narrow.txt', () => terminal(60)],
    ['check.json', () => renderCheckJson(REPORT)],
    ['check.md', () => renderCheckMarkdown(REPORT)],
    ['derivation.txt', () => renderDerivationText(DERIVATION)],
    ['derivation.tex', () => renderDerivationTex(DERIVATION)],
    ['derivation.md', () => renderDerivationMarkdown(DERIVATION)],
    ['derivation.json', () => renderDerivationJson(DERIVATION, '1.2.3')],
  ] as const)('%s', async (name, render) => {
    await expect(render()).toMatchFileSnapshot(`golden/${name}`);
  });
});

describe('a derivation', () => {
  it('that is zero is 0, for readers; JSON keeps the shape', () => {
    const expression = zero(matrixShape('N', 'K'));
    const view = { ...DERIVATION, hessian: [{ row: 'y', column: 'z', expression }] };
    expect(renderDerivationText(view)).toContain('hess(E, y, z) = 0\n');
    expect(renderDerivationJson(view, '1.2.3')).toContain('"text": "0*ones(N, K)"');
    expect(renderDerivationTex(view)).toContain('\\partial z} &= 0\n');
  });
});

describe('terminal', () => {
  it('keeps to the width, but for what must stay on a line', () => {
    const lines = terminal(60).split('\n');
    for (const line of lines.filter((l) => !/Replay:|^\d+ claims/.test(l))) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('colours the mark by the verdict', () => {
    const style = { ...PLAIN_TERMINAL.style, red: (text: string) => `<red>${text}</red>` };
    expect(renderVerdict(REFUTED, { style, width: 80 })).toContain('<red>✘ refuted     </red>');
  });

  it('calls a number exact only where it is what is written', () => {
    const shown = (value: number, low = value, high = value): string =>
      renderVerdict({ ...REFUTED, evidence: { ...evidence, value, enclosure: [low, high] } }, PLAIN_TERMINAL);
    const evidence = REFUTED.evidence as Counterexample;
    for (const value of [1, -3, 0.5, 0.0625, 1e20, -0]) expect(shown(value)).toMatch(/rate = -?[\d.e]+, exactly\./);
    expect(shown(0.1)).toContain('rate is exactly the double 0.1.');
    expect(shown(1 / 3)).toContain('rate is exactly the double 0.3333333333333333.');
    expect(shown(0.5, 0.4, 0.6)).toContain('rate ≈ 0.5, enclosed in [0.4, 0.6].');
    expect(shown(0.1) + shown(1 / 3) + shown(0.5, 0.4, 0.6)).not.toContain(', exactly');
  });

  it('shows the values that matter, and says which it leaves out', () => {
    const text = renderVerdict(ENCLOSED, PLAIN_TERMINAL);
    expect(text).toContain('x_L: any argument of L.');
    expect(text).not.toContain('b = ');
    expect(text).toContain(
      '(b occurs in neither energy, velocity nor claim; --json and the saved file have its value)',
    );
    expect(renderCheckJson(REPORT)).toContain('"b": [0.5]');
  });

  it('says where entries are rounded, and only there', () => {
    expect(renderVerdict(DETAILED, PLAIN_TERMINAL)).toContain('rounded');
    expect(renderVerdict(REFUTED, PLAIN_TERMINAL)).not.toContain('rounded');
  });
});
