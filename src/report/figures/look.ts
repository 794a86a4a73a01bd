/** How series look: a colour for each, and line styles and markers that tell them apart without it. */
import type { Look, Marker } from './figure.js';

interface Style {
  /** Fallback for a drawing outside of a page whose style sheet has the variable of that name. */
  readonly colour: string;
  readonly width: number;
  /** Lengths of strokes and gaps; empty where the line is whole. */
  readonly dashes: readonly number[];
}

export const LOOKS = {
  first: { colour: '#0063a6', width: 2, dashes: [] },
  second: { colour: '#b34700', width: 2, dashes: [7, 3] },
  third: { colour: '#00704f', width: 2, dashes: [2, 2.5] },
  fourth: { colour: '#8a3d7c', width: 2, dashes: [8, 3, 2, 3] },
  quiet: { colour: '#6a7380', width: 1, dashes: [] },
  bound: { colour: '#1b1f24', width: 1.2, dashes: [3, 3] },
  hatch: { colour: '#6a7380', width: 0.7, dashes: [] },
} as const satisfies Record<Look, Style>;

/** The variable of the style sheet, with the colour where there is none. */
export const colourOf = (look: Look): string => `var(--${look === 'hatch' ? 'quiet' : look}, ${LOOKS[look].colour})`;

/** Shades of level sets, from the lowest. */
export const SHADES = [
  '#fffbe8',
  '#f3eed2',
  '#e0e1c4',
  '#c8d3bd',
  '#aec3b9',
  '#93b1b5',
  '#7a9db0',
  '#6488a9',
  '#51729e',
  '#3f5b8e',
] as const;

export const shadeOf = (i: number): string => `var(--level-${i}, ${SHADES[i] ?? SHADES[0]})`;

/** Whether the marker is drawn in outline. */
export const isOutline = (marker: Marker): boolean => marker === 'cross';
