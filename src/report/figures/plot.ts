/** Panels as SVG: the only file that imports @observablehq/plot and linkedom. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { readable } from '../numbers.js';
import type { Layer, Marker, Panel, Point, Range } from './figure.js';
import { colourOf, LOOKS, SHADES, shadeOf } from './look.js';
import { ticksOf } from './ticks.js';

const WIDTH = 440;
const HEIGHT = 290;
const MARGINS = { marginTop: 14, marginRight: 14, marginBottom: 44, marginLeft: 58 } as const;

/** What is used of a document and of an element; the types of both libraries want those of a browser. */
interface Page {
  readonly document: object;
}
interface Drawing {
  setAttribute(name: string, value: string): void;
  readonly outerHTML: string;
}

/** The SVG of a panel, in user units that fit a phone's width. */
export function panelSvg(panel: Panel): string {
  const page: unknown = parseHTML('<!doctype html><html><body></body></html>');
  const { document } = page as Page;
  const inner = WIDTH - MARGINS.marginLeft - MARGINS.marginRight;
  const [width, height] = [panel.x, panel.y].map(({ range: [low, high] }) => high - low) as [number, number];
  const levels = panel.layers.find((layer) => layer.kind === 'levels')?.levels ?? [];
  const drawing: unknown = Plot.plot({
    document: document as never,
    width: WIDTH,
    height: panel.square === true ? (inner * height) / width + MARGINS.marginTop + MARGINS.marginBottom : HEIGHT,
    ...MARGINS,
    className: 'plot',
    style: { background: 'none', color: 'inherit', fontFamily: 'inherit', fontSize: '12px', overflow: 'hidden' },
    x: {
      domain: [...panel.x.range],
      label: panel.x.label,
      labelAnchor: 'center',
      labelArrow: 'none',
      ...ticks(panel.x.range),
    },
    y: { domain: [...panel.y.range], label: null, ...ticks(panel.y.range) },
    color: { type: 'threshold', domain: levels.slice(0, SHADES.length - 1), range: SHADES.map((_, i) => shadeOf(i)) },
    marks: [
      ...panel.layers.flatMap((layer) => marksOf(layer)),
      Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.5 }),
      // Plot sets the label of a vertical axis at its end, across it; here it stands along the axis.
      Plot.text([panel.y.label], {
        frameAnchor: 'left',
        rotate: -90,
        textAnchor: 'middle',
        dx: -44,
        text: (label: string) => label,
      }),
    ],
  });
  const svg = drawing as Drawing;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('aria-hidden', 'true');
  return svg.outerHTML;
}

/** Round numbers, in as few characters as they need. */
const ticks = (range: Range): { ticks: number[]; tickFormat: (value: number) => string } => ({
  ticks: [...ticksOf(range, 6)],
  tickFormat: (value) => readable(value).replace('-', '−'),
});

const xs = (points: readonly Point[]): number[] => points.map(([x]) => x);
const ys = (points: readonly Point[]): number[] => points.map(([, y]) => y);

function marksOf(layer: Layer): Plot.Markish[] {
  switch (layer.kind) {
    case 'levels': {
      const { grid, levels } = layer;
      return [
        Plot.frame({ fill: shadeOf(0), stroke: 'none' }),
        Plot.contour(grid.values, {
          width: grid.columns,
          height: grid.rows,
          x1: grid.x[0],
          x2: grid.x[1],
          y1: grid.y[0],
          y2: grid.y[1],
          fill: Plot.identity,
          stroke: 'currentColor',
          strokeOpacity: 0.45,
          strokeWidth: 0.6,
          smooth: true,
          thresholds: [...levels],
        }),
      ];
    }
    case 'lines': {
      const { width, dashes } = LOOKS[layer.look];
      const points = layer.paths.flat();
      const z = layer.paths.flatMap((path, i) => path.map(() => i));
      return [
        Plot.line(points, {
          x: xs(points),
          y: ys(points),
          z,
          stroke: colourOf(layer.look),
          strokeWidth: width,
          ...(layer.look === 'hatch' ? { strokeOpacity: 0.8 } : {}),
          ...(dashes.length === 0 ? {} : { strokeDasharray: dashes.join(' ') }),
        }),
      ];
    }
    case 'arrows':
      return [
        Plot.arrow(layer.arrows, {
          x1: xs(layer.arrows.map(([from]) => from)),
          y1: ys(layer.arrows.map(([from]) => from)),
          x2: xs(layer.arrows.map(([, to]) => to)),
          y2: ys(layer.arrows.map(([, to]) => to)),
          stroke: 'currentColor',
          strokeWidth: 1.1,
          headLength: 5,
          headAngle: 50,
        }),
      ];
    case 'points': {
      const outline = layer.marker === 'cross';
      return [
        Plot.dot(layer.points, {
          x: xs(layer.points),
          y: ys(layer.points),
          symbol: SYMBOLS[layer.marker],
          r: 5.5,
          fill: outline ? 'none' : colourOf(layer.look),
          stroke: outline ? colourOf(layer.look) : 'var(--paper, #fff)',
          strokeWidth: outline ? 2.4 : 1.2,
        }),
      ];
    }
    case 'bars':
      return [
        Plot.rect(layer.bars, {
          x1: layer.bars.map((b) => b.from),
          x2: layer.bars.map((b) => b.to),
          y1: 0,
          y2: layer.bars.map((b) => b.height),
          fill: colourOf('first'),
          fillOpacity: 0.55,
          stroke: colourOf('first'),
          insetLeft: 0.5,
        }),
      ];
  }
}

const SYMBOLS = {
  circle: 'circle',
  cross: 'times',
  diamond: 'diamond',
  triangle: 'triangle',
  square: 'square',
} as const satisfies Record<Marker, string>;
