import { Box, Skeleton } from '@mui/material';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslate } from 'react-admin';
import { EmptyNote } from '../Notes.tsx';
import type { ChartProps } from './types.ts';

// The charting library is a third of the console, so it loads with the first chart.
const Drawn = lazy(() => import('./Drawn.tsx')) as <Row>(
  props: ChartProps<Row> & { rows: Row[]; height: number },
) => ReactNode;

/** Bars or lines from zero up, with a legend when there are several series. Without a figure above zero none is drawn. */
export function Chart<Row>({ rows, height = 240, ...props }: ChartProps<Row>) {
  const translate = useTranslate();
  const waiting = <Skeleton variant="rounded" height={height} />;
  if (!rows) return waiting;
  if (!rows.some((row) => props.series.some(({ of }) => of(row))))
    return (
      <Box sx={{ height, display: 'grid', placeItems: 'center' }}>
        <EmptyNote title={translate('console.chart.nothing')} />
      </Box>
    );
  return (
    <Suspense fallback={waiting}>
      <Drawn {...props} rows={rows} height={height} />
    </Suspense>
  );
}
