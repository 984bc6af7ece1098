import { Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import {
  api,
  EmptyNote,
  ErrorNote,
  Panel,
  ShareBar,
  useFormat,
  useLive,
  useSession,
} from '../../../../../kernel/ui/index.ts';
import type { Raffle } from '../../../raffles/console/useRaffles.ts';
import type { Sales } from '../types.ts';
import { HourChart } from './HourChart.tsx';
import { SalesChart } from './SalesChart.tsx';

/** The fewest days for a line chart. */
const MIN_DAYS = 3;

/** What was sold day by day, and through which chat. */
export function SalesPanel({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['raffle', 'sales', organization.id, raffle.id],
    queryFn: () => api.get<Sales>(`/raffle/raffles/${raffle.id}/sales`),
  });
  useLive([`raffle.grid:${raffle.id}`], () => query.refetch());
  const sold = query.data?.byDay.some((day) => day.numbers > 0);
  return (
    <Panel title={translate('console.raffle.sales.title')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={240} />}
      {query.data && !sold && <EmptyNote title={translate('console.raffle.sales.none')} />}
      {query.data && sold && (
        <>
          {query.data.byDay.length < MIN_DAYS ? (
            <HourChart hours={query.data.byHour} />
          ) : (
            <SalesChart days={query.data.byDay} currency={query.data.currency} />
          )}
          <Channels channels={query.data.byChannel} />
        </>
      )}
    </Panel>
  );
}

function Channels({ channels }: { channels: Sales['byChannel'] }) {
  const translate = useTranslate();
  const format = useFormat();
  const most = Math.max(1, ...channels.map((channel) => channel.numbers));
  return (
    <Stack sx={{ gap: 1, mt: 2 }}>
      {channels.map(({ channel, numbers, orders }) => (
        <ShareBar
          key={channel}
          name={translate(`console.raffle.channel.${channel}`, { _: channel })}
          text={translate('console.raffle.sales.channel', {
            numbers: format.number(numbers),
            orders: format.number(orders),
          })}
          part={numbers / most}
        />
      ))}
    </Stack>
  );
}
