import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../../kernel/ui/index.ts';
import type { Sales } from '../types.ts';

/** The numbers sold per day and in total; the tooltip shows the money of a day. */
export default function SalesChart({ days, currency }: { days: Sales['byDay']; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const count = (value: number | null) => format.number(value ?? 0);
  return (
    <LineChart
      height={250}
      margin={{ left: 4, right: 24, top: 12, bottom: 0 }}
      xAxis={[
        {
          scaleType: 'point',
          data: days.map((row) => row.day),
          valueFormatter: (day: string) => format.day(day),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[{ valueFormatter: count, disableLine: true, disableTicks: true, width: 'auto', min: 0, tickNumber: 4 }]}
      series={[
        {
          data: days.map((row) => row.totalNumbers),
          label: translate('console.raffle.sales.all'),
          valueFormatter: count,
          color: theme.palette.primary.main,
          area: true,
          showMark: days.length === 1,
          curve: 'monotoneX',
        },
        {
          data: days.map((row) => row.numbers),
          label: translate('console.raffle.sales.day'),
          valueFormatter: (value, { dataIndex }) =>
            `${count(value)} · ${format.money(days[dataIndex]?.amount ?? '0', currency)}`,
          color: theme.palette.secondary.main,
          showMark: days.length === 1,
          curve: 'monotoneX',
        },
      ]}
      grid={{ horizontal: true }}
      sx={{
        '& .MuiAreaElement-root, & .MuiLineChart-area': { fillOpacity: 0.1 },
        '& .MuiChartsGrid-line': { strokeDasharray: '3 4' },
      }}
    />
  );
}
