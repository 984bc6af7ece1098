import { Box, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  Caption,
  CopyButton,
  dotted,
  Fact,
  Loaded,
  Muted,
  Panel,
  StateChip,
  Strong,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import { type DeskDraw, FreezeDialog, SeedDialog } from './dialogs.tsx';

const LABELS = 'console.raffle.draw';

const TONES = { frozen: 'busy', drawn: 'good', replaced: 'neutral' } as const;
type Question = 'freeze' | 'redraw' | 'seed' | null;

/** The draw in its three steps: close the list, enter the public value, see the winners; and a redraw with a reason. */
export function DrawPanel({ raffle }: { raffle: Raffle }) {
  const label = useLabels(LABELS);
  const can = useCan();
  const [question, setQuestion] = useState<Question>(null);
  const live = [`raffle.grid:${raffle.id}`];
  const query = useGet<DeskDraw[]>(`/raffle/raffles/${raffle.id}/draws`, {}, { live });
  const draws = [...(query.data ?? [])].sort((a, b) => b.sequence - a.sequence);
  const [latest] = draws;
  const next = !latest ? 'freeze' : latest.state === 'frozen' ? 'seed' : 'redraw';
  return (
    <Panel title={label('title')}>
      <Loaded query={query} height={120}>
        {() => (
          <Stack sx={{ gap: 2 }}>
            {!latest && <Muted>{label('before')}</Muted>}
            {draws.map((draw) => (
              <Shown key={draw.id} draw={draw} />
            ))}
            <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
              {can('raffle.draw') && (
                <Button
                  variant={next === 'redraw' ? 'outlined' : 'contained'}
                  color={next === 'redraw' ? 'inherit' : 'primary'}
                  disabled={next === 'freeze' && raffle.counts.sold === 0}
                  onClick={() => setQuestion(next)}
                >
                  {label(next)}
                </Button>
              )}
              {latest && (
                <Button variant="outlined" href={`/r/${raffle.code}`} target="_blank">
                  {label('proof')}
                </Button>
              )}
            </Stack>
            {!latest && raffle.counts.sold === 0 && <Caption>{label('nothing_sold')}</Caption>}
          </Stack>
        )}
      </Loaded>
      {(question === 'freeze' || question === 'redraw') && (
        <FreezeDialog
          raffle={raffle}
          again={question === 'redraw' ? latest : undefined}
          onClose={() => setQuestion(null)}
        />
      )}
      {question === 'seed' && latest && <SeedDialog draw={latest} onClose={() => setQuestion(null)} />}
    </Panel>
  );
}

function Shown({ draw }: { draw: DeskDraw }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Stack sx={{ gap: 1.25, opacity: draw.state === 'replaced' ? 0.65 : 1 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center' }}>
        <StateChip tone={TONES[draw.state]} label={label(`state.${draw.state}`)} />
        {draw.sequence > 1 && <Typography variant="body2">{label('number', { number: draw.sequence })}</Typography>}
      </Stack>
      {draw.reason && <Fact label={label('reason')}>{draw.reason}</Fact>}
      {draw.winningOrders.map((winner) => (
        <Stack key={winner.number} direction="row" component={Link} to={`/raffle/orders/${winner.orderId}`} sx={WINNER}>
          <Typography className="figures" sx={{ fontSize: '1.4rem', fontWeight: 700, lineHeight: 1.2 }}>
            {draw.winners?.find(({ number }) => number === winner.number)?.label ?? winner.number}
          </Typography>
          <Box sx={{ minWidth: 0, textAlign: 'right' }}>
            <Strong variant="body2" noWrap>
              {winner.contactName || translate('console.raffle.order.no_name')}
            </Strong>
            <Typography variant="caption" noWrap>
              {dotted([winner.contactPhone, winner.orderCode])}
            </Typography>
          </Box>
        </Stack>
      ))}
      <Fact label={label('seed_source')}>{draw.seedSource}</Fact>
      {draw.seed && (
        <Fact label={label('seed_value')}>
          <code>{draw.seed}</code>
        </Fact>
      )}
      <Fact label={label('hash', { entries: format.number(draw.entries) })}>
        <Stack direction="row" sx={{ alignItems: 'flex-start', gap: 0.5 }}>
          <code style={{ fontSize: '0.75rem', overflowWrap: 'anywhere' }}>{draw.listHash}</code>
          <CopyButton text={draw.listHash} />
        </Stack>
      </Fact>
      <Caption>{label('frozen_by', { by: draw.frozenBy, time: format.dateTime(draw.frozenAt) })}</Caption>
    </Stack>
  );
}

const WINNER = {
  justifyContent: 'space-between',
  alignItems: 'center',
  gap: 2,
  px: 1.75,
  py: 1.25,
  borderRadius: 2,
  textDecoration: 'none',
  color: 'primary.contrastText',
  bgcolor: 'primary.main',
} as const;
