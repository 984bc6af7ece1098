import { Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Attempt, api, ConfirmDialog, Panel, StateChip, useAction, useFormat, useLive } from '../../ui/index.ts';
import type { Notice } from './types.ts';

const OUTCOMES = ['refunded', 'came_back', 'nothing'] as const;
type Outcome = (typeof OUTCOMES)[number];
const LIVE = ['payment.notice'];
const BAD = ['open', 'failed', 'lost'];

/** Refunds and disputes made at the providers that wait for a person, who says what is to be booked of them. */
export function Notices() {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<{ notice: Notice; outcome: Outcome } | null>(null);
  // One until the dialog is closed: pressing again after a lost answer books nothing twice.
  const once = useRef(new Attempt());
  const query = useQuery({
    queryKey: ['payments', 'notices'],
    queryFn: () => api.get<Notice[]>('/payment-notices?limit=50'),
  });
  useLive(LIVE, () => query.refetch());
  const label = (name: string) => translate(`console.payments.notices.${name}`);
  const settle = async (note: string) => {
    if (!asking) return;
    const { notice, outcome } = asking;
    const send = (idempotencyKey: string) =>
      api.post(`/payment-notices/${notice.id}/settle`, { outcome, note }, { idempotencyKey });
    if (!(await run(() => once.current.send(send), { done: 'console.payments.attempts.done.settled' }))) return;
    setAsking(null);
    void query.refetch();
  };
  if (!query.data?.length) return null;
  return (
    <Panel title={label('title')}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {label('text')}
      </Typography>
      <Stack sx={{ gap: 2 }}>
        {query.data.map((notice) => (
          <Row
            key={notice.id}
            notice={notice}
            onSettle={(outcome) => {
              once.current = new Attempt();
              setAsking({ notice, outcome });
            }}
          />
        ))}
      </Stack>
      <ConfirmDialog
        open={asking !== null}
        busy={busy}
        title={label(`sure_${asking?.outcome ?? 'nothing'}`)}
        text={label(`sure_${asking?.outcome ?? 'nothing'}_text`)}
        confirm={label(asking?.outcome ?? 'nothing')}
        reason={{ label: translate('console.payments.note'), required: true }}
        onConfirm={(note) => void settle(note ?? '')}
        onClose={() => setAsking(null)}
      />
    </Panel>
  );
}

function Row({ notice, onSettle }: { notice: Notice; onSettle: (outcome: Outcome) => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.payments.notices.${name}`);
  const { kind, state, payment } = notice;
  return (
    <Stack sx={{ gap: 0.5, alignItems: 'flex-start' }}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {format.money(notice.amount, notice.currency)} {label(`what.${kind}_${state}`)}
        </Typography>
        <StateChip tone={BAD.includes(state) ? 'bad' : 'busy'} label={label(`states.${state}`)} />
      </Stack>
      <Typography variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        <Link to={`/payments/${payment.id}`}>{payment.reference}</Link>{' '}
        {[payment.description, notice.providerName, notice.providerId, notice.reason, format.dateTime(notice.createdAt)]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
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
