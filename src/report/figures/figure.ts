/**
 * Figures as data: what is drawn, in the units of the axes. Renderers turn them into SVG and into TikZ; text alone says
 * with `alt` what a figure shows. Series differ in line style and marker, not in colour alone.
 */

export type Point = readonly [x: number, y: number];
export type Range = readonly [low: number, high: number];

export interface Figure {
  /** Unique in a report; made of letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What was computed, and how to read it. */
  readonly caption: string;
  /** What the figure shows, for those who do not see it. */
  readonly alt: string;
  readonly panels: readonly Panel[];
  /** Panels in a row where there is room. */
  readonly columns?: number;
}

export interface Panel {
  /** Empty where the title of the figure says it. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** From back to front. */
  readonly layers: readonly Layer[];
  /** One unit is as long on both axes. */
  readonly square?: boolean;
}

export interface Axis {
  /** With the unit, or with "dimensionless". */
  readonly label: string;
  readonly range: Range;
}

/** How a series looks; renderers know each of them in colour and in black. */
export type Look = 'first' | 'second' | 'third' | 'fourth' | 'quiet' | 'bound' | 'hatch';
export type Marker = 'circle' | 'cross' | 'diamond' | 'triangle' | 'square';

export type Layer =
  | { readonly kind: 'levels'; readonly label: string; readonly grid: Grid; readonly levels: readonly number[] }
  | {
      readonly kind: 'lines';
      readonly label?: string;
      readonly look: Look;
      readonly paths: readonly (readonly Point[])[];
    }
  | {
      readonly kind: 'arrows';
      readonly label?: string;
      readonly arrows: readonly (readonly [from: Point, to: Point])[];
    }
  | {
      readonly kind: 'points';
      readonly label: string;
      readonly marker: Marker;
      readonly look: Look;
      readonly points: readonly Point[];
    }
  | { readonly kind: 'bars'; readonly label: string; readonly bars: readonly Bar[] };

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** Values at the centres of columns × rows cells, row by row from below. */
export interface Grid {
  readonly x: Range;
  readonly y: Range;
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly number[];
}
