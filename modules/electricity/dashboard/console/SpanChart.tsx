import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslate } from 'react-admin';
import { type Camelized, useFormat } from '../../../../kernel/ui/index.ts';
import type { Dashboard } from '../contract.ts';

type Span = Pick<Camelized<Dashboard>['today'], 'net' | 'soldWh' | 'usedWh'> & { at: string };
type Props = { spans: Span[]; by: 'month' | 'day'; what: 'money' | 'energy'; currency: string };

/** Revenue, or units sold beside units used, by day or month. */
export default function SpanChart({ spans, by, what, currency }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const label = (name: string) => translate(`console.electricity.dashboard.${name}`);
  const kwh = (value: number | null) => `${format.number(Math.round(value ?? 0))} kWh`;
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', timeZone: 'UTC' });
  const energy = (name: 'soldWh' | 'usedWh', color: string) => ({
    data: spans.map((span) => span[name] / 1000),
    label: label(name),
    valueFormatter: kwh,
    color,
  });
  const money = {
    data: spans.map(({ net }) => Number(net)),
    label: label('revenue'),
    valueFormatter: (value: number | null) => format.money(String(value ?? 0), currency),
    color: theme.palette.primary.main,
  };
  const { primary, secondary } = theme.palette;
  return (
    <BarChart
      height={240}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={3}
      xAxis={[
        {
          scaleType: 'band',
          data: spans.map(({ at }) => at),
          valueFormatter: (at: string) => (by === 'day' ? format.day(at) : month.format(new Date(`${at}T00:00:00Z`))),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[
        {
          valueFormatter: (value: number) =>
            what === 'money' ? format.shortMoney(value, currency) : format.number(value),
          disableLine: true,
          disableTicks: true,
          width: 'auto',
          min: 0,
          tickNumber: 4,
        },
      ]}
      series={what === 'money' ? [money] : [energy('soldWh', primary.main), energy('usedWh', secondary.main)]}
      grid={{ horizontal: true }}
      hideLegend={what === 'money'}
      slotProps={{ legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } } }}
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
