import CloseIcon from '@mui/icons-material/Close';
import { Button, IconButton, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Static } from 'typebox';
import {
  type Camelized,
  Code,
  ErrorNote,
  Fact,
  Muted,
  Panel,
  StateChip,
  useCan,
  useFormat,
  useGet,
} from '../../../../kernel/ui/index.ts';
import { OrderState } from '../../orders/console/OrderState.tsx';
import type { Raffle } from '../../raffles/console/useRaffles.ts';

import type * as holders from '../contract.ts';

type Ticket = Camelized<Static<typeof holders.Ticket>>;

type Props = { raffle: Raffle; number: number; onClose: () => void };

const TONES = { available: 'neutral', reserved: 'warning', sold: 'good' } as const;
const WORDS = { available: 'free', reserved: 'reserved', sold: 'sold' } as const;

/** One number: its holder, until when, and a link to the order, or to a new order when it is free. */
export function NumberCard({ raffle, number, onClose }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const filter = JSON.stringify({ from: number, to: number });
  const live = [`raffle.grid:${raffle.id}`];
  const query = useGet<Ticket[]>(`/raffle/raffles/${raffle.id}/tickets`, { filter, limit: 1 }, { live });
  const ticket = query.data?.[0];
  const label = String(number).padStart(raffle.digits, '0');
  return (
    <Panel
      title={translate('console.raffle.number.one', { number: label })}
      actions={
        <IconButton size="small" onClick={onClose} aria-label={translate('ra.action.close')}>
          <CloseIcon fontSize="small" />
        </IconButton>
      }
    >
      {query.error && <ErrorNote error={query.error} />}
      {query.isPending && <Skeleton height={60} />}
      {ticket && (
        <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }} aria-live="polite">
          <StateChip tone={TONES[ticket.state]} label={translate(`console.raffle.number.${WORDS[ticket.state]}`)} />
          {ticket.order ? (
            <>
              <Fact label={translate('console.raffle.order.contact')}>
                {ticket.order.contactName || translate('console.raffle.order.no_name')}
                {ticket.order.contactPhone && ` · ${ticket.order.contactPhone}`}
              </Fact>
              {ticket.order.reservedUntil && (
                <Muted>
                  {translate('console.raffle.order.held_until', { time: format.dateTime(ticket.order.reservedUntil) })}
                </Muted>
              )}
              <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
                <Button variant="outlined" component={Link} to={`/raffle/orders/${ticket.order.id}`}>
                  <Code value={ticket.order.code} />
                </Button>
                <OrderState state={ticket.order.state} />
              </Stack>
            </>
          ) : (
            raffle.active &&
            can('raffle.order.write') && (
              <Button
                variant="outlined"
                component={Link}
                to={`/raffle/orders/new?raffle=${raffle.id}&numbers=${number}`}
              >
                {translate('console.raffle.order.reserve')}
              </Button>
            )
          )}
        </Stack>
      )}
    </Panel>
  );
}
