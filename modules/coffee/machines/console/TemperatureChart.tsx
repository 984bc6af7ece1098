import { Typography } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, type Camelized, useFormat, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { TemperatureReading } from '../summary-contract.ts';

/** The temperatures of a machine in the last day. */
export default function TemperatureChart({ machineId }: { machineId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['coffee', 'temperatures', organization.id, machineId],
    queryFn: () =>
      api.get<Camelized<TemperatureReading>[]>(`/coffee/machines/${machineId}/temperatures`, { hours: 24 }),
  });
  useLive([`coffee.machine:${machineId}`], () => query.refetch());
  const rows = query.data ?? [];
  if (query.data && rows.length === 0)
    return <Typography color="textSecondary">{translate('console.coffee.machine.no_reports')}</Typography>;
  return (
    <LineChart
      height={220}
      margin={{ left: 0, right: 12, top: 12, bottom: 0 }}
      xAxis={[
        {
          scaleType: 'time',
          data: rows.map(({ at }) => new Date(at)),
          valueFormatter: (at: Date) => format.time(at.toISOString()),
          disableLine: true,
          disableTicks: true,
        },
      ]}
      yAxis={[{ disableLine: true, disableTicks: true, width: 36, tickNumber: 4 }]}
      series={[
        {
          data: rows.map(({ temperature }) => temperature),
          label: '°C',
          showMark: false,
          valueFormatter: (value) => (value === null ? '' : `${format.number(value)} °C`),
          color: theme.palette.primary.main,
        },
      ]}
      grid={{ horizontal: true }}
      hideLegend
      sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
    />
  );
}
