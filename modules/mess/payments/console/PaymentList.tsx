import { Button, Card, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import {
  byChoice,
  Caption,
  type Column,
  EmptyNote,
  ExportButton,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import { useCycles } from '../../cycles/console/useCycles.ts';
import { CYCLE_PAYMENT_STATES } from '../../cycles/contract.ts';
import { StudentName } from '../../students/console/StudentName.tsx';
import { PaymentActions } from './PaymentActions.tsx';
import { taken } from './taken.ts';
import type { CyclePayment } from './types.ts';

const LABELS = 'console.mess.payment';

/** Who paid for a cycle and who didn't, by roll number: today's cycle unless another is chosen. */
export default function PaymentList({ figures }: { figures: (cycleId: string) => ReactNode }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const { cycles, isFetched } = useCycles();
  const columns = useColumns();
  const [search] = useSearchParams();
  const chosen = (JSON.parse(search.get('filter') ?? '{}') as { cycleId?: string }).cycleId;
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
            { kind: 'choice', source: 'cycleId', label: translate('console.mess.cycle.one'), choices: cycles },
            byChoice('state', label('stateField'), CYCLE_PAYMENT_STATES, (id) => label(`state.${id}`)),
          ]}
          empty={{ title: label('none'), text: label('none_text') }}
        />
      )}
    </Page>
  );
}

/** The state, and how long a student who hasn't paid may eat. */
function State({ payment }: { payment: CyclePayment }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <PaymentStateChip state={payment.state} />
      {payment.graceUntil && payment.state !== 'verified' && (
        <Caption>{label('grace_until', { day: format.day(payment.graceUntil) })}</Caption>
      )}
    </Stack>
  );
}

function useColumns(): Column<CyclePayment>[] {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const student = ({ student }: CyclePayment) => <StudentName student={student} link />;
  const price = ({ price, currency }: CyclePayment) => format.money(price, currency);
  const due = ({ due, currency }: CyclePayment) => <b style={{ fontWeight: 600 }}>{format.money(due, currency)}</b>;
  const reference = ({ payment }: CyclePayment) => payment && <code>{payment.reference}</code>;
  const actions = (payment: CyclePayment) => (
    <Stack direction="row" sx={{ gap: 0.75, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
      <PaymentActions payment={payment} />
    </Stack>
  );
  const money = { align: 'right', nowrap: true } as const;
  return [
    { key: 'student', label: translate('console.mess.student.one'), render: student },
    { key: 'state', label: label('stateField'), render: (payment) => <State payment={payment} /> },
    { key: 'price', label: label('price'), ...money, from: 'lg', render: price },
    { key: 'credit', label: label('credit'), ...money, from: 'lg', render: (payment) => taken(payment, format) },
    { key: 'due', label: label('due'), ...money, render: due },
    { key: 'reference', label: label('reference'), from: 'md', render: reference },
    { key: 'actions', label: '', align: 'right', render: actions },
  ];
}

function PaymentCard({ payment }: { payment: CyclePayment }) {
  const format = useFormat();
  const due = (
    <Strong sx={{ whiteSpace: 'nowrap' }} className="figures">
      {format.money(payment.due, payment.currency)}
    </Strong>
  );
  return (
    <RowCard title={<StudentName student={payment.student} link />} right={due}>
      <State payment={payment} />
      <Stack direction="row" sx={{ gap: 0.75, flexWrap: 'wrap' }}>
        <PaymentActions payment={payment} />
      </Stack>
    </RowCard>
  );
}
