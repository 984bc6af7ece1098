import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslate } from 'react-admin';
import { type Camelized, useFormat } from '../../../../kernel/ui/index.ts';
import type { Summary } from '../contract.ts';

type Props = Pick<Camelized<Summary>, 'trend' | 'by' | 'currency'>;

/** Net sales by hour, day or week. */
export default function TrendChart({ trend, by, currency }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  return (
    <BarChart
      height={260}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={3}
      xAxis={[
        {
          scaleType: 'band',
          data: trend.map(({ at }) => at),
          valueFormatter: (at: string) => (by === 'hour' ? format.time(at) : format.day(at)),
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
          tickNumber: 4,
        },
      ]}
      series={[
        {
          data: trend.map(({ amount }) => Number(amount)),
          label: translate('console.coffee.dashboard.sales'),
          valueFormatter: (value: number | null) => format.money(String(value ?? 0), currency),
          color: theme.palette.primary.main,
        },
      ]}
      grid={{ horizontal: true }}
      hideLegend
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
