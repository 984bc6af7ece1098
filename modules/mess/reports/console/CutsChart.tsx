import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { CutReport } from './board/types.ts';

/** How many are away on each day; closed days have another colour. */
export default function CutsChart({ days, today }: { days: CutReport; today: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const { palette } = useTheme();
  const count = (value: number | null) => (value === null ? '' : format.number(value));
  return (
    <BarChart
      height={240}
      margin={{ left: 0, right: 24, top: 16, bottom: 0 }}
      borderRadius={3}
      xAxis={[
        {
          scaleType: 'band',
          data: days.map(({ day }) => day),
          valueFormatter: (day: string) => format.day(day),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[
        {
          valueFormatter: count,
          disableLine: true,
          disableTicks: true,
          width: 32,
          min: 0,
          max: days.some(({ cut }) => cut > 0) ? undefined : 1,
          tickMinStep: 1,
          tickNumber: 4,
        },
      ]}
      series={[
        {
          data: days.map(({ cut, closed }) => (closed ? null : cut)),
          label: translate('console.mess.report.away'),
          valueFormatter: count,
          color: palette.primary.main,
          stack: 'away',
        },
        {
          data: days.map(({ cut, closed }) => (closed ? cut : null)),
          label: translate('console.mess.report.closed'),
          valueFormatter: count,
          color: palette.error.main,
          stack: 'away',
        },
      ]}
      grid={{ horizontal: true }}
      slotProps={{ legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } } }}
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    >
      <ChartsReferenceLine
        x={today}
        labelAlign="start"
        label={translate('console.mess.report.today')}
        lineStyle={{ stroke: palette.text.secondary, strokeDasharray: '2 3' }}
        labelStyle={{ fontSize: 11, fill: palette.text.secondary }}
      />
    </BarChart>
  );
}
