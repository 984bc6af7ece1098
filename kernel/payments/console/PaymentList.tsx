import { Alert, Button, Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import { type Column, type Filter, Page, ResourceList, useFormat } from '../../ui/index.ts';
import { PAYMENT_METHODS, PAYMENT_STATES } from '../contract.ts';
import { Amount } from './Amount.tsx';
import { PaymentState } from './PaymentState.tsx';
import type { Payment } from './types.ts';
import { useCounts } from './useCounts.ts';
import { useKinds } from './useKinds.ts';

const LIVE = ['payment'];
const OWED = JSON.stringify({ owed: 'true' });

/** All payments of every kind; one filter shows the refunds due. */
export default function PaymentList() {
  const translate = useTranslate();
  const columns = useColumns();
  const kinds = useKinds();
  const [search] = useSearchParams();
  const owed = search.get('filter')?.includes('"owed":"true"') ?? false;
  const label = (name: string) => translate(`console.payments.${name}`);
  const yes = { id: 'true', name: label('yes') };
  const no = { id: 'false', name: label('no') };
  // With a single kind there is no choice.
  const ofKind: Filter = {
    kind: 'choice',
    source: 'subjectType',
    label: label('for'),
    choices: kinds.map(({ type, label: name }) => ({ id: type, name })),
  };
  return (
    <Page title={label('title')} subtitle={label('text')}>
      {!owed && <RefundsDue />}
      <ResourceList<Payment>
        resource="payments"
        columns={columns}
        card={(payment) => <PaymentCard payment={payment} />}
        href={(payment) => `/payments/${payment.id}`}
        searchLabel={label('search')}
        live={LIVE}
        filters={[
          {
            kind: 'choice',
            source: 'state',
            label: label('state_label'),
            choices: PAYMENT_STATES.map((id) => ({ id, name: label(`state.${id}`) })),
          },
          {
            kind: 'choice',
            source: 'method',
            label: label('method_label'),
            choices: PAYMENT_METHODS.map((id) => ({ id, name: label(`method.${id}`) })),
          },
          ...(kinds.length > 1 ? [ofKind] : []),
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
          { kind: 'choice', source: 'owed', label: label('owed'), choices: [yes, no] },
          { kind: 'choice', source: 'late', label: label('late'), choices: [yes, no] },
        ]}
        empty={{ title: label('none'), text: label('none_text') }}
      />
    </Page>
  );
}

/** Received money that must be given back, shown prominently. */
function RefundsDue() {
  const translate = useTranslate();
  const due = useCounts()?.refundsDue ?? 0;
  if (due === 0) return null;
  return (
    <Alert
      severity="warning"
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" size="small" component={Link} to={`/payments?filter=${encodeURIComponent(OWED)}`}>
          {translate('console.payments.show')}
        </Button>
      }
    >
      {translate('console.payments.refunds_due', { smart_count: due })}
    </Alert>
  );
}

function useColumns(): Column<Payment>[] {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.payments.${name}`);
  return [
    {
      key: 'payer',
      label: label('payer'),
      render: (payment) => (
        <>
          <Typography variant="body2" sx={{ fontWeight: 600, minWidth: 120 }}>
            {payment.payerName || '—'}
          </Typography>
          <Typography variant="caption" color="textSecondary" sx={{ fontFamily: 'monospace' }}>
            {payment.reference}
          </Typography>
        </>
      ),
    },
    {
      key: 'for',
      label: label('for'),
      render: (payment) => (
        <>
          {payment.subject.title}
          <Typography variant="caption" color="textSecondary" component="div">
            {payment.subject.label}
          </Typography>
        </>
      ),
    },
    {
      key: 'amount',
      label: label('amount'),
      align: 'right',
      nowrap: true,
      render: (payment) => <Amount payment={payment} />,
    },
    { key: 'state', label: label('state_label'), render: (payment) => <Marks payment={payment} /> },
    {
      key: 'method',
      label: label('method_label'),
      from: 'lg',
      render: (payment) => label(`method.${payment.method}`),
    },
    {
      key: 'created',
      label: label('created_at'),
      nowrap: true,
      from: 'md',
      render: (payment) => format.dateTime(payment.createdAt),
    },
  ];
}

/** The state, and unusual facts. */
function Marks({ payment }: { payment: Payment }) {
  const translate = useTranslate();
  const owed = payment.owed && payment.state === 'verified';
  return (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      <PaymentState state={payment.state} />
      {owed && <Chip size="small" color="warning" label={translate('console.payments.owed')} />}
      {payment.late && <Chip size="small" variant="outlined" label={translate('console.payments.late')} />}
      {payment.needsSecond && (
        <Chip size="small" variant="outlined" label={translate('console.payments.needs_second')} />
      )}
    </Stack>
  );
}

function PaymentCard({ payment }: { payment: Payment }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 0.5 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
        <Typography sx={{ fontWeight: 600 }} noWrap>
          {payment.payerName || payment.reference}
        </Typography>
        <Amount payment={payment} />
      </Stack>
      <Typography variant="caption" color="textSecondary" noWrap>
        {[payment.subject.title, format.dateTime(payment.createdAt)].join(' · ')}
      </Typography>
      <Marks payment={payment} />
    </Stack>
  );
}
