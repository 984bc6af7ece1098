import { MenuItem, TextField, Typography } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, type Camelized, useFormat, useSession } from '../../../../kernel/ui/index.ts';
import type { Usage } from '../contract.ts';

const SPANS = { hour: 2, day: 31, month: 365 } as const;
type By = keyof typeof SPANS;

/** What a meter used: the hours of two days, the days of a month, or the months of a year. */
export default function UsageChart({ meterId }: { meterId: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const theme = useTheme();
  const { organization } = useSession();
  const [by, setBy] = useState<By>('day');
  const label = (name: string) => translate(`console.electricity.meter.${name}`);
  const query = useQuery({
    queryKey: ['electricity', 'usage', organization.id, meterId, by],
    queryFn: () => {
      // Sweden writes days as the API does.
      const day = (back: number) =>
        new Date(Date.now() - back * 86_400_000).toLocaleDateString('sv', { timeZone: organization.timeZone });
      return api.get<Camelized<Usage>>(`/electricity/meters/${meterId}/consumption`, {
        by,
        from: day(SPANS[by] - 1),
        to: day(0),
      });
    },
  });
  const rows = query.data ?? [];
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const show = (at: string) =>
    by === 'hour' ? format.dateTime(at) : by === 'day' ? format.day(at) : month.format(new Date(`${at}T00:00:00Z`));
  return (
    <>
      <TextField
        select
        size="small"
        label={label('by')}
        value={by}
        onChange={(event) => setBy(event.target.value as By)}
      >
        {Object.keys(SPANS).map((name) => (
          <MenuItem key={name} value={name}>
            {label(`by_${name}`)}
          </MenuItem>
        ))}
      </TextField>
      {query.data && rows.length === 0 && (
        <Typography color="textSecondary" sx={{ mt: 2 }}>
          {label('no_usage')}
        </Typography>
      )}
      {rows.length > 0 && (
        <BarChart
          height={200}
          margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
          borderRadius={3}
          xAxis={[
            {
              scaleType: 'band',
              data: rows.map(({ at }) => at),
              valueFormatter: show,
              disableLine: true,
              disableTicks: true,
            },
          ]}
          yAxis={[{ disableLine: true, disableTicks: true, width: 36, min: 0, tickNumber: 4 }]}
          series={[
            {
              data: rows.map(({ wh }) => wh / 1000),
              label: 'kWh',
              valueFormatter: (value) => `${format.number(value ?? 0)} kWh`,
              color: theme.palette.primary.main,
            },
          ]}
          grid={{ horizontal: true }}
          hideLegend
          sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
        />
      )}
    </>
  );
}
