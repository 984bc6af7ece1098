import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
import { LineChart } from '@mui/x-charts/LineChart';
import type { ChartProps } from './types.ts';

/** The chart itself, with the library (see Chart.tsx). */
export default function Drawn<Row>(props: ChartProps<Row> & { rows: Row[]; height: number }) {
  const { kind, rows, at, showAt = (text) => text, show, height, mark } = props;
  const { palette } = useTheme();
  const series = props.series.map(({ of, text, ...one }, i) => ({
    color: (i % 2 === 0 ? palette.primary : palette.secondary).main,
    data: rows.map(of),
    valueFormatter: (value: number | null, { dataIndex }: { dataIndex: number }) => {
      const row = rows[dataIndex];
      return text && row ? text(row) : value === null ? null : show(value);
    },
    ...one,
  }));
  const values = series.flatMap(({ data }) => data);
  const axis = { disableLine: true, disableTicks: true };
  const places = { ...axis, data: rows.map(at), valueFormatter: showAt };
  const upright = {
    ...axis,
    valueFormatter: show,
    width: 'auto' as const,
    min: 0,
    tickNumber: 4,
    // There is no half of a bill.
    ...(values.every((value) => value === null || Number.isInteger(value)) && { tickMinStep: 1 }),
  };
  const look = {
    height,
    yAxis: [upright],
    grid: { horizontal: true },
    hideLegend: series.length === 1,
    slotProps: {
      legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } },
    } as const,
    sx: {
      '& .MuiAreaElement-root, & .MuiLineChart-area': { fillOpacity: 0.12 },
      '& .MuiChartsGrid-line': { strokeDasharray: '3 4' },
    },
    children: mark && (
      <ChartsReferenceLine
        x={mark.at}
        labelAlign="start"
        label={mark.label}
        lineStyle={{ stroke: palette.text.secondary, strokeDasharray: '2 3' }}
        labelStyle={{ fontSize: 11, fill: palette.text.secondary }}
      />
    ),
  };
  const margin = { left: 0, right: 24, top: 12, bottom: 0 };
  if (kind === 'bars')
    return (
      <BarChart
        {...look}
        margin={{ ...margin, right: mark ? 24 : 8 }}
        borderRadius={3}
        xAxis={[{ ...places, scaleType: 'band' }]}
        series={series}
      />
    );
  return (
    <LineChart
      {...look}
      margin={{ ...margin, left: 4 }}
      xAxis={[{ ...places, scaleType: 'point' }]}
      series={series.map((one) => ({ ...one, curve: 'monotoneX', showMark: rows.length === 1 }))}
    />
  );
}
