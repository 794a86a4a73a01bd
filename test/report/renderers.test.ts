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
import { DERIVATION, DETAILED, REFUTED, REPORT } from './examples.js';

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

describe('terminal', () => {
  it('keeps to the width, but for what must stay on a line', () => {
    const lines = terminal(60).split('\n');
    for (const line of lines.filter((l) => !/Replay:|^\d+ claims/.test(l))) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('colours the mark by the verdict', () => {
    const style = { ...PLAIN_TERMINAL.style, red: (text: string) => `<red>${text}</red>` };
    expect(renderVerdict(REFUTED, { style, width: 80 })).toContain('<red>✘ refuted     </red>');
  });

  it('says where entries are rounded, and only there', () => {
    expect(renderVerdict(DETAILED, PLAIN_TERMINAL)).toContain('rounded');
    expect(renderVerdict(REFUTED, PLAIN_TERMINAL)).not.toContain('rounded');
  });
});
