/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks';
import { type GridCallbacks, NumberGrid } from '../../numbers/portal/grid/number-grid.ts';
import type { Numbers } from '../../numbers/portal/grid/state.ts';

type Props = GridCallbacks & {
  numbers: Numbers;
  chosen: ReadonlySet<number>;
  label: string;
  /** the id of the text that explains the keys */
  describedBy: string;
  grid: { current: NumberGrid | null };
};

/** The canvas of numbers, with a text for people who can't see it. */
export function GridBox({ numbers, chosen, label, describedBy, grid, ...hear }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const latest = useRef(hear);
  latest.current = hear;

  useEffect(() => {
    if (!scroller.current || !canvas.current || !spacer.current) return undefined;
    const made = new NumberGrid(
      { scroller: scroller.current, canvas: canvas.current, spacer: spacer.current },
      {
        tap: (place) => latest.current.tap(place),
        point: (place, by) => latest.current.point(place, by),
        view: (shown, level) => latest.current.view(shown, level),
      },
      { nearFirst: true },
    );
    grid.current = made;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => made.paintSoon();
    dark.addEventListener('change', repaint);
    return () => {
      dark.removeEventListener('change', repaint);
      made.end();
      grid.current = null;
    };
  }, [grid]);
  useEffect(() => grid.current?.show(numbers, chosen), [grid, numbers, chosen]);

  return (
    <div
      class="grid"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its numbers.
      tabIndex={0}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
    >
      <canvas ref={canvas} />
      <div ref={spacer} />
    </div>
  );
}
