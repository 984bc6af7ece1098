import { Alert, Button, Chip, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import {
  byChoice,
  Caption,
  type Column,
  type Filter,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useFormat,
  useLabels,
} from '../../ui/index.ts';
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
  const label = useLabels('console.payments');
  const columns = useColumns();
  const kinds = useKinds();
  const [search] = useSearchParams();
  const owed = search.get('filter')?.includes('"owed":"true"') ?? false;
  const yesOrNo = (name: string) =>
    byChoice(name, label(name), ['true', 'false'], (id) => label(id === 'true' ? 'yes' : 'no'));
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
          byChoice('state', label('state_label'), PAYMENT_STATES, (id) => label(`state.${id}`)),
          byChoice('method', label('method_label'), PAYMENT_METHODS, (id) => label(`method.${id}`)),
          ...(kinds.length > 1 ? [ofKind] : []),
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
          yesOrNo('owed'),
          yesOrNo('late'),
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
  const label = useLabels('console.payments');
  return [
    {
      key: 'payer',
      label: label('payer'),
      render: (payment) => (
        <>
          <Strong variant="body2" sx={{ minWidth: 120 }}>
            {payment.payerName || '—'}
          </Strong>
          <Caption sx={{ fontFamily: 'monospace' }}>{payment.reference}</Caption>
        </>
      ),
    },
    {
      key: 'for',
      label: label('for'),
      render: (payment) => (
        <>
          {payment.subject.title}
          <Caption component="div">{payment.subject.label}</Caption>
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
    { key: 'created', label: label('created_at'), from: 'md', time: (payment) => payment.createdAt },
  ];
}

/** The state, and unusual facts. */
function Marks({ payment }: { payment: Payment }) {
  const label = useLabels('console.payments');
  const owed = payment.owed && payment.state === 'verified';
  return (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      <PaymentState state={payment.state} />
      {owed && <Chip size="small" color="warning" label={label('owed')} />}
      {payment.late && <Chip size="small" variant="outlined" label={label('late')} />}
      {payment.needsSecond && <Chip size="small" variant="outlined" label={label('needs_second')} />}
    </Stack>
  );
}

function PaymentCard({ payment }: { payment: Payment }) {
  const format = useFormat();
  return (
    <RowCard
      title={payment.payerName || payment.reference}
      note={[payment.subject.title, format.dateTime(payment.createdAt)]}
      right={<Amount payment={payment} />}
    >
      <Marks payment={payment} />
    </RowCard>
  );
}
