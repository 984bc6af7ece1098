import { type Layout, LEVELS, layoutOf, moved, placeAt } from './layout.ts';
import { paintGrid, paletteOf } from './paint.ts';
import { changedPlaces, type Numbers } from './state.ts';

/** The elements it draws on: a box that scrolls, with a fixed canvas and a spacer as high as the whole grid. */
export type Parts = { scroller: HTMLElement; canvas: HTMLCanvasElement; spacer: HTMLElement };
export type GridCallbacks = {
  /** a place was tapped, clicked or chosen by the keyboard */
  tap(place: number): void;
  /** the keyboard's cursor or the mouse is at this place */
  point(place: number | null, by: 'keyboard' | 'mouse'): void;
  /** the visible part now, and its zoom level */
  view(shown: { from: number; to: number }, level: number): void;
};

const GLOW_MS = 1600;
/** Long enough for the eye to move here from the field in which the number was typed. */
const FOUND_MS = 5000;
/** More changes at once than this count as a reload and do not glow. */
const MAX_GLOWS = 500;
/** A finger that moved further was scrolling. */
const TAP_SLOP = 8;

/**
 * A raffle's numbers on a canvas. It scrolls like any page, zooms by pinch, wheel with ctrl or `zoom`, and works by
 * keyboard. It draws only the visible part, once per animation frame, and uses no framework.
 */
export class NumberGrid {
  readonly parts: Parts;
  readonly hear: GridCallbacks;
  /** a tap on a cell too small for its label zooms in first */
  readonly nearFirst: boolean;
  level = LEVELS.length - 1;
  cursor: number | null = null;
  private numbers: Numbers | null = null;
  private chosen: ReadonlySet<number> = new Set();
  private layout: Layout | null = null;
  private readonly glows = new Map<number, number>();
  private frame = 0;
  private readonly ended = new AbortController();
  private readonly resize: ResizeObserver;
  private pinch: number | null = null;
  private readonly calm = window.matchMedia('(prefers-reduced-motion: reduce)');

  constructor(parts: Parts, hear: GridCallbacks, options: { nearFirst: boolean }) {
    this.parts = parts;
    this.hear = hear;
    this.nearFirst = options.nearFirst;
    this.resize = new ResizeObserver(() => this.arrange());
    this.resize.observe(parts.scroller);
    this.listen();
  }

