import { Box, Divider, Stack, Typography } from '@mui/material';
import {
  Caption,
  EmptyNote,
  Fact,
  Loaded,
  Muted,
  RowCard,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import type { Student } from '../../students/console/types.ts';
import { PaymentActions } from './PaymentActions.tsx';
import { taken } from './taken.ts';
import type { Account, CyclePayment } from './types.ts';

const TOPICS = ['mess.cycle_payment', 'mess.cut', 'mess.closure', 'payment'];

/** A student's money: each cycle with its possible actions, and what days off give back, line by line. */
export function AccountPanel({ student }: { student: Student }) {
  const label = useLabels('console.mess.account');
  const format = useFormat();
  const query = useGet<Account>(`/mess/students/${student.id}/account`, {}, { live: TOPICS });
  return (
    <Box sx={{ p: 2.5 }}>
      <Loaded query={query} height={160}>
        {({ payments, rebates, credit, creditMinor, charges, chargesMinor, currency }) =>
          payments.length === 0 ? (
            <EmptyNote title={label('no_cycles')} />
          ) : (
            <Stack sx={{ gap: 2.5 }}>
              <Stack divider={<Divider />} sx={{ gap: 2 }}>
                {payments.map((payment) => (
                  <OneCycle key={payment.cycle.id} payment={payment as CyclePayment} />
                ))}
              </Stack>
              <Divider />
              <Box>
                <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
                  {label('rebates')}
                </Typography>
                {rebates.map((cycle) => (
                  <Rebates key={cycle.cycle.id} rebates={cycle} />
                ))}
                {rebates.length === 0 && <Muted>{label('no_rebates')}</Muted>}
                <Sum
                  label={label(creditMinor < 0 ? 'overdrawn' : 'credit')}
                  amount={format.money(credit.replace('-', ''), currency)}
                  strong
                />
                {chargesMinor > 0 && <Sum label={label('charges')} amount={format.money(charges, currency)} strong />}
              </Box>
            </Stack>
          )
        }
      </Loaded>
    </Box>
  );
}

function OneCycle({ payment }: { payment: CyclePayment }) {
  const format = useFormat();
  return (
    <RowCard
      title={payment.cycle.name}
      note={format.days(payment.cycle.startsOn, payment.cycle.endsOn)}
      right={<PaymentStateChip state={payment.state} />}
    >
      <PaymentMoney payment={payment} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <PaymentActions payment={payment} />
      </Stack>
    </RowCard>
  );
}

type Line = Account['rebates'][number]['lines'][number];

function Rebates({ rebates }: { rebates: Account['rebates'][number] }) {
  const label = useLabels('console.mess.account');
  const format = useFormat();
  const days = ({ from, to }: { from: string; to: string }) =>
    from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
  const words = ({ kind, meal }: Line) => [meal, label(kind)].filter(Boolean).join(' ');
  const count = (line: Line) =>
    label('days', { smart_count: line.days, price: format.money(line.day, rebates.currency) });
  return (
    <Box sx={{ mb: 1.5 }}>
      <Caption component="div">
        {rebates.cycle.name} · {label(rebates.credited ? 'credited' : 'so_far')}
      </Caption>
      {rebates.lines.map((line) => (
        <Sum
          key={`${line.kind}${line.meal}${line.from}`}
          label={`${words(line)}, ${days(line)}: ${count(line)}`}
          amount={format.money(line.amount, rebates.currency)}
        />
      ))}
    </Box>
  );
}

function Sum({ label, amount, strong }: { label: string; amount: string; strong?: boolean }) {
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2, py: 0.25 }}>
      <Typography variant="body2" sx={{ fontWeight: strong ? 650 : 400 }}>
        {label}
      </Typography>
      <Typography variant="body2" className="figures" sx={{ fontWeight: strong ? 650 : 400, whiteSpace: 'nowrap' }}>
        {amount}
      </Typography>
    </Stack>
  );
}

/** The price, the credit that was subtracted, the rest, and what became of it. */
function PaymentMoney({ payment }: { payment: CyclePayment }) {
  const label = useLabels('console.mess.payment');
  const format = useFormat();
  const { currency } = payment;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(112px, 1fr))', gap: 1.5 }}>
      <Fact label={label('price')}>{format.money(payment.price, currency)}</Fact>
      {payment.creditMinor !== 0 && <Fact label={label('credit')}>{taken(payment, format)}</Fact>}
      {payment.chargesMinor > 0 && <Fact label={label('charges')}>+{format.money(payment.charges, currency)}</Fact>}
      {(payment.creditMinor !== 0 || payment.chargesMinor > 0) && (
        <Fact label={label('due')}>{format.money(payment.due, currency)}</Fact>
      )}
      {payment.payment && <Fact label={label('reference')}>{payment.payment.reference}</Fact>}
      {payment.graceUntil && payment.state !== 'verified' && (
        <Fact label={label('graceUntil')}>{format.day(payment.graceUntil)}</Fact>
      )}
      {payment.verifiedAt && <Fact label={label('verifiedAt')}>{format.dateTime(payment.verifiedAt)}</Fact>}
      {payment.state === 'denied' && payment.payment?.denialReason && (
        <Fact label={label('denialReason')}>{payment.payment.denialReason}</Fact>
      )}
    </Box>
  );
}
