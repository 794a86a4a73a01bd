import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderReportHtml } from '../../../src/report/html/design.js';
import { renderPaperHtml } from '../../../src/report/html/paper.js';
import { renderReportJson } from '../../../src/report/report-json.js';
import { renderReportMarkdown } from '../../../src/report/report-markdown.js';
import { renderReportTex } from '../../../src/report/tex/design.js';
import type { Counterexample } from '../../../src/verdicts/types.js';
import { REFUTED, REPORT } from '../examples.js';
import { HOSTILE_PART, modelOf } from '../report-examples.js';

const N = 200;
const entry = (i: number, j: number): number => Math.sin(7 * i + 3 * j) / (1 + i + j);
const LARGE = Array.from({ length: N }, (_, i) => Array.from({ length: N }, (__, j) => entry(i, j)));

describe('a page', () => {
  const page = renderReportHtml(modelOf(...REPORT.designs));

  it('loads nothing, and lets only its own script run', () => {
    expect(page).toMatch(/Content-Security-Policy" content="default-src (&#39;|')none/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page).not.toMatch(/@import|url\(/);
  });

  it('has unique anchors, and links to none that is missing', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((m) => m[1] ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map((m) => m[1] ?? '');
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  it('shows a claim with its verdict, assumptions and counterexample, unfolded where it is refuted', () => {
    expect(page).toMatch(/<details class="claim" id="[^"]*" open>/);
    expect(page).toContain('the one-sided derivative along the flow counts');
    expect(page).toContain('<mtable');
  });

  it('is the same for the same model', () => {
    expect(renderReportHtml(modelOf(...REPORT.designs))).toBe(page);
  });

  it('escapes what a design says, wherever it stands', () => {
    const text = renderReportHtml(modelOf(HOSTILE_PART));
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toContain('<b>&#39;');
    expect(text.match(/<\/title>/g)).toHaveLength(1);
  });
});

describe('matrices of 200 × 200', () => {
  const evidence = REFUTED.evidence as Counterexample;
  const values = { W: LARGE, y: LARGE[0] ?? [] };
  const claims = ['descent', 'strict-descent'].map((id) => ({
    ...REFUTED,
    id,
    evidence: { ...evidence, dimensions: { N }, values },
  }));
  const source = `parameters: { W: { value: ${JSON.stringify(LARGE)} } }`;
  const part = { name: 'large', file: 'large.yaml', source, claims };

  it('are shown in part on a page of less than 2 MB that carries all of them', () => {
    const text = renderReportHtml(modelOf(part));
    expect(text.length).toBeLessThan(2_000_000);
    expect(text).toContain('200 × 200, in part');
    expect(text.match(/<mtr/g)?.length).toBeLessThan(100);
    const [, data = ''] = /download="large\.yaml\.gz" href="data:application\/gzip;base64,([^"]*)"/.exec(text) ?? [];
    expect(gunzipSync(Buffer.from(data, 'base64')).toString()).toBe(source);
    const [, saved = ''] =
      /download="[^"]*descent\.json\.gz" href="data:application\/gzip;base64,([^"]*)"/.exec(text) ?? [];
    const found = JSON.parse(gunzipSync(Buffer.from(saved, 'base64')).toString()) as Counterexample;
    expect(found.values).toEqual(values);
  });

  it('are shown in part in TeX and Markdown, and in full in JSON', () => {
    expect(renderReportTex(modelOf(part)).length).toBeLessThan(40_000);
    expect(renderReportMarkdown(modelOf(part)).length).toBeLessThan(40_000);
    const { designs } = JSON.parse(renderReportJson(modelOf(part))) as {
      designs: { claims: { evidence: Counterexample }[] }[];
    };
    expect(designs[0]?.claims[0]?.evidence.values).toEqual(values);
  });
});

it('the audit of a paper is a page with a section for each verdict', () => {
  const text = renderPaperHtml({
    tool: 'energy-audit',
    version: '1.2.3',
    seed: 1,
    claims: [{ ...REFUTED, id: 'EX-1', place: 'Example 1', note: 'A sign.', readings: [] }],
  });
  expect(text).toContain('What does not hold as printed');
  expect(text).toContain('id="row-EX-1"');
  expect(text).toContain('A sign.');
});
