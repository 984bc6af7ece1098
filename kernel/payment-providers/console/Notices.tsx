import { Button, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import {
  api,
  Caption,
  dotted,
  Muted,
  Panel,
  StateChip,
  Strong,
  useFormat,
  useLabels,
  useLive,
} from '../../ui/index.ts';
import type { Notice } from './types.ts';
import { type Send, useSettle } from './useSettle.tsx';

const OUTCOMES = ['refunded', 'came_back', 'nothing'] as const;
type Outcome = (typeof OUTCOMES)[number];
const LIVE = ['payment.notice'];
const LABELS = 'console.payments.notices';
const BAD = ['open', 'failed', 'lost'];

/** Refunds and disputes made at the providers that wait for a person, who says what is to be booked of them. */
export function Notices() {
  const label = useLabels(LABELS);
  const query = useQuery({
    queryKey: ['payments', 'notices'],
    queryFn: () => api.get<Notice[]>('/payment-notices?limit=50'),
  });
  useLive(LIVE, () => query.refetch());
  const settle: Send = (id, said, options) => api.post(`/payment-notices/${id}/settle`, said, options);
  const { ask, dialog } = useSettle<Outcome>(settle, LABELS, () => void query.refetch());
  if (!query.data?.length) return null;
  return (
    <Panel title={label('title')}>
      <Muted sx={{ mb: 1 }}>{label('text')}</Muted>
      <Stack sx={{ gap: 2 }}>
        {query.data.map((notice) => (
          <Row key={notice.id} notice={notice} onSettle={(outcome) => ask(notice.id, outcome)} />
        ))}
      </Stack>
      {dialog}
    </Panel>
  );
}

function Row({ notice, onSettle }: { notice: Notice; onSettle: (outcome: Outcome) => void }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const { kind, state, payment } = notice;
  const at = format.dateTime(notice.createdAt);
  return (
    <Stack sx={{ gap: 0.5, alignItems: 'flex-start' }}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Strong variant="body2">
          {format.money(notice.amount, notice.currency)} {label(`what.${kind}_${state}`)}
        </Strong>
        <StateChip tone={BAD.includes(state) ? 'bad' : 'busy'} label={label(`states.${state}`)} />
      </Stack>
      <Caption sx={{ overflowWrap: 'anywhere' }}>
        <Link to={`/payments/${payment.id}`}>{payment.reference}</Link>{' '}
        {dotted([payment.description, notice.providerName, notice.providerId, notice.reason, at])}
      </Caption>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {OUTCOMES.filter((outcome) => notice.may.includes(outcome)).map((outcome) => (
          <Button key={outcome} size="small" variant="outlined" onClick={() => onSettle(outcome)}>
            {label(outcome)}
          </Button>
        ))}
      </Stack>
    </Stack>
  );
}
