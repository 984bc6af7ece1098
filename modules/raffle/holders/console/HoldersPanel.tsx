import { Alert, AlertTitle, Button, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Static } from 'typebox';
import { api, type Camelized, useConfirm, useFormat, useGet, useLabels } from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import type * as holders from '../contract.ts';

type Holders = Camelized<Static<typeof holders.Holders>>;

type Holder = Holders['holders'][number];

/**
 * A warning while somebody holds many unpaid numbers: the holder, how many, and a button that frees them. Otherwise
 * empty.
 */
export function HoldersPanel({ raffle }: { raffle: Raffle }) {
  const translate = useTranslate();
  const format = useFormat();
  const { ask, dialog } = useConfirm();
  const live = [`raffle.grid:${raffle.id}`];
  const query = useGet<Holders>(`/raffle/raffles/${raffle.id}/holders`, {}, { live });
  const text = useLabels('console.raffle.holders');
  const hoarding = query.data?.holders.filter((holder) => holder.hoarding) ?? [];
  const free = (holder: Holder, withProof: boolean) =>
    ask({
      title: text('free_title', { name: nameOf(holder) }),
      text: text(withProof ? 'free_text_proof' : 'free_text', { numbers: format.number(holder.numbers) }),
      confirm: text('free'),
      done: 'console.raffle.holders.freed',
      act: () => api.post(`/raffle/raffles/${raffle.id}/free-holder`, { holder: holder.holder, withProof }),
      after: () => void query.refetch(),
    });
  const nameOf = ({ address, names, channel }: Holder) =>
    address ?? (names.join(', ') || translate(`console.raffle.channel.${channel ?? 'web'}`));
  return (
    <>
      {dialog}
      {hoarding.length > 0 && (
        <Alert severity="warning" sx={{ mt: 2, '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}>
          <AlertTitle>{text('title')}</AlertTitle>
          <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}>
            {hoarding.map((holder) => (
              <Stack
                component="li"
                key={holder.holder}
                direction={{ xs: 'column', sm: 'row' }}
                sx={{ gap: 1, justifyContent: 'space-between', alignItems: { sm: 'center' } }}
              >
                <Typography variant="body2" component="div" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  {text(holder.address ? 'address' : 'chat', {
                    name: nameOf(holder),
                    numbers: format.number(holder.numbers),
                    share: format.number(holder.share),
                    orders: format.number(holder.orders),
                    until: format.dateTime(holder.until),
                  })}{' '}
                  {holder.conversationId && (
                    <Link component={RouterLink} to={`/inbox/${holder.conversationId}`}>
                      {text('look')}
                    </Link>
                  )}
                </Typography>
                <Button
                  size="small"
                  color="warning"
                  variant="outlined"
                  sx={{ flexShrink: 0, alignSelf: { xs: 'flex-start', sm: 'center' } }}
                  onClick={() => free(holder, holder.withProof === holder.orders)}
                >
                  {text('free')}
                </Button>
              </Stack>
            ))}
          </Stack>
        </Alert>
      )}
    </>
  );
}
