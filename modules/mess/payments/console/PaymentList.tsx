import { Button, Card, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import {
  type Column,
  EmptyNote,
  ExportButton,
  Page,
  ResourceList,
  useCan,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import { useCycles } from '../../cycles/console/useCycles.ts';
import { CYCLE_PAYMENT_STATES } from '../../cycles/contract.ts';
import { StudentName } from '../../students/console/StudentName.tsx';
import { PaymentActions } from './PaymentActions.tsx';
import { taken } from './taken.ts';
import type { CyclePayment } from './types.ts';

/** Who paid for a cycle and who didn't, by roll number: today's cycle unless another is chosen. */
export default function PaymentList({ figures }: { figures: (cycleId: string) => ReactNode }) {
  const translate = useTranslate();
  const can = useCan();
  const { cycles, isFetched } = useCycles();
  const columns = useColumns();
  const [search] = useSearchParams();
  const chosen = (JSON.parse(search.get('filter') ?? '{}') as { cycleId?: string }).cycleId;
  const label = (name: string) => translate(`console.mess.payment.${name}`);
  // Between two cycles the latest is the one that people ask about.
  const cycle = cycles.find(({ id, current }) => (chosen ? id === chosen : current)) ?? cycles[0];
  const toCycles = (
    <Button variant="outlined" component={Link} to="/mess/cycles">
      {translate('console.mess.cycle.many')}
    </Button>
  );
  return (
    <Page
      title={label('many')}
      subtitle={cycle?.name}
      actions={
        <>
          {cycle && can('mess.export') && <ExportButton path="/mess/payments/export" fixed={{ cycleId: cycle.id }} />}
          {can('payments.read') && (
            <Button variant="outlined" component={Link} to="/payments/desk">
              {translate('console.payments.desk.title')}
            </Button>
          )}
        </>
      }
    >
      {isFetched && !cycle && (
        <Card>
          <EmptyNote title={label('no_cycle')} text={label('no_cycle_text')} action={toCycles} />
        </Card>
      )}
      {cycle && figures(cycle.id)}
      {cycle && (
        <ResourceList<CyclePayment>
          resource="mess/payments"
          fixed={chosen ? undefined : { cycleId: cycle.id }}
          live={['mess.cycle_payment', 'mess.student', 'payment']}
          keyOf={(payment) => `${payment.student.id}${payment.cycle.id}`}
          columns={columns}
          card={(payment) => <PaymentCard payment={payment} />}
          searchLabel={label('search')}
          filters={[
            {
              kind: 'choice',
              source: 'cycleId',
              label: translate('console.mess.cycle.one'),
              choices: cycles.map(({ id, name }) => ({ id, name })),
            },
            {
              kind: 'choice',
              source: 'state',
              label: label('stateField'),
              choices: CYCLE_PAYMENT_STATES.map((id) => ({ id, name: label(`state.${id}`) })),
            },
          ]}
          empty={{ title: label('none'), text: label('none_text') }}
        />
      )}
    </Page>
  );
}

/** The state, and how long a student who hasn't paid may eat. */
function State({ payment }: { payment: CyclePayment }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <PaymentStateChip state={payment.state} />
      {payment.graceUntil && payment.state !== 'verified' && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.payment.grace_until', { day: format.day(payment.graceUntil) })}
        </Typography>
      )}
    </Stack>
  );
}

function useColumns(): Column<CyclePayment>[] {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.payment.${name}`);
  return [
    {
      key: 'student',
      label: translate('console.mess.student.one'),
      render: (payment) => <StudentName student={payment.student} link />,
    },
    { key: 'state', label: label('stateField'), render: (payment) => <State payment={payment} /> },
    {
      key: 'price',
      label: label('price'),
      align: 'right',
      nowrap: true,
      from: 'lg',
      render: (payment) => format.money(payment.price, payment.currency),
    },
    {
      key: 'credit',
      label: label('credit'),
      align: 'right',
      nowrap: true,
      from: 'lg',
      render: (payment) => taken(payment, format),
    },
    {
      key: 'due',
      label: label('due'),
      align: 'right',
      nowrap: true,
      render: (payment) => <b style={{ fontWeight: 600 }}>{format.money(payment.due, payment.currency)}</b>,
    },
    {
      key: 'reference',
      label: label('reference'),
      from: 'md',
      render: (payment) => payment.payment && <code>{payment.payment.reference}</code>,
    },
    {
      key: 'actions',
      label: '',
      align: 'right',
      render: (payment) => (
        <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
          <PaymentActions payment={payment} />
        </Stack>
      ),
    },
  ];
}

function PaymentCard({ payment }: { payment: CyclePayment }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 1 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
        <StudentName student={payment.student} link />
        <Typography sx={{ fontWeight: 600, whiteSpace: 'nowrap' }} className="figures">
          {format.money(payment.due, payment.currency)}
        </Typography>
      </Stack>
      <State payment={payment} />
      <Stack direction="row" sx={{ gap: 0.75, flexWrap: 'wrap' }}>
        <PaymentActions payment={payment} />
      </Stack>
    </Stack>
  );
}
