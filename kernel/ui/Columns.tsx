import { Box } from '@mui/material';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';

type Props = {
  /** their widths side by side, e.g. `2fr 1fr` */
  of: string;
  /** the narrowest screen that has them side by side */
  from?: 'sm' | 'md' | 'lg';
  /** their widths on a narrower one */
  below?: string;
  gap?: number;
  sx?: SxProps<Theme>;
  children: ReactNode;
};

/** A column shrinks below its content: a long word then breaks instead of widening the page. */
const shrinking = (widths: string) => widths.replace(/(^| )([\d.]+fr)/g, '$1minmax(0,$2)');

/** Columns side by side on a wide screen, below each other on a narrow one. */
export function Columns({ of, from = 'lg', below = '1fr', gap = 2.5, sx, children }: Props) {
  const gridTemplateColumns = { xs: shrinking(below), [from]: shrinking(of) };
  return <Box sx={[{ display: 'grid', gap, gridTemplateColumns }, ...[sx ?? []].flat()]}>{children}</Box>;
}
