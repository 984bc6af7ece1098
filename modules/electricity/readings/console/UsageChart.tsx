import { Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  type Camelized,
  Chart,
  SelectField,
  useFormat,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Usage } from '../contract.ts';

const SPANS = { hour: 2, day: 31, month: 365 } as const;
type By = keyof typeof SPANS;
const DAY_MS = 86_400_000;

/** What a meter used: the hours of two days, the days of a month, or the months of a year. */
export function UsageChart({ meterId }: { meterId: string }) {
  const { organization } = useSession();
  const [by, setBy] = useState<By>('day');
  const label = useLabels('console.electricity.meter');
  const query = useQuery({
    queryKey: ['electricity', 'usage', organization.id, meterId, by],
    queryFn: () => {
      // Sweden writes days as the API does.
      const day = (back: number) =>
        new Date(Date.now() - back * DAY_MS).toLocaleDateString('sv', { timeZone: organization.timeZone });
      return api.get<Camelized<Usage>>(`/electricity/meters/${meterId}/consumption`, {
        by,
        from: day(SPANS[by] - 1),
        to: day(0),
      });
    },
  });
  const rows = by === 'day' ? everyDay(query.data ?? []) : (query.data ?? []);
  return (
    <>
      <SelectField
        size="small"
        label={label('by')}
        value={by}
        onChange={(event) => setBy(event.target.value as By)}
        choices={Object.keys(SPANS).map((name) => ({ id: name, name: label(`by_${name}`) }))}
      />
      {query.data && rows.length === 0 && (
        <Typography color="textSecondary" sx={{ mt: 2 }}>
          {label('no_usage')}
        </Typography>
      )}
      {rows.length > 0 && <DaysChart bars={rows} by={by} />}
    </>
  );
}

type Bars = { bars: { at: string; wh: number }[]; by: By };

/** What was used, a bar for each hour, day or month. */
export function DaysChart({ bars, by }: Bars) {
  const format = useFormat();
  const month = new Intl.DateTimeFormat(format.locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const show = {
    hour: format.dateTime,
    day: format.day,
    month: (at: string) => month.format(new Date(`${at}T00:00:00Z`)),
  };
  return (
    <Chart
      kind="bars"
      height={200}
      rows={bars}
      at={({ at }) => at}
      showAt={show[by]}
      show={format.number}
      series={[{ label: 'kWh', of: ({ wh }) => wh / 1000, text: ({ wh }) => `${format.number(wh / 1000)} kWh` }]}
    />
  );
}

/** From the first day with a reading to the last: days between them without one have a place too. */
function everyDay(rows: Camelized<Usage>): Camelized<Usage> {
  const known = new Map(rows.map((row) => [row.at, row]));
  const [first, last] = [Date.parse(rows[0]?.at ?? ''), Date.parse(rows.at(-1)?.at ?? '')];
  if (Number.isNaN(first)) return [];
  return Array.from({ length: Math.round((last - first) / DAY_MS) + 1 }, (_, i) => {
    const at = new Date(first + i * DAY_MS).toISOString().slice(0, 10);
    return known.get(at) ?? { at, wh: 0 };
  });
}
