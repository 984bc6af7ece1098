import { Box, Card, CardActionArea, Skeleton, Stack, Typography } from '@mui/material';
import { Link } from 'react-router-dom';
import {
  EmptyNote,
  ErrorNote,
  Page,
  Panel,
  Strong,
  useFormat,
  useGet,
  useLabels,
  useLive,
} from '../../../../../kernel/ui/index.ts';
import { Contact, shortNumbers } from '../../../orders/console/OrderList.tsx';
import { OrderState, PaymentState } from '../../../orders/console/OrderState.tsx';
import type { Order } from '../../../orders/console/types.ts';
import { Progress } from '../../../raffles/console/Progress.tsx';
import type { Raffle } from '../../../raffles/console/useRaffles.ts';

/** The most rows of each list; the list's own page has the rest. */
const SHOWN = 6;

/** The raffles on sale and the orders that wait for their money, at a glance. */
export default function Dashboard() {
  const label = useLabels('console.raffle.dashboard');
  const raffles = useGet<Raffle[]>('/raffle/raffles', { filter: '{"active":true}', limit: SHOWN });
  const waiting = useGet<Order[]>('/raffle/orders/pending-payment', { limit: SHOWN });
  useLive(['raffle.grid', 'raffle.order', 'payment'], () => Promise.all([raffles.refetch(), waiting.refetch()]));
  const error = raffles.error ?? waiting.error;
  return (
    <Page title={label('title')}>
      {error && <ErrorNote error={error} onRetry={() => Promise.all([raffles.refetch(), waiting.refetch()])} />}
      {raffles.isPending && <Skeleton variant="rounded" height={130} />}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', lg: 'repeat(3, 1fr)' } }}>
        {raffles.data?.map((raffle) => (
          <RaffleCard key={raffle.id} raffle={raffle} />
        ))}
      </Box>
      {raffles.data?.length === 0 && (
        <Card>
          <EmptyNote title={label('none')} text={label('none_text')} />
        </Card>
      )}
      <Box sx={{ mt: 2 }}>
        <Panel title={label('waiting')} padded={false}>
          {waiting.data?.length === 0 && <EmptyNote title={label('all_paid')} />}
          {waiting.data?.map((order) => (
            <Waiting key={order.id} order={order} />
          ))}
        </Panel>
      </Box>
    </Page>
  );
}

function RaffleCard({ raffle }: { raffle: Raffle }) {
  const format = useFormat();
  return (
    <Card>
      <CardActionArea component={Link} to={`/raffle/raffles/${raffle.id}`} sx={{ p: 2.25, height: '100%' }}>
        <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, mb: 1.25 }}>
          <Strong noWrap>{raffle.title}</Strong>
          <Typography className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
            {format.money(raffle.sold.amount, raffle.currency)}
          </Typography>
        </Stack>
        <Progress raffle={raffle} />
      </CardActionArea>
    </Card>
  );
}

function Waiting({ order }: { order: Order }) {
  const format = useFormat();
  return (
    <CardActionArea
      component={Link}
      to={`/raffle/orders/${order.id}`}
      sx={{ display: 'flex', gap: 2, px: 2.5, py: 1.25, borderTop: 1, borderColor: 'divider', alignItems: 'center' }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Contact order={order} />
      </Box>
      <Typography
        variant="body2"
        className="figures"
        sx={{ flex: 2, minWidth: 0, display: { xs: 'none', md: 'block' } }}
        noWrap
      >
        {shortNumbers(order)}
      </Typography>
      <Stack
        sx={{ flexDirection: { xs: 'column', sm: 'row' }, alignItems: { xs: 'flex-end', sm: 'center' }, gap: 0.5 }}
      >
        <Strong className="figures" sx={{ whiteSpace: 'nowrap' }}>
          {format.money(order.amount, order.currency)}
        </Strong>
        <Box sx={{ minWidth: { sm: 150 }, display: 'flex', justifyContent: 'flex-end' }}>
          {order.payment ? <PaymentState payment={order.payment} /> : <OrderState state={order.state} />}
        </Box>
      </Stack>
    </CardActionArea>
  );
}
