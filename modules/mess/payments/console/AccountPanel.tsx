import { Box, Divider, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, EmptyNote, ErrorNote, useFormat, useLive, useSession } from '../../../../kernel/ui/index.ts';
import { PaymentStateChip } from '../../cycles/console/PaymentStateChip.tsx';
import type { Student } from '../../students/console/types.ts';
import { PaymentActions } from './PaymentActions.tsx';
import { PaymentMoney } from './PaymentMoney.tsx';
import type { Account, CyclePayment } from './types.ts';

/** A student's money: each cycle with its possible actions, and what days off give back, line by line. */
export function AccountPanel({ student }: { student: Student }) {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'account', organization.id, student.id],
    queryFn: () => api.get<Account>(`/mess/students/${student.id}/account`),
  });
  useLive(['mess.cycle_payment', 'mess.cut', 'mess.closure', 'payment'], () => query.refetch());
  const account = query.data;
  const label = (name: string) => translate(`console.mess.account.${name}`);
  return (
    <Box sx={{ p: 2.5 }}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={160} />}
      {account && account.payments.length === 0 && <EmptyNote title={label('no_cycles')} />}
      {account && account.payments.length > 0 && (
        <Stack sx={{ gap: 2.5 }}>
          <Stack divider={<Divider />} sx={{ gap: 2 }}>
            {account.payments.map((payment) => (
              <OneCycle key={payment.cycle.id} payment={payment as CyclePayment} />
            ))}
          </Stack>
          <Divider />
          <Box>
            <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
              {label('rebates')}
            </Typography>
            {account.rebates.map((cycle) => (
              <Rebates key={cycle.cycle.id} rebates={cycle} />
            ))}
            {account.rebates.length === 0 && (
              <Typography variant="body2" color="textSecondary">
                {label('no_rebates')}
              </Typography>
            )}
            <Sum
              label={label(account.creditMinor < 0 ? 'overdrawn' : 'credit')}
              amount={format.money(account.credit.replace('-', ''), account.currency)}
              strong
            />
            {account.chargesMinor > 0 && (
              <Sum label={label('charges')} amount={format.money(account.charges, account.currency)} strong />
            )}
          </Box>
        </Stack>
      )}
    </Box>
  );
}

function OneCycle({ payment }: { payment: CyclePayment }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 1 }}>
      <Stack
        direction="row"
        sx={{ gap: 1, alignItems: 'flex-start', justifyContent: 'space-between', flexWrap: 'wrap' }}
      >
        <Box>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {payment.cycle.name}
          </Typography>
          <Typography variant="caption" color="textSecondary">
            {format.days(payment.cycle.startsOn, payment.cycle.endsOn)}
          </Typography>
        </Box>
        <PaymentStateChip state={payment.state} />
      </Stack>
      <PaymentMoney payment={payment} />
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <PaymentActions payment={payment} />
      </Stack>
    </Stack>
  );
}

type Line = Account['rebates'][number]['lines'][number];

function Rebates({ rebates }: { rebates: Account['rebates'][number] }) {
  const translate = useTranslate();
  const format = useFormat();
  const days = ({ from, to }: { from: string; to: string }) =>
    from === to ? format.day(from) : `${format.day(from)} – ${format.day(to)}`;
  const words = ({ kind, meal }: Line) => [meal, translate(`console.mess.account.${kind}`)].filter(Boolean).join(' ');
  const count = (line: Line) =>
    translate('console.mess.account.days', {
      smart_count: line.days,
      price: format.money(line.day, rebates.currency),
    });
  return (
    <Box sx={{ mb: 1.5 }}>
      <Typography variant="caption" color="textSecondary" component="div">
        {rebates.cycle.name} · {translate(`console.mess.account.${rebates.credited ? 'credited' : 'so_far'}`)}
      </Typography>
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
