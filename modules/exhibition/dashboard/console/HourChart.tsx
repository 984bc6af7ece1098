import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import type { DashboardData } from '../../console/types.ts';

/** Today's bills by the hour, which show when the queue was long. */
export default function HourChart({ hours }: { hours: DashboardData['byHour'] }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  return (
    <BarChart
      height={260}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={4}
      xAxis={[
        {
          scaleType: 'band',
          data: hours.map((row) => row.hour),
          valueFormatter: (hour: number) => String(hour).padStart(2, '0'),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[
        {
          valueFormatter: (value: number) => format.number(value),
          disableLine: true,
          disableTicks: true,
          width: 32,
          min: 0,
          max: hours.some((row) => row.bills + row.registrations > 0) ? undefined : 1,
          tickMinStep: 1,
          tickNumber: 4,
        },
      ]}
      series={[
        {
          data: hours.map((row) => row.bills),
          label: translate('console.exhibition.dashboard.bills'),
          color: theme.palette.primary.main,
        },
        {
          data: hours.map((row) => row.registrations),
          label: translate('console.exhibition.dashboard.registrations'),
          color: theme.palette.secondary.main,
        },
      ]}
      grid={{ horizontal: true }}
      slotProps={{ legend: { direction: 'horizontal', position: { vertical: 'bottom', horizontal: 'center' } } }}
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
