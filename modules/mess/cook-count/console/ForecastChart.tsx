import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { CookCount } from './count.ts';

/** The forecast for the kitchen and the number who came; a gap where nobody was scanned. */
export default function ForecastChart({ days }: { days: CookCount['error']['days'] }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const count = (value: number | null) => (value === null ? '–' : format.number(value));
  return (
    <LineChart
      height={240}
      margin={{ left: 4, right: 24, top: 12, bottom: 0 }}
      xAxis={[
        {
          scaleType: 'point',
          data: days.map(({ day }) => day),
          valueFormatter: (day: string) => format.day(day),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[{ valueFormatter: count, disableLine: true, disableTicks: true, width: 'auto', min: 0, tickNumber: 4 }]}
      series={[
        {
          data: days.map(({ count }) => count),
          label: translate('console.mess.cook.forecast_long'),
          valueFormatter: count,
          color: theme.palette.secondary.main,
          showMark: false,
          curve: 'linear',
        },
        {
          data: days.map(({ served }) => served),
          label: translate('console.mess.cook.came'),
          valueFormatter: count,
          color: theme.palette.primary.main,
          showMark: days.length < 20,
          curve: 'linear',
        },
      ]}
      grid={{ horizontal: true }}
      slotProps={{ legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } } }}
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
