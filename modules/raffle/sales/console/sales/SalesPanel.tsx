import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Static } from 'typebox';
import {
  type Camelized,
  Chart,
  EmptyNote,
  Loaded,
  Panel,
  ShareBar,
  useFormat,
  useGet,
  useLabels,
} from '../../../../../kernel/ui/index.ts';
import type { Raffle } from '../../../raffles/console/useRaffles.ts';

import type * as sales from '../../contract.ts';

type Sales = Camelized<Static<typeof sales.Sales>>;

const LABELS = 'console.raffle.sales';
/** The fewest days for a line chart. */
const MIN_DAYS = 3;
const HOUR_MS = 3_600_000;
/** The fewest hours on the axis, so that a first sale is not one block over the whole width. */
const MIN_HOURS = 12;

/** What was sold day by day, and through which chat. */
export function SalesPanel({ raffle }: { raffle: Raffle }) {
  const label = useLabels(LABELS);
  const live = [`raffle.grid:${raffle.id}`];
  const query = useGet<Sales>(`/raffle/raffles/${raffle.id}/sales`, {}, { live });
  return (
    <Panel title={label('title')}>
      <Loaded query={query} height={240}>
        {({ byDay, byHour, byChannel, currency }) =>
          byDay.some((day) => day.numbers > 0) ? (
            <>
              {byDay.length < MIN_DAYS ? <HourChart hours={byHour} /> : <SalesChart days={byDay} currency={currency} />}
              <Channels channels={byChannel} />
            </>
          ) : (
            <EmptyNote title={label('none')} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function Channels({ channels }: { channels: Sales['byChannel'] }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const most = Math.max(1, ...channels.map((channel) => channel.numbers));
  return (
    <Stack sx={{ gap: 1, mt: 2 }}>
      {channels.map(({ channel, numbers, orders }) => (
        <ShareBar
          key={channel}
          name={translate(`console.raffle.channel.${channel}`, { _: channel })}
          text={label('channel', { numbers: format.number(numbers), orders: format.number(orders) })}
          part={numbers / most}
        />
      ))}
    </Stack>
  );
}

/** Numbers sold by the hour, for the first two days of a raffle, when a chart by day is still empty. */
function HourChart({ hours }: { hours: Sales['byHour'] }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Chart
      kind="bars"
      height={250}
      rows={withoutGaps(hours)}
      at={({ at }) => at}
      showAt={format.time}
      show={format.number}
      series={[{ label: label('hour'), of: ({ numbers }) => numbers }]}
    />
  );
}

function withoutGaps(hours: Sales['byHour']): { at: string; numbers: number }[] {
  const known = new Map(hours.map(({ at, numbers }) => [Date.parse(at), numbers]));
  const last = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const first = Math.min(last - (MIN_HOURS - 1) * HOUR_MS, ...known.keys());
  return Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, i) => {
    const at = first + i * HOUR_MS;
    return { at: new Date(at).toISOString(), numbers: known.get(at) ?? 0 };
  });
}

/** The numbers sold per day and in total; the tooltip shows the money of a day. */
function SalesChart({ days, currency }: { days: Sales['byDay']; currency: string }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Chart
      kind="lines"
      height={250}
      rows={days}
      at={({ day }) => day}
      showAt={format.day}
      show={format.number}
      series={[
        { label: label('all'), of: ({ totalNumbers }) => totalNumbers, area: true },
        {
          label: label('day'),
          of: ({ numbers }) => numbers,
          text: ({ numbers, amount }) => `${format.number(numbers)} · ${format.money(amount, currency)}`,
        },
      ]}
    />
  );
}
