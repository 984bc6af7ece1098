import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { useState } from 'react';
import { type Camelized, useFormat, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { TemperatureReading } from '../contract.ts';

/** Hours → the text of its button. */
const SPANS = { 24: 'hours_24', 168: 'days_7', 720: 'days_30', 2160: 'days_90' } as const;
/** Over more, a point stands for an hour or more, and has a lowest and a highest value. */
const ONE_DAY = 24;

/** The temperatures of a machine in the last day, or up to 90 days. */
export default function TemperatureChart({ machineId }: { machineId: string }) {
  const label = useLabels('console.coffee.machine');
  const format = useFormat();
  const theme = useTheme();
  const [hours, setHours] = useState(ONE_DAY);
  const query = useGet<Camelized<TemperatureReading>[]>(
    `/coffee/machines/${machineId}/temperatures`,
    { hours },
    { live: [`coffee.machine:${machineId}`], keep: true },
  );
  const rows = query.data ?? [];
  const long = hours > ONE_DAY;
  const line = (pick: 'temperature' | 'lowest' | 'highest', color: string) => ({
    id: pick,
    data: rows.map((row) => row[pick]),
    label: label(`chart.${pick}`),
    showMark: false,
    valueFormatter: (value: number | null) => (value === null ? '' : `${format.number(value)} °C`),
    color,
  });
  const { primary, divider } = theme.palette;
  return (
    <Box>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={hours}
        onChange={(_, next: number | null) => next !== null && setHours(next)}
        aria-label={label('chart.span')}
        sx={{ mb: 1 }}
      >
        {Object.entries(SPANS).map(([value, text]) => (
          <ToggleButton key={value} value={Number(value)} sx={{ py: 0.25 }}>
            {label(`chart.${text}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {query.data && rows.length === 0 ? (
        <Typography color="textSecondary">{label('no_reports')}</Typography>
      ) : (
        <LineChart
          height={220}
          margin={{ left: 0, right: 12, top: 12, bottom: 0 }}
          xAxis={[
            {
              scaleType: 'time',
              data: rows.map(({ at }) => new Date(at)),
              valueFormatter: (at: Date, { location }) => {
                const short = long ? format.date : format.time;
                return (long && location !== 'tick' ? format.dateTime : short)(at.toISOString());
              },
              disableLine: true,
              disableTicks: true,
              tickNumber: 4,
            },
          ]}
          yAxis={[{ disableLine: true, disableTicks: true, width: 44, tickNumber: 4 }]}
          series={
            long
              ? [line('highest', divider), line('lowest', divider), line('temperature', primary.main)]
              : [line('temperature', primary.main)]
          }
          grid={{ horizontal: true }}
          hideLegend
          sx={{ '& .MuiChartsGrid-line': { strokeDasharray: '3 4' } }}
        />
      )}
    </Box>
  );
}
