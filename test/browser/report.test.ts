/** Reports in a real browser: they render, unfold, and can be used by everyone. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReportHtml } from '../../src/report/html/design.js';
import { HOSTILE, HOSTILE_PART, modelOf, PLANE, settledPart, TWO_LAYERS } from '../report/report-examples.js';
import { accessibilityProblems, Browser, CHROMIUM, type View } from './chromium.js';

const VIEWS: readonly (readonly [string, View])[] = [
  ['light', { colorScheme: 'light', width: 1100 }],
  ['dark', { colorScheme: 'dark', width: 1100 }],
  ['on a phone', { colorScheme: 'light', width: 360 }],
];

describe('a report in a browser', () => {
  if (CHROMIUM === undefined) {
    console.warn('not run: chromium is not installed');
    it('not run: chromium is not installed', () => {
      expect(CHROMIUM).toBeUndefined();
    });
    return;
  }
  const path = CHROMIUM;
  let browser: Browser;
  let folder: string;
  const url = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'energy-audit-pages-'));
    const parts = [await settledPart(TWO_LAYERS, 'two.yaml'), await settledPart(PLANE, 'plane.yaml')];
    writeFileSync(join(folder, 'report.html'), renderReportHtml(modelOf(...parts)));
    writeFileSync(join(folder, 'hostile.html'), renderReportHtml(modelOf(HOSTILE_PART)));
    browser = await Browser.start(path);
  }, 120_000);
  afterAll(async () => {
    await browser.stop();
    rmSync(folder, { recursive: true });
  });

  const count = (page: Page, selector: string): Promise<number> => page.locator(selector).count();

  it('shows mathematics and figures, and says nothing on the console', async () => {
    const { page, said } = await browser.open(url('report.html'), VIEWS[0]?.[1] as View);
    expect(await count(page, 'math mfrac')).toBeGreaterThan(2);
    // What runs in the page is text: the types of a browser are not those of this project.
    const heights = await page.evaluate<readonly number[]>(
      "[...document.querySelectorAll('.formula math')].map((m) => m.getBoundingClientRect().height)",
    );
    expect(heights.length).toBeGreaterThan(10);
    const figures = await page.evaluate<readonly { label: string; width: number }[]>(
      `[...document.querySelectorAll('figure .panels')].map((f) => ({
        label: f.getAttribute('aria-label') ?? '',
        width: f.querySelector('svg').getBoundingClientRect().width,
      }))`,
    );
    expect(figures.length).toBeGreaterThan(4);
    for (const { label, width } of figures) {
      expect(label.length).toBeGreaterThan(60);
      expect(width).toBeGreaterThan(200);
    }
    expect(await count(page, 'figure svg path')).toBeGreaterThan(20);
    expect(said).toEqual([]);
    expect(statSync(join(folder, 'report.html')).size).toBeLessThan(2_000_000);
    await page.close();
  });

  it('unfolds its claims: by a click, by the keyboard, by a link, all at once', async () => {
    const { page } = await browser.open(url('report.html'), VIEWS[0]?.[1] as View);
    const open = (): Promise<number> => count(page, 'details.claim[open]');
    const all = await count(page, 'details.claim');
    const before = await open();
    expect(before).toBeLessThan(all);
    await page.locator('details.claim:not([open]) > summary').first().click();
    expect(await open()).toBe(before + 1);
    await page.locator('details.claim:not([open]) > summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await open()).toBe(before + 2);
    await page.locator('button.unfold').first().click();
    expect(await open()).toBe(all);
    await page.locator('button.unfold').first().click();
    expect(await open()).toBe(0);
    await page.locator('table.glance th a').first().click();
    expect(await open()).toBe(1);
    await page.close();
  });

  it('copies the command that makes it again, or selects it', async () => {
    const { page } = await browser.open(url('report.html'), VIEWS[0]?.[1] as View);
    const button = page.locator('.copyable', { hasText: 'energy-audit report' }).locator('button').first();
    await button.click();
    expect(await button.textContent()).toMatch(/^(Copied|Selected)$/);
    await page.close();
  });

  it.each(VIEWS)('has landmarks, headings, names and contrast: %s', async (_, view) => {
    const { page } = await browser.open(url('report.html'), view);
    await page.locator('button.unfold').first().click();
    expect(await accessibilityProblems(page)).toEqual([]);
    for (const landmark of ['header', 'nav', 'main', 'footer']) expect(await count(page, landmark)).toBe(1);
    await page.close();
  });

  it('has contrast in print, with everything unfolded', async () => {
    const { page } = await browser.open(url('report.html'), { colorScheme: 'dark', width: 800 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await count(page, 'details.claim:not([open])')).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000);
    await page.close();
  });

  it.each(['report.html', 'hostile.html'])('%s fits a phone: nothing makes the page scroll sideways', async (name) => {
    const { page } = await browser.open(url(name), VIEWS[2]?.[1] as View);
    await page.locator('button.unfold').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.close();
  });

  it('shows names that try to be markup as they are, and runs nothing of them', async () => {
    const { page, said } = await browser.open(url('hostile.html'), VIEWS[0]?.[1] as View);
    expect(said).toEqual([]);
    expect(await count(page, 'script')).toBe(1);
    expect(await page.locator('h1').textContent()).toContain('</title></script><script>alert("1")</script>');
    expect(await page.locator('h1').textContent()).toBe(HOSTILE.replace('\u202e', '[U+202E]'));
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.close();
  });

  it('that is wrong is noticed', async () => {
    writeFileSync(
      join(folder, 'bad.html'),
      '<p style="color: #ddd; background: #fff">pale</p><img src="x.png"><script>throw new Error("bad")</script>',
    );
    const { page, said } = await browser.open(url('bad.html'), VIEWS[0]?.[1] as View);
    expect(said.join()).toContain('bad');
    expect((await accessibilityProblems(page)).join()).toContain('color-contrast');
    await page.close();
  });
});
