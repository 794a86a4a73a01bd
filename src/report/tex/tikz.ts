/** Panels as TikZ pictures: paths in centimetres, in black and in the colours that the preamble defines. */
import type { Figure, Layer, Look, Marker, Panel, Point } from '../figures/figure.js';
import { isolines } from '../figures/isolines.js';
import { legendOf, type LegendEntry } from '../figures/legend.js';
import { LOOKS } from '../figures/look.js';
import { ticksOf } from '../figures/ticks.js';
import { numberTex } from '../values-tex.js';
import { escapeTex } from '../derivation-tex.js';

const WIDTH = 6.2;
const HEIGHT = 4.2;
/** Points closer than this, in centimetres, are drawn as one. */
const NEAREST = 0.02;

/** The colours of series, for the preamble. */
export const COLOURS: readonly string[] = Object.entries(LOOKS).map(
  ([look, { colour }]) => `\\definecolor{${look}}{HTML}{${colour.slice(1).toUpperCase()}}`,
);

/** A figure environment with the panels side by side, a legend, and the caption. */
export function figureTex(figure: Figure): readonly string[] {
  return [
    '\\begin{figure}[htbp]',
    '\\centering',
    ...figure.panels.flatMap((panel, i) => [...panelTikz(panel), ...(i % 2 === 1 ? ['\\par'] : ['\\hfil'])]),
    `\\par\\medskip{\\footnotesize ${legendOf(figure.panels).map(legendTex).join('\\qquad ')}\\par}`,
    `\\caption{\\textbf{${escapeTex(figure.title)}.} ${escapeTex(figure.caption)}}`,
    '\\end{figure}',
  ];
}

type Place = (point: Point) => Point;

function panelTikz(panel: Panel): readonly string[] {
  const [[x0, x1], [y0, y1]] = [panel.x.range, panel.y.range];
  const height = panel.square === true ? (WIDTH * (y1 - y0)) / (x1 - x0) : HEIGHT;
  const place: Place = ([x, y]) => [(WIDTH * (x - x0)) / (x1 - x0), (height * (y - y0)) / (y1 - y0)];
  const xTicks = ticksOf(panel.x.range, 5).map((v) => {
    const [x] = place([v, y0]);
    return `\\draw (${cm(x)},0) -- (${cm(x)},-0.08) node[below] {$${numberTex(v)}$};`;
  });
  const yTicks = ticksOf(panel.y.range, 5).map((v) => {
    const [, y] = place([x0, v]);
    return `\\draw (0,${cm(y)}) -- (-0.08,${cm(y)}) node[left] {$${numberTex(v)}$};`;
  });
  return [
    '\\begin{tikzpicture}[font=\\scriptsize,line join=round]',
    `\\begin{scope}\\clip (0,0) rectangle (${WIDTH},${cm(height)});`,
    ...panel.layers.flatMap((layer) => layerTikz(layer, place)),
    '\\end{scope}',
    `\\draw (0,0) rectangle (${WIDTH},${cm(height)});`,
    ...xTicks,
    ...yTicks,
    `\\node[below] at (${WIDTH / 2},-0.4) {${escapeTex(panel.x.label)}};`,
    `\\node[rotate=90,above] at (-0.75,${cm(height / 2)}) {${escapeTex(panel.y.label)}};`,
    ...(panel.title === '' ? [] : [`\\node[above] at (${WIDTH / 2},${cm(height)}) {${escapeTex(panel.title)}};`]),
    '\\end{tikzpicture}',
  ];
}

const cm = (value: number): string => String(Number(value.toFixed(2)));
const point = ([x, y]: Point): string => `(${cm(x)},${cm(y)})`;

function layerTikz(layer: Layer, place: Place): readonly string[] {
  switch (layer.kind) {
    case 'levels':
      return layer.levels.flatMap((level) =>
        isolines(layer.grid, level).map((line) => path(line.map(place), 'quiet,line width=0.4pt')),
      );
    case 'lines':
      return layer.paths.map((line) => path(line.map(place), lineStyle(layer.look)));
    case 'arrows':
      return layer.arrows.map(
        ([from, to]) => `\\draw[->,line width=0.4pt] ${point(place(from))} -- ${point(place(to))};`,
      );
    case 'points':
      return layer.points.map((at) => marker(layer.marker, layer.look, place(at)));
    case 'bars':
      return layer.bars
        .filter(({ height }) => height > 0)
        .map(({ from, to, height }) => {
          const [a, b] = [place([from, 0]), place([to, height])];
          return `\\draw[first,fill=first!35] ${point(a)} rectangle ${point(b)};`;
        });
  }
}

/** A line through points, without those that lie on top of the one before. */
function path(points: readonly Point[], style: string): string {
  const kept: Point[] = [];
  points.forEach((p, i) => {
    const last = kept.at(-1);
    const near = last !== undefined && Math.hypot(p[0] - last[0], p[1] - last[1]) < NEAREST;
    if (!near || i === points.length - 1) kept.push(p);
  });
  const lines: string[] = [];
  for (let i = 0; i < kept.length; i += 12)
    lines.push(
      kept
        .slice(i, i + 12)
        .map(point)
        .join(' -- '),
    );
  return `\\draw[${style}] ${lines.join('\n  -- ')};`;
}

function lineStyle(look: Look): string {
  const { width, dashes }: { readonly width: number; readonly dashes: readonly number[] } = LOOKS[look];
  const pattern = dashes.map((length, i) => `${i % 2 === 0 ? 'on' : 'off'} ${length * 0.6}pt`).join(' ');
  return `${look},line width=${cm(width * 0.45)}pt${pattern === '' ? '' : `,dash pattern=${pattern}`}`;
}

function marker(kind: Marker, look: Look, [x, y]: Point): string {
  const at = `shift={${point([x, y])}}`;
  switch (kind) {
    case 'circle':
      return `\\fill[${look},${at}] (0,0) circle (0.09);`;
    case 'cross':
      return `\\draw[${look},${at},line width=1.2pt] (-0.09,-0.09) -- (0.09,0.09) (-0.09,0.09) -- (0.09,-0.09);`;
    case 'diamond':
      return `\\fill[${look},${at}] (0,-0.12) -- (0.1,0) -- (0,0.12) -- (-0.1,0) -- cycle;`;
    case 'triangle':
      return `\\fill[${look},${at}] (-0.11,-0.08) -- (0.11,-0.08) -- (0,0.12) -- cycle;`;
    case 'square':
      return `\\fill[${look},${at}] (-0.08,-0.08) rectangle (0.08,0.08);`;
  }
}

function legendTex({ label, sign }: LegendEntry): string {
  const drawn = ((): string => {
    switch (sign.kind) {
      case 'line':
        return sign.look === 'hatch'
          ? '\\draw[hatch] (0,0) -- (0.2,0.2) (0.15,0) -- (0.35,0.2) (0.3,0) -- (0.5,0.2);'
          : `\\draw[${lineStyle(sign.look)}] (0,0.08) -- (0.6,0.08);`;
      case 'marker':
        return marker(sign.marker, sign.look, [0.1, 0.08]);
      case 'levels':
        return '\\draw[quiet] (0,0) rectangle (0.5,0.18) (0.1,0.05) rectangle (0.4,0.13);';
      case 'bar':
        return '\\draw[first,fill=first!35] (0,0) rectangle (0.2,0.2);';
      case 'arrow':
        return '\\draw[->] (0,0.08) -- (0.5,0.08);';
    }
  })();
  return `\\mbox{\\tikz[baseline=0pt]{${drawn}} ${escapeTex(label)}}`;
}
