import { Button, Stack, Typography } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Attempt, api, type Column, ConfirmDialog, Page, ResourceList, useAction, useFormat } from '../../ui/index.ts';
import { ATTEMPT_STATES } from '../contract.ts';
import { AttemptState } from './AttemptState.tsx';
import { Notices } from './Notices.tsx';
import { ProviderHealth } from './ProviderHealth.tsx';
import type { AttemptRow } from './types.ts';

const LIVE = ['payment.attempt'];
type Outcome = 'failed' | 'succeeded';

/**
 * Open attempts at the providers; an overdue one can be polled again, or settled by a person who has checked at the
 * provider.
 */
export default function AttemptList() {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState<{ row: AttemptRow; outcome: Outcome } | null>(null);
  // One until the dialog is closed: pressing again after a lost answer settles nothing twice.
  const once = useRef(new Attempt());
  const label = (name: string) => translate(`console.payments.attempts.${name}`);
  const settle = async (note: string) => {
    if (!asking) return;
    const { row, outcome } = asking;
    const send = (idempotencyKey: string) =>
      api.post(`/payment-attempts/${row.id}/settle`, { outcome, note }, { idempotencyKey });
    if (await run(() => once.current.send(send), { done: 'console.payments.attempts.done.settled' })) setAsking(null);
  };
  const buttons = (row: AttemptRow) => (
    <Buttons
      row={row}
      onSettle={(outcome) => {
        once.current = new Attempt();
        setAsking({ row, outcome });
      }}
    />
  );
  const columns = useColumns(buttons);
  return (
    <Page title={label('title')} subtitle={label('text')}>
      <ProviderHealth />
      <Notices />
      <ResourceList<AttemptRow>
        resource="payment-attempts"
        live={LIVE}
        columns={columns}
        filters={[
          {
            kind: 'choice',
            source: 'hanging',
            label: label('hanging'),
            choices: [{ id: 'true', name: translate('console.payments.yes') }],
          },
          {
            kind: 'choice',
            source: 'state',
            label: label('state'),
            choices: ATTEMPT_STATES.map((id) => ({ id, name: label(`states.${id}`) })),
          },
        ]}
        card={(row) => (
          <Stack sx={{ gap: 0.5 }}>
            <What row={row} />
            <AttemptState row={row} />
            {buttons(row)}
          </Stack>
        )}
        empty={{ title: label('empty') }}
      />
      <ConfirmDialog
        open={asking !== null}
        busy={busy}
        title={label(`sure_${asking?.outcome ?? 'failed'}`)}
        text={label(`sure_${asking?.outcome ?? 'failed'}_text`)}
        confirm={label(asking?.outcome ?? 'failed')}
        reason={{ label: translate('console.payments.note'), required: true }}
        onConfirm={(note) => void settle(note ?? '')}
        onClose={() => setAsking(null)}
      />
    </Page>
  );
}

function useColumns(buttons: (row: AttemptRow) => React.ReactNode): Column<AttemptRow>[] {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.payments.attempts.${name}`);
  return [
    { key: 'payment', label: label('payment'), render: (row) => <What row={row} /> },
    { key: 'state', label: label('state'), render: (row) => <AttemptState row={row} /> },
    { key: 'since', label: label('since'), nowrap: true, from: 'md', render: (row) => format.dateTime(row.createdAt) },
    {
      key: 'next',
      label: label('next'),
      nowrap: true,
      from: 'lg',
      render: (row) => (row.nextPollAt ? format.dateTime(row.nextPollAt) : ''),
    },
    { key: 'actions', label: '', render: buttons },
  ];
}

function What({ row }: { row: AttemptRow }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {format.money(row.amount, row.currency)}{' '}
        <Typography
          component={Link}
          to={`/payments/${row.payment.id}`}
          variant="body2"
          sx={{ fontFamily: 'monospace' }}
        >
          {row.payment.reference}
        </Typography>
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {[translate(`console.payments.attempts.kinds.${row.kind}`), row.providerName, row.providerId]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
    </>
  );
}

function Buttons({ row, onSettle }: { row: AttemptRow; onSettle: (outcome: Outcome) => void }) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const label = (name: string) => translate(`console.payments.attempts.${name}`);
  const poll = () =>
    run(() => api.post(`/payment-attempts/${row.id}/poll`), { done: 'console.payments.attempts.done.poll' });
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      {row.may.includes('poll') && (
        <Button size="small" disabled={busy} onClick={() => void poll()}>
          {label('poll')}
        </Button>
      )}
      {row.may.includes('fail') && (
        <Button size="small" color="inherit" onClick={() => onSettle('failed')}>
          {label('failed')}
        </Button>
      )}
      {row.may.includes('succeed') && (
        <Button size="small" color="inherit" onClick={() => onSettle('succeeded')}>
          {label('succeeded')}
        </Button>
      )}
    </Stack>
  );
}
