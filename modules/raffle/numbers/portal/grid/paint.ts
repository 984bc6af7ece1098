import type { Layout } from './layout.ts';
import { type Block, type CellState, labelAt, type Numbers, stateAt } from './state.ts';

/** Colours of a grid. The page sets them as CSS variables on the grid, so that they follow its theme. */
export type Palette = Record<CellState | 'chosen', { fill: string; ink: string }> & {
  /** fills of cells without a label, where the colour alone shows the state, and of the overview */
  map: Record<CellState | 'chosen', string>;
  line: string;
  ring: string;
  /** strikes through sold numbers; none on a page where staff look for them */
  strike: string;
};

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--grid-${name}`).trim();
  const pair = (name: string) => ({ fill: of(name), ink: of(`${name}-ink`) });
  return {
    free: pair('free'),
    reserved: pair('reserved'),
    sold: pair('sold'),
    chosen: pair('chosen'),
    map: { free: of('map-free'), reserved: of('map-reserved'), sold: of('map-sold'), chosen: of('ring') },
    line: of('line'),
    ring: of('ring'),
    strike: of('strike'),
  };
}

export type View = {
  numbers: Numbers;
  layout: Layout;
  palette: Palette;
  chosen: ReadonlySet<number>;
  /** the place with the keyboard's cursor, when the grid has it */
  cursor: number | null;
  /** places that changed just now → how much of their glow is left, 1 to 0 */
  glow: ReadonlyMap<number, number>;
  top: number;
  width: number;
  height: number;
};

const KINDS = ['free', 'reserved', 'sold', 'chosen'] as const;

/** Draws only the rows between `top` and `top + height`: 100,000 numbers cost no more than one screen. */
export function paintGrid(context: CanvasRenderingContext2D, view: View): void {
  const { numbers, layout, palette, chosen } = view;
  const { columns, cellWidth, cellHeight, font } = layout;
  context.clearRect(0, 0, view.width, view.height);
  const from = Math.floor(view.top / cellHeight) * columns;
  const to = Math.min(numbers.count, Math.ceil((view.top + view.height) / cellHeight) * columns);
  const kinds: Record<(typeof KINDS)[number], number[]> = { free: [], reserved: [], sold: [], chosen: [] };
  for (let place = from; place < to; place++) {
    kinds[chosen.has(place) ? 'chosen' : stateAt(numbers, place)].push(place);
  }
  const gap = font > 0 ? (cellHeight > 40 ? 4 : 2) : 1;
  const radius = font > 0 ? (cellHeight > 40 ? 8 : 5) : 1.5;
  const x = (place: number) => (place % columns) * cellWidth + gap / 2;
  const y = (place: number) => Math.floor(place / columns) * cellHeight - view.top + gap / 2;
  const box = (place: number) => context.roundRect(x(place), y(place), cellWidth - gap, cellHeight - gap, radius);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // One path for each kind: a fill for each cell would take most of the time.
  for (const kind of KINDS) {
    const places = kinds[kind];
    if (places.length === 0) continue;
    context.fillStyle = font > 0 ? palette[kind].fill : palette.map[kind];
    context.beginPath();
    for (const place of places) {
      if (font > 0) box(place);
      else context.rect(x(place), y(place), cellWidth - gap, cellHeight - gap);
    }
    context.fill();
    if (font > 0) {
      if (kind === 'free') {
        context.strokeStyle = palette.line;
        context.lineWidth = 1;
        context.stroke();
      }
      context.fillStyle = palette[kind].ink;
      context.font = `${kind === 'chosen' ? 700 : 500} ${font}px system-ui, sans-serif`;
      for (const place of places) {
        const middle = y(place) + (cellHeight - gap) / 2 + 0.5;
        context.fillText(labelAt(numbers, place), x(place) + (cellWidth - gap) / 2, middle);
      }
    }
  }
  marks(context, view, kinds, { x, y, gap });
}

type Places = { x: (place: number) => number; y: (place: number) => number; gap: number };

/**
 * Marks beside the colours: sold numbers are struck through, chosen ones have a ring; also the cursor and new changes.
 */
function marks(
  context: CanvasRenderingContext2D,
  view: View,
  kinds: Record<(typeof KINDS)[number], number[]>,
  { x, y, gap }: Places,
): void {
  const { layout, palette, glow, cursor } = view;
  const { cellWidth, cellHeight, font } = layout;
  if (font > 0 && palette.strike) {
    context.strokeStyle = palette.strike;
    context.lineWidth = 1;
    context.beginPath();
    const half = (view.numbers.digits * font * 0.62) / 2 + 2;
    for (const place of kinds.sold) {
      const centre = x(place) + (cellWidth - gap) / 2;
      const middle = y(place) + (cellHeight - gap) / 2;
      context.moveTo(centre - half, middle);
      context.lineTo(centre + half, middle);
    }
    context.stroke();
  }
  context.strokeStyle = palette.ring;
  for (const [place, left] of glow) {
    context.globalAlpha = left;
    context.lineWidth = font > 0 ? 3 : 2;
    context.strokeRect(x(place) - 1, y(place) - 1, cellWidth - gap + 2, cellHeight - gap + 2);
  }
  context.globalAlpha = 1;
  if (cursor !== null) {
    context.lineWidth = 2;
    context.strokeRect(x(cursor) - 1, y(cursor) - 1, cellWidth - gap + 2, cellHeight - gap + 2);
  }
}

/** The maximum height of a block in the overview; the numbers need the rest of the page. */
export const MAX_HIGH = 12;

/** The height of the overview at this width, and the layout of its blocks. */
export function blockLayout(width: number, count: number): { columns: number; side: number; height: number } {
  // Rows of 25, 40 or 50 blocks, so that a row is about a round thousand.
  const columns = width > 640 ? 50 : width > 420 ? 40 : 25;
  const side = Math.min(22, width / columns);
  return { columns, side, height: Math.ceil(count / columns) * Math.min(side, MAX_HIGH) };
}

/** The whole raffle as blocks, darker when fuller; a frame shows the visible part of the grid. */
export function paintBlocks(
  context: CanvasRenderingContext2D,
  blocks: readonly Block[],
  palette: Palette,
  width: number,
  shown: { from: number; to: number },
): void {
  const { columns, side, height } = blockLayout(width, blocks.length);
  const high = Math.min(side, MAX_HIGH);
  context.clearRect(0, 0, width, height);
  blocks.forEach((block, i) => {
    const x = (i % columns) * side;
    const y = Math.floor(i / columns) * high;
    const layer = (fill: string, share: number) => {
      context.globalAlpha = share;
      context.fillStyle = fill;
      context.fillRect(x + 0.5, y + 0.5, side - 1, high - 1);
    };
    layer(palette.map.free, 1);
    // One taken number is visible too; the eye can't see steps below an eighth.
    if (block.reserved > 0) layer(palette.map.reserved, 0.12 + 0.6 * (block.reserved / block.size));
    if (block.sold > 0) layer(palette.map.sold, 0.12 + 0.88 * (block.sold / block.size));
  });
  context.globalAlpha = 1;
  context.strokeStyle = palette.ring;
  context.lineWidth = 1.5;
  const inSight = blocks.flatMap((block, i) =>
    block.from < shown.to && block.from + block.size > shown.from ? [i] : [],
  );
  for (let row = Math.floor((inSight[0] ?? 0) / columns); row * columns <= (inSight.at(-1) ?? -1); row++) {
    const from = Math.max(inSight[0] as number, row * columns);
    const to = Math.min(inSight.at(-1) as number, row * columns + columns - 1);
    context.strokeRect((from % columns) * side + 0.75, row * high + 0.75, (to - from + 1) * side - 1.5, high - 1.5);
  }
}
