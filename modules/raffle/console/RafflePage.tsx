import SellIcon from '@mui/icons-material/AddShoppingCart';
import OpenIcon from '@mui/icons-material/OpenInNew';
import { Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import {
  Columns,
  ErrorNote,
  Fact,
  fileUrl,
  History,
  Page,
  Panel,
  useCan,
  useFormat,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { DrawPanel } from '../draws/console/DrawPanel.tsx';
import { HoldersPanel } from '../holders/console/HoldersPanel.tsx';
import { NumberCard } from '../holders/console/NumberCard.tsx';
import { NumberMap } from '../numbers/console/NumberMap.tsx';
import { ShareBox } from '../public-page/console/ShareBox.tsx';
import { Figures } from '../raffles/console/Figures.tsx';
import { RaffleActions } from '../raffles/console/RaffleActions.tsx';
import { RaffleState } from '../raffles/console/RaffleState.tsx';
import { type Raffle, useRaffle } from '../raffles/console/useRaffles.ts';
import { SalesPanel } from '../sales/console/sales/SalesPanel.tsx';

/** One raffle: figures, numbers, sales, share links, draw. The chosen number is in the URL. */
export default function RafflePage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const query = useRaffle(id);
  const [search, setSearch] = useSearchParams();
  const raffle = query.data;
  const number = search.get('number') === null ? null : Number(search.get('number'));
  const look = (next: number | null) => setSearch(next === null ? {} : { number: String(next) }, { replace: true });
  return (
    <Page
      title={raffle?.title ?? translate('console.raffle.raffle.one')}
      subtitle={raffle && <RaffleState raffle={raffle} />}
      back="/raffle/raffles"
      actions={
        raffle && (
          <>
            <Button
              variant="outlined"
              startIcon={<OpenIcon />}
              href={`/r/${raffle.code}`}
              target="_blank"
              // A phone shows it in the box below; here it would push the figures off the screen.
              sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
            >
              {translate('console.raffle.raffle.public_page')}
            </Button>
            {raffle.active && can('raffle.order.write') && (
              <Button
                variant="outlined"
                startIcon={<SellIcon />}
                component={Link}
                to={`/raffle/orders/new?raffle=${raffle.id}`}
              >
                {translate('console.raffle.order.reserve')}
              </Button>
            )}
            <RaffleActions raffle={raffle} />
          </>
        )
      }
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {!query.error && <Figures raffle={raffle} />}
      {raffle && can('raffle.order.write') && <HoldersPanel raffle={raffle} />}
      {query.isPending && <Skeleton variant="rounded" height={420} sx={{ mt: 2 }} />}
      {raffle && (
        <Columns of="1fr 380px" gap={2} sx={{ mt: 2, alignItems: 'start' }}>
          <Stack sx={{ gap: 2, minWidth: 0 }}>
            <NumberMap raffle={raffle} chosen={number} onChoose={look} />
            <SalesPanel raffle={raffle} />
            {can('audit.read') && (
              <Panel title={translate('console.audit.history')}>
                <History subjectType="raffle.raffle" subjectId={raffle.id} />
              </Panel>
            )}
          </Stack>
          <Stack sx={{ gap: 2, minWidth: 0 }}>
            {number !== null && (
              // On a phone the card is far below the map.
              <Box sx={{ position: { xs: 'fixed', lg: 'static' }, insetInline: 12, bottom: 76, zIndex: 20 }}>
                <NumberCard raffle={raffle} number={number} onClose={() => look(null)} />
              </Box>
            )}
            <DrawPanel raffle={raffle} />
            <ShareBox raffle={raffle} />
            <Facts raffle={raffle} />
          </Stack>
        </Columns>
      )}
    </Page>
  );
}

const PICTURE = {
  width: '100%',
  aspectRatio: 'auto 16 / 9',
  maxHeight: 360,
  objectFit: 'contain',
  borderRadius: 2,
  mb: 2,
  display: 'block',
};

function Facts({ raffle }: { raffle: Raffle }) {
  const label = useLabels('console.raffle.raffle');
  const format = useFormat();
  return (
    <Panel title={label('details')}>
      {raffle.pictureFileId && (
        <Box
          component="img"
          src={fileUrl(`/files/${raffle.pictureFileId}`)}
          alt={label('picture')}
          loading="lazy"
          sx={PICTURE}
        />
      )}
      {raffle.description && (
        <Typography variant="body2" sx={{ whiteSpace: 'pre-line', mb: 2, overflowWrap: 'anywhere' }}>
          {raffle.description}
        </Typography>
      )}
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
        <Fact label={label('range')}>
          {format.number(raffle.firstNumber)} – {format.number(raffle.lastNumber)}
        </Fact>
        <Fact label={label('ticketPrice')}>{format.money(raffle.ticketPrice, raffle.currency)}</Fact>
        <Fact label={label('drawOn')}>{raffle.drawOn ? format.day(raffle.drawOn) : '—'}</Fact>
        <Fact label={label('perPersonLimit')}>
          {raffle.perPersonLimit === null ? label('no_limit') : format.number(raffle.perPersonLimit)}
        </Fact>
        <Fact label={label('reservationMinutes')}>{format.number(raffle.reservationMinutes)}</Fact>
        <Fact label={label('createdAt')}>{format.date(raffle.createdAt)}</Fact>
      </Box>
    </Panel>
  );
}
