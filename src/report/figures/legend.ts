/** Legends: an entry for every series that has a name. */
import type { Look, Marker, Panel } from './figure.js';
import { colourOf, LOOKS, shadeOf } from './look.js';

export interface LegendEntry {
  readonly label: string;
  readonly sign:
    | { readonly kind: 'line'; readonly look: Look }
    | { readonly kind: 'marker'; readonly marker: Marker; readonly look: Look }
    | { readonly kind: 'levels' }
    | { readonly kind: 'bar' }
    | { readonly kind: 'arrow' };
}

/** The entries of all panels, each once. */
export function legendOf(panels: readonly Panel[]): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const layer of panels.flatMap((p) => p.layers)) {
    const { label } = layer;
    if (label === undefined || entries.has(label)) continue;
    switch (layer.kind) {
      case 'lines':
        entries.set(label, { label, sign: { kind: 'line', look: layer.look } });
        break;
      case 'points':
        entries.set(label, { label, sign: { kind: 'marker', marker: layer.marker, look: layer.look } });
        break;
      case 'levels':
        entries.set(label, { label, sign: { kind: 'levels' } });
        break;
      case 'bars':
        entries.set(label, { label, sign: { kind: 'bar' } });
        break;
      case 'arrows':
        entries.set(label, { label, sign: { kind: 'arrow' } });
    }
  }
  return [...entries.values()];
}

/** The sign of an entry as SVG. */
export function swatch({ sign }: LegendEntry): string {
  return `<svg width="28" height="14" viewBox="0 0 28 14" aria-hidden="true" focusable="false">${drawn(sign)}</svg>`;
}

function drawn(sign: LegendEntry['sign']): string {
  switch (sign.kind) {
    case 'line': {
      if (sign.look === 'hatch')
        return `<path d="M1 13 13 1M8 13 20 1M15 13 27 1" stroke="${colourOf('hatch')}" fill="none"/>`;
      const { width, dashes } = LOOKS[sign.look];
      const dash = dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.join(' ')}"`;
      return `<path d="M1 7H27" stroke="${colourOf(sign.look)}" stroke-width="${width}"${dash} fill="none"/>`;
    }
    case 'marker':
      return `<path d="${MARKS[sign.marker]}" ${paint(sign.marker, sign.look)}/>`;
    case 'levels':
      return [0, 3, 6, 9]
        .map((shade, i) => `<rect x="${i * 7}" y="1" width="7" height="12" fill="${shadeOf(shade)}"/>`)
        .join('');
    case 'bar':
      return `<rect x="9" y="1" width="9" height="12" fill="${colourOf('first')}" fill-opacity="0.55"/>`;
    case 'arrow':
      return `<path d="M3 7H24M19 3l5 4-5 4" stroke="currentColor" fill="none"/>`;
  }
}

const paint = (marker: Marker, look: Look): string =>
  marker === 'cross'
    ? `stroke="${colourOf(look)}" stroke-width="2.2" fill="none"`
    : `fill="${colourOf(look)}" stroke="var(--paper, #fff)"`;

const MARKS: Readonly<Record<Marker, string>> = {
  circle: 'M9 7a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z',
  cross: 'M10 3l8 8M18 3l-8 8',
  diamond: 'M14 1l5 6-5 6-5-6Z',
  triangle: 'M14 2l6 10H8Z',
  square: 'M9 2h10v10H9Z',
};
