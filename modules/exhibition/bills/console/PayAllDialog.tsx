import { Button, Checkbox, Dialog, DialogContent, DialogTitle, FormControlLabel, Stack } from '@mui/material';
import { useRef, useState } from 'react';
import { Attempt, api, useAction, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { Large, PayStep } from './PayStep.tsx';
import type { Bill, PaidBills } from './types.ts';
import type { Paid } from './usePayStep.ts';

/** Takes the money of several open bills of a customer at once, as they collected them from stall to stall. */
export function PayAllDialog({ bills, onClose }: { bills: Bill[]; onClose: (paid: boolean) => void }) {
  const label = useLabels('console.exhibition.pay');
  const format = useFormat();
  const { busy, run } = useAction();
  const attempt = useRef(new Attempt());
  // As they were when the dialog opened: the server says what is another by now. Oldest first, as they are paid.
  const [shown] = useState(() => bills.toReversed());
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<PaidBills | null>(null);
  const chosen = shown.filter(({ id }) => !without.has(id));
  const [first] = shown;
  if (!first?.customer) return null;
  const { customer, currency } = first;
  const toggle = (id: string) => {
    attempt.current = new Attempt();
    setWithout((ids) => (ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id])));
  };
  const paid = ({ pay, part }: Paid) =>
    run(async () => {
      const body = { bills: chosen.map(({ id, dueMinor }) => ({ id, dueMinor })), pay, ...(part && { part }) };
      setDone(
        await attempt.current.send((idempotencyKey) =>
          api.post<PaidBills>(`/exhibition/customers/${customer.id}/payments`, body, { idempotencyKey }),
        ),
      );
    });
  const waits = done?.taken.payments.some(({ state }) => state !== 'verified');
  return (
    <Dialog open onClose={() => onClose(done !== null)} maxWidth="xs" fullWidth>
      <DialogTitle>{label('all_title', { name: customer.name })}</DialogTitle>
      <DialogContent>
        {done ? (
          <Stack sx={{ gap: 2 }}>
            {done.taken.changeMinor > 0 ? (
              <Large label={label('change')} amount={format.money(done.taken.change, currency)} tone="success.main" />
            ) : (
              label(waits ? 'waits' : 'arrived')
            )}
            <Button variant="contained" size="large" autoFocus onClick={() => onClose(true)}>
              {label('next')}
            </Button>
          </Stack>
        ) : (
          <Stack sx={{ gap: 1 }}>
            {shown.map((bill) => (
              <FormControlLabel
                key={bill.id}
                control={<Checkbox checked={!without.has(bill.id)} onChange={() => toggle(bill.id)} />}
                label={`${format.money(bill.due, currency)} · ${bill.description || bill.code}`}
              />
            ))}
            {chosen.length > 0 && (
              <PayStep
                key={chosen.map(({ id }) => id).join()}
                dueMinor={chosen.reduce((sum, { dueMinor }) => sum + dueMinor, 0)}
                customerId={customer.id}
                currency={currency}
                busy={busy}
                onPaid={(answer) => void paid(answer)}
                onBack={() => onClose(false)}
              />
            )}
          </Stack>
        )}
      </DialogContent>
    </Dialog>
  );
}
