/** @jsxImportSource preact */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { blockLayout, MAX_HIGH, paintBlocks, paletteOf } from '../../numbers/portal/grid/paint.ts';
import { blocksOf, type Numbers } from '../../numbers/portal/grid/state.ts';

type Props = { numbers: Numbers; shown: { from: number; to: number }; go: (place: number) => void };

/**
 * The whole raffle as a small map; a tap scrolls there. Hidden from the keyboard, which has the field that finds a
 * number.
 */
export function Overview({ numbers, shown, go }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const blocks = useMemo(() => blocksOf(numbers), [numbers]);
  useEffect(() => {
    const element = canvas.current;
    const box = element?.parentElement;
    if (!element || !box) return undefined;
    const paint = () => {
      const width = box.clientWidth;
      const { height } = blockLayout(width, blocks.length);
      const ratio = window.devicePixelRatio || 1;
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      const context = element.getContext('2d');
      context?.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (context) paintBlocks(context, blocks, paletteOf(box), width, shown);
    };
    paint();
    const resize = new ResizeObserver(paint);
    resize.observe(box);
    return () => resize.disconnect();
  }, [blocks, shown]);
  const clicked = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { columns, side } = blockLayout(box.width, blocks.length);
    const at =
      Math.floor((event.clientY - box.top) / Math.min(side, MAX_HIGH)) * columns +
      Math.floor((event.clientX - box.left) / side);
    const block = blocks[at];
    if (block) go(block.from + Math.floor(block.size / 2));
  };
  return (
    <div class="overview" aria-hidden="true">
      <canvas ref={canvas} onClick={clicked} />
    </div>
  );
}