  end(): void {
    this.ended.abort();
    this.resize.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** Shows these numbers; changed ones glow for a moment. */
  show(numbers: Numbers, chosen: ReadonlySet<number>): void {
    const before = this.numbers;
    this.numbers = numbers;
    this.chosen = chosen;
    if (!before || before.count !== numbers.count || before.digits !== numbers.digits) {
      this.arrange();
      return;
    }
    const changed = before === numbers ? [] : (changedPlaces(before, numbers) ?? []);
    if (changed.length <= MAX_GLOWS && !this.calm.matches) {
      const until = performance.now() + GLOW_MS;
      for (const place of changed) this.glows.set(place, until);
    }
    this.paintSoon();
  }

  /** Zooms in or out, and keeps the place in the middle (or this one) where it is. */
  zoom(level: number, around?: { place: number; y: number }): void {
    const next = Math.min(LEVELS.length - 1, Math.max(0, level));
    const { scroller } = this.parts;
    const at = around ?? { place: this.middle(), y: scroller.clientHeight / 2 };
    if (next === this.level) return;
    this.level = next;
    this.arrange();
    if (!this.layout) return;
    const row = Math.floor(at.place / this.layout.columns);
    scroller.scrollTop = (row + 0.5) * this.layout.cellHeight - at.y;
    this.paintSoon();
  }

  /** Scrolls a place into sight and puts the cursor there. */
  reveal(place: number, near = true): void {
    if (near && this.layout?.font === 0) this.zoom(LEVELS.length - 2);
    if (!this.layout) return;
    this.cursor = place;
    const { scroller } = this.parts;
    const top = Math.floor(place / this.layout.columns) * this.layout.cellHeight;
    const hidden =
      top < scroller.scrollTop || top + this.layout.cellHeight > scroller.scrollTop + scroller.clientHeight;
    if (hidden) scroller.scrollTop = top - scroller.clientHeight / 2 + this.layout.cellHeight / 2;
    if (near) this.glows.set(place, performance.now() + FOUND_MS);
    this.paintSoon();
  }

  paintSoon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private middle(): number {
    const { layout, numbers } = this;
    if (!layout || !numbers) return 0;
    const { scroller } = this.parts;
    const row = Math.floor((scroller.scrollTop + scroller.clientHeight / 2) / layout.cellHeight);
    return Math.min(numbers.count - 1, row * layout.columns + Math.floor(layout.columns / 2));
  }

  private arrange(): void {
    if (!this.numbers) return;
    const { scroller, canvas, spacer } = this.parts;
    const width = scroller.clientWidth;
    if (width === 0) return;
    this.layout = layoutOf(width, this.numbers.count, this.numbers.digits, this.level);
    spacer.style.height = `${this.layout.rows * this.layout.cellHeight}px`;
    // The box is as high as the grid, up to a maximum, so its height is known only after the spacer's is set.
    const height = scroller.clientHeight;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.marginBottom = `${-height}px`;
    this.paintSoon();
  }

  private paint(): void {
    this.frame = 0;
    const { numbers, layout } = this;
    const { scroller, canvas } = this.parts;
    const context = canvas.getContext('2d');
    if (!numbers || !layout || !context) return;
    const now = performance.now();
    const glow = new Map<number, number>();
    for (const [place, until] of this.glows) {
      if (until <= now) this.glows.delete(place);
      else glow.set(place, Math.min(1, (until - now) / GLOW_MS));
    }
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const top = scroller.scrollTop;
    const height = scroller.clientHeight;
    // A tap gives the focus too, but needs no cursor.
    const cursor = scroller.matches(':focus-visible') ? this.cursor : null;
    const palette = paletteOf(scroller);
    const { chosen } = this;
    paintGrid(context, { numbers, layout, palette, chosen, cursor, glow, top, width: scroller.clientWidth, height });
    const from = Math.floor(top / layout.cellHeight) * layout.columns;
    const to = Math.min(numbers.count, Math.ceil((top + height) / layout.cellHeight) * layout.columns);
    this.hear.view({ from, to }, this.level);
    if (this.glows.size > 0) this.paintSoon();
  }

  private placeOf(event: { clientX: number; clientY: number }): number | null {
    if (!this.layout || !this.numbers) return null;
    const { scroller } = this.parts;
    const box = scroller.getBoundingClientRect();
    const y = event.clientY - box.top + scroller.scrollTop;
    return placeAt(this.layout, this.numbers.count, event.clientX - box.left, y);
  }

  private tapped(place: number, clientY: number): void {
    this.cursor = place;
    if (this.nearFirst && this.layout?.font === 0) {
      this.zoom(LEVELS.length - 1, { place, y: clientY - this.parts.scroller.getBoundingClientRect().top });
    } else this.hear.tap(place);
    this.paintSoon();
  }

  private listen(): void {
    const { scroller } = this.parts;
    const { signal } = this.ended;
    let down: { x: number; y: number } | null = null;
    scroller.addEventListener('scroll', () => this.paintSoon(), { signal, passive: true });
    for (const name of ['focus', 'blur'] as const) scroller.addEventListener(name, () => this.paintSoon(), { signal });
    scroller.addEventListener(
      'pointerdown',
      (event) => {
        down = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
      },
      { signal },
    );
    scroller.addEventListener(
      'click',
      (event) => {
        const place = this.placeOf(event);
        const slid = down && Math.hypot(event.clientX - down.x, event.clientY - down.y) > TAP_SLOP;
        if (place !== null && !slid && this.pinch === null) this.tapped(place, event.clientY);
      },
      { signal },
    );
    scroller.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerType === 'mouse') this.hear.point(this.placeOf(event), 'mouse');
      },
      { signal },
    );
    scroller.addEventListener('pointerleave', () => this.hear.point(null, 'mouse'), { signal });
    scroller.addEventListener('keydown', (event) => this.keyed(event), { signal });
    scroller.addEventListener(
      'wheel',
      (event) => {
        // A trackpad's pinch arrives as a wheel with ctrl.
        if (!event.ctrlKey) return;
        event.preventDefault();
        const place = this.placeOf(event);
        const y = event.clientY - scroller.getBoundingClientRect().top;
        if (Math.abs(event.deltaY) >= 1)
          this.zoom(this.level - Math.sign(event.deltaY), place === null ? undefined : { place, y });
      },
      { signal, passive: false },
    );
    this.listenPinch(signal);
  }

  /** Two fingers: each time their distance changes by half, the zoom changes one level. */
  private listenPinch(signal: AbortSignal): void {
    const { scroller } = this.parts;
    const spread = ({ touches: [a, b] }: TouchEvent) =>
      a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : null;
    scroller.addEventListener(
      'touchstart',
      (event) => {
        this.pinch = spread(event);
      },
      { signal, passive: true },
    );
    scroller.addEventListener(
      'touchmove',
      (event) => {
        const wide = spread(event);
        if (wide === null || this.pinch === null) return;
        event.preventDefault();
        const ratio = wide / this.pinch;
        if (ratio < 1.5 && ratio > 1 / 1.5) return;
        const [a, b] = event.touches;
        const centre = {
          clientX: ((a?.clientX ?? 0) + (b?.clientX ?? 0)) / 2,
          clientY: ((a?.clientY ?? 0) + (b?.clientY ?? 0)) / 2,
        };
        const place = this.placeOf(centre);
        const y = centre.clientY - scroller.getBoundingClientRect().top;
        this.zoom(this.level + (ratio > 1 ? 1 : -1), place === null ? undefined : { place, y });
        this.pinch = wide;
      },
      { signal, passive: false },
    );
    scroller.addEventListener(
      'touchend',
      (event) => {
        // A click follows directly after a pinch.
        if (event.touches.length === 0)
          setTimeout(() => {
            this.pinch = null;
          }, 50);
      },
      { signal, passive: true },
    );
  }

  private keyed(event: KeyboardEvent): void {
    const { layout, numbers } = this;
    if (!layout || !numbers || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === '+' || event.key === '-') this.zoom(this.level + (event.key === '+' ? 1 : -1));
    else if (event.key === 'Enter' || event.key === ' ') {
      if (this.cursor !== null) this.hear.tap(this.cursor);
    } else {
      const rows = Math.max(1, Math.floor(this.parts.scroller.clientHeight / layout.cellHeight) - 1);
      const start = this.cursor ?? Math.ceil(this.parts.scroller.scrollTop / layout.cellHeight) * layout.columns;
      const next =
        this.cursor === null && event.key.startsWith('Arrow')
          ? start
          : moved(start, event.key, layout, numbers.count, rows);
      if (next === null) return;
      this.reveal(next, false);
      this.hear.point(next, 'keyboard');
    }
    event.preventDefault();
  }
}
