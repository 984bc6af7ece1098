/**
 * The place of each number on a page of some width, at each zoom level. Lengths are CSS pixels; places count from 0.
 */

export type Level = {
  /** the least width of a cell; a labelled one is at least as wide as its digits */
  width: number;
  height: number;
  /** of the label; 0: too small for one */
  font: number;
};

/** From a map of the whole to cells for a thumb: 44 pixels are easy to hit. */
export const LEVELS: readonly Level[] = [
  { width: 6, height: 6, font: 0 },
  { width: 13, height: 13, font: 0 },
  { width: 28, height: 26, font: 11 },
  { width: 46, height: 44, font: 15 },
];

export type Layout = { columns: number; rows: number; cellWidth: number; cellHeight: number; font: number };

/**
 * People find numbers by their columns, so there are 5, 10, 15, 20, 30, … of them, and the cells share the rest of the
 * width.
 */
export function roundColumns(fitting: number): number {
  if (fitting < 5) return Math.max(1, fitting);
  return fitting < 25 ? fitting - (fitting % 5) : fitting - (fitting % 10);
}

export function layoutOf(width: number, count: number, digits: number, level: number): Layout {
  const { width: least, height, font } = LEVELS[level] as Level;
  // A digit of any system's sans-serif is 0.62 of the font's size; the rest is padding.
  const needed = font > 0 ? Math.max(least, Math.ceil(digits * font * 0.62 + font * 0.9)) : least;
  const columns = Math.min(roundColumns(Math.floor(width / needed)), Math.max(1, count));
  const stretched = Math.min(width / columns, needed * 2);
  return { columns, rows: Math.ceil(count / columns), cellWidth: stretched, cellHeight: height, font };
}

/** The place at a point of the whole grid, or null beside it. */
export function placeAt(layout: Layout, count: number, x: number, y: number): number | null {
  const column = Math.floor(x / layout.cellWidth);
  const row = Math.floor(y / layout.cellHeight);
  if (column < 0 || column >= layout.columns || row < 0) return null;
  const place = row * layout.columns + column;
  return place < count ? place : null;
}

/** The place that an arrow key or a similar key moves to; null for other keys. */
export function moved(place: number, key: string, layout: Layout, count: number, visibleRows: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -layout.columns,
    ArrowDown: layout.columns,
    PageUp: -layout.columns * visibleRows,
    PageDown: layout.columns * visibleRows,
    Home: -place,
    End: count - 1 - place,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const next = place + step;
  // A step over the edge stays in its column and does not jump to the corner.
  if (next < 0 || next >= count) return key.startsWith('Page') ? (next < 0 ? 0 : count - 1) : place;
  return next;
}
