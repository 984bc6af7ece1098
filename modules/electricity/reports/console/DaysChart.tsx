import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useFormat } from '../../../../kernel/ui/index.ts';

type Props = { bars: { at: string; wh: number }[]; by: 'day' | 'month' };

/** What was used, a bar for each day or month. */
export default function DaysChart({ bars, by }: Props) {
  const format = useFormat();
  const theme = useTheme();
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const show = (at: string) => (by === 'day' ? format.day(at) : month.format(new Date(`${at}T00:00:00Z`)));
  return (
    <BarChart
      height={200}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={3}
      xAxis={[
        {
          scaleType: 'band',
          data: bars.map(({ at }) => at),
          valueFormatter: show,
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[{ disableLine: true, disableTicks: true, width: 'auto', min: 0, tickNumber: 4 }]}
      series={[
        {
          data: bars.map(({ wh }) => wh / 1000),
          label: 'kWh',
          valueFormatter: (value) => `${format.number(value ?? 0)} kWh`,
          color: theme.palette.primary.main,
        },
      ]}
      grid={{ horizontal: true }}
      hideLegend
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
