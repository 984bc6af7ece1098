import { Box } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { blockLayout, MAX_HIGH, paintBlocks, paletteOf } from '../portal/grid/paint.ts';
import { blocksOf, type Numbers } from '../portal/grid/state.ts';

type Props = { numbers: Numbers; shown: { from: number; to: number }; go: (place: number) => void };

/**
 * The whole raffle in a few hundred blocks, darker when fuller; a click scrolls there. The keyboard has the field that
 * finds a number.
 */
export function Blocks({ numbers, shown, go }: Props) {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const blocks = useMemo(() => blocksOf(numbers), [numbers]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are the theme's.
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
  }, [blocks, shown, theme]);
  const clicked = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const { columns, side } = blockLayout(box.width, blocks.length);
    const row = Math.floor((event.clientY - box.top) / Math.min(side, MAX_HIGH));
    const block = blocks[row * columns + Math.floor((event.clientX - box.left) / side)];
    if (block) go(block.from);
  };
  return (
    <Box aria-hidden="true" sx={{ '& canvas': { display: 'block', cursor: 'pointer' } }}>
      <canvas ref={canvas} onClick={clicked} />
    </Box>
  );
}
