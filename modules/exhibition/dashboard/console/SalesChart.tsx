import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { DashboardData } from '../../console/types.ts';

/** Sales a day, over the last days. */
export default function SalesChart({ days, currency }: { days: DashboardData['byDay']; currency: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  return (
    <LineChart
      height={260}
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
      yAxis={[
        {
          valueFormatter: (value: number) => format.shortMoney(value, currency),
          disableLine: true,
          disableTicks: true,
          width: 'auto',
          min: 0,
          // Fourteen days without a sale give a line at the bottom, not in the middle.
          max: days.some((row) => row.sales.length > 0) ? undefined : 1,
          tickNumber: 4,
        },
      ]}
      series={[
        {
          data: days.map((row) => Number(row.sales.find((sum) => sum.currency === currency)?.total ?? 0)),
          label: translate('console.exhibition.dashboard.sales'),
          valueFormatter: (value) => format.money(String(value ?? 0), currency),
          color: theme.palette.primary.main,
          area: true,
          showMark: false,
          curve: 'monotoneX',
        },
      ]}
      grid={{ horizontal: true }}
      hideLegend
      sx={{
        '& .MuiAreaElement-root, & .MuiLineChart-area': { fillOpacity: 0.12 },
        '& .MuiChartsGrid-line': { strokeDasharray: '3 4' },
      }}
    />
  );
}
