import { describe, expect, it } from 'vitest';
import { parseDesign } from '../../../src/design/load.js';
import type { Figure } from '../../../src/report/figures/figure.js';
import { figuresOf } from '../../../src/report/figures/index.js';
import { legendOf } from '../../../src/report/figures/legend.js';
import { panelSvg } from '../../../src/report/figures/plot.js';
import { PLANE, TWO_LAYERS } from '../report-examples.js';

const drawn = async (source: string): Promise<readonly Figure[]> =>
  figuresOf(await parseDesign(source, 'design.yaml'), [], 1);

describe('the figures of two neurons', () => {
  it('show the states that are steady, told apart by marker, and say so in words', async () => {
    const figures = await drawn(PLANE);
    expect(figures.map((f) => f.id)).toEqual(['plane', 'trajectories', 'rate-distribution']);
    const [plane] = figures;
    expect(plane?.alt).toContain('Steady states: 2 stable, 1 unstable');
    const points = plane?.panels[0]?.layers.filter((layer) => layer.kind === 'points') ?? [];
    expect(points.map(({ marker, points: at }) => [marker, at.length])).toEqual([
      ['circle', 2],
      ['cross', 1],
    ]);
    expect(plane?.panels.map((p) => p.title)).toEqual(['velocity', 'level sets of the energy', 'basins of attraction']);
  });

  it('are the same every time, as data and as SVG', async () => {
    const [a, b] = [await drawn(PLANE), await drawn(PLANE)];
    expect(b).toEqual(a);
    const svg = (of: readonly Figure[]): string[] => of.flatMap((f) => f.panels.map(panelSvg));
    expect(svg(b)).toEqual(svg(a));
  });
});

describe('every figure', () => {
  it('of several states names its axes with a unit, its series, and what it shows', async () => {
    const figures = await drawn(TWO_LAYERS);
    expect(figures.map((f) => f.id)).toEqual(['section', 'trajectories', 'rate-distribution']);
    for (const { alt, caption, panels } of figures) {
      expect(alt.length).toBeGreaterThan(60);
      expect(caption.length).toBeGreaterThan(60);
      expect(legendOf(panels).length).toBeGreaterThan(1);
      for (const { x, y } of panels)
        for (const { label, range } of [x, y]) {
          expect(label).toMatch(/\(dimensionless\)$|^share of samples/);
          expect(range[1]).toBeGreaterThan(range[0]);
        }
    }
  });

  it('is SVG by itself', async () => {
    const [figure] = await drawn(TWO_LAYERS);
    const text = figure?.panels.map(panelSvg).join('') ?? '';
    expect(text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text).not.toContain('NaN');
  });
});
