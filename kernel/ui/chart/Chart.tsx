import { Skeleton } from '@mui/material';
import { lazy, type ReactNode, Suspense } from 'react';
import type { ChartProps } from './types.ts';

// The charting library is a third of the console, so it loads with the first chart.
const Drawn = lazy(() => import('./Drawn.tsx')) as <Row>(
  props: ChartProps<Row> & { rows: Row[]; height: number },
) => ReactNode;

/** Bars or lines from zero up, with a legend when there are several series. */
export function Chart<Row>({ rows, height = 240, ...props }: ChartProps<Row>) {
  const waiting = <Skeleton variant="rounded" height={height} />;
  return <Suspense fallback={waiting}>{rows ? <Drawn {...props} rows={rows} height={height} /> : waiting}</Suspense>;
}
