import type { Layout } from './layout.ts';
import { type Block, type CellState, labelAt, type Numbers, stateAt } from './state.ts';

/** Colours of a grid: the page sets them as CSS variables on the grid, so that they follow its theme. */
export type Palette = Record<CellState | 'chosen', { fill: string; ink: string }> & { line: string; ring: string };

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--grid-${name}`).trim();
  const pair = (name: string) => ({ fill: of(name), ink: of(`${name}-ink`) });
  return {
    free: pair('free'),
    reserved: pair('reserved'),
    sold: pair('sold'),
    chosen: pair('chosen'),
    line: of('line'),
    ring: of('ring'),
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

/** Draws the rows between `top` and `top + height`, nothing else: 100,000 numbers cost what fits on the screen. */
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
  // Each kind is one path: a fill per cell would be most of the time.
  for (const kind of KINDS) {
    const places = kinds[kind];
    if (places.length === 0) continue;
    context.fillStyle = palette[kind].fill;
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

/** What colour alone would not say: a sold number is struck through, a chosen one ringed; and where the cursor is, and what is new. */
function marks(
  context: CanvasRenderingContext2D,
  view: View,
  kinds: Record<(typeof KINDS)[number], number[]>,
  { x, y, gap }: Places,
): void {
  const { layout, palette, glow, cursor } = view;
  const { cellWidth, cellHeight, font } = layout;
  if (font > 0) {
    context.strokeStyle = palette.sold.ink;
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

/** The height of the overview at this width, and how its blocks stand. */
export function blockLayout(width: number, count: number): { columns: number; side: number; height: number } {
  // Rows of 25, 40 or 50, so that a row is a round thousand or so.
  const columns = width > 640 ? 50 : width > 420 ? 40 : 25;
  const side = Math.min(22, width / columns);
  return { columns, side, height: Math.ceil(count / columns) * Math.min(side, 16) };
}

/** The whole raffle as blocks, the fuller the darker; a line frames what the grid shows now. */
export function paintBlocks(
  context: CanvasRenderingContext2D,
  blocks: readonly Block[],
  palette: Palette,
  width: number,
  shown: { from: number; to: number },
): void {
  const { columns, side, height } = blockLayout(width, blocks.length);
  const high = Math.min(side, 16);
  context.clearRect(0, 0, width, height);
  blocks.forEach((block, i) => {
    const x = (i % columns) * side;
    const y = Math.floor(i / columns) * high;
    const rect = () => context.fillRect(x + 0.5, y + 0.5, side - 1, high - 1);
    context.globalAlpha = 1;
    context.fillStyle = palette.free.fill;
    rect();
    context.globalAlpha = 0.5 * (block.reserved / block.size);
    context.fillStyle = palette.reserved.fill;
    rect();
    context.globalAlpha = block.sold === 0 ? 0 : 0.12 + 0.88 * (block.sold / block.size);
    context.fillStyle = palette.sold.fill;
    rect();
    context.globalAlpha = 1;
    if (block.from < shown.to && block.from + block.size > shown.from) {
      context.strokeStyle = palette.ring;
      context.lineWidth = 1.5;
      context.strokeRect(x + 1, y + 1, side - 2, high - 2);
    }
  });
}
