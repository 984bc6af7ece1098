import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../../kernel/ui/index.ts';
import type { Sales } from '../types.ts';

const HOUR_MS = 3_600_000;
/** The fewest hours on the axis, so that a first sale is not one block over the whole width. */
const MIN_HOURS = 12;

/** Numbers sold by the hour, for the first two days of a raffle, when a chart by day is still empty. */
export default function HourChart({ hours }: { hours: Sales['byHour'] }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const filled = withoutGaps(hours);
  return (
    <BarChart
      height={250}
      margin={{ left: 4, right: 8, top: 12, bottom: 0 }}
      xAxis={[
        {
          scaleType: 'band',
          data: filled.map(({ at }) => at),
          valueFormatter: (at: string) => format.time(at),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[
        {
          valueFormatter: (value: number) => format.number(value),
          disableLine: true,
          disableTicks: true,
          width: 'auto',
          min: 0,
          tickNumber: 4,
          tickMinStep: 1,
        },
      ]}
      series={[
        {
          data: filled.map(({ numbers }) => numbers),
          label: translate('console.raffle.sales.hour'),
          valueFormatter: (value) => format.number(value ?? 0),
          color: theme.palette.primary.main,
        },
      ]}
      borderRadius={3}
      grid={{ horizontal: true }}
      hideLegend
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}

function withoutGaps(hours: Sales['byHour']): { at: string; numbers: number }[] {
  const known = new Map(hours.map(({ at, numbers }) => [Date.parse(at), numbers]));
  const last = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const first = Math.min(last - (MIN_HOURS - 1) * HOUR_MS, ...known.keys());
  return Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, i) => {
    const at = first + i * HOUR_MS;
    return { at: new Date(at).toISOString(), numbers: known.get(at) ?? 0 };
  });
}
