import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  byChoice,
  Caption,
  type Column,
  dotted,
  Page,
  ResourceList,
  Strong,
  useAction,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
import { ATTEMPT_STATES } from '../contract.ts';
import { AttemptState } from './AttemptState.tsx';
import { Notices } from './Notices.tsx';
import { ProviderHealth } from './ProviderHealth.tsx';
import type { AttemptRow } from './types.ts';
import { type Send, useSettle } from './useSettle.tsx';

const LIVE = ['payment.attempt'];
const LABELS = 'console.payments.attempts';
type Outcome = 'failed' | 'succeeded';

/**
 * Open attempts at the providers; an overdue one can be polled again, or settled by a person who has checked at the
 * provider.
 */
export default function AttemptList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const settle: Send = (id, said, options) => api.post(`/payment-attempts/${id}/settle`, said, options);
  const { ask, dialog } = useSettle<Outcome>(settle, LABELS);
  const buttons = (row: AttemptRow) => <Buttons row={row} onSettle={(outcome) => ask(row.id, outcome)} />;
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
          byChoice('hanging', label('hanging'), ['true'], () => translate('console.payments.yes')),
          byChoice('state', label('state'), ATTEMPT_STATES, (id) => label(`states.${id}`)),
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
      {dialog}
    </Page>
  );
}

function useColumns(buttons: (row: AttemptRow) => React.ReactNode): Column<AttemptRow>[] {
  const label = useLabels(LABELS);
  return [
    { key: 'payment', label: label('payment'), render: (row) => <What row={row} /> },
    { key: 'state', label: label('state'), render: (row) => <AttemptState row={row} /> },
    { key: 'since', label: label('since'), from: 'md', time: (row) => row.createdAt },
    { key: 'next', label: label('next'), from: 'lg', time: (row) => row.nextPollAt },
    { key: 'actions', label: '', render: buttons },
  ];
}

function What({ row }: { row: AttemptRow }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <>
      <Strong variant="body2">
        {format.money(row.amount, row.currency)}{' '}
        <Typography
          component={Link}
          to={`/payments/${row.payment.id}`}
          variant="body2"
          sx={{ fontFamily: 'monospace' }}
        >
          {row.payment.reference}
        </Typography>
      </Strong>
      <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
        {dotted([label(`kinds.${row.kind}`), row.providerName, row.providerId])}
      </Caption>
    </>
  );
}

function Buttons({ row, onSettle }: { row: AttemptRow; onSettle: (outcome: Outcome) => void }) {
  const { busy, run } = useAction();
  const label = useLabels(LABELS);
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
