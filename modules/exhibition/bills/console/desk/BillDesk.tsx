import { Box, Divider } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useCan, useLive } from '../../../../../kernel/ui/index.ts';
import type { Added, Bill, Customer } from '../../../console/types.ts';
import { BillLines, LATEST } from '../BillLines.tsx';
import { BillForm } from './BillForm.tsx';
import { PendingLines } from './PendingLines.tsx';
import { type PendingBill, useBillQueue } from './useBillQueue.ts';

type Props = {
  customer: Customer;
  amount: RefObject<HTMLInputElement | null>;
  /** Moves the customer's running total with a bill that was saved. */
  onSaved: (added: Added, customerId: string) => void;
  /** Asks for the customer anew: something changed elsewhere. */
  onNews: () => unknown;
};

/** The next bill, those on their way and those so far; it follows what other desks do, and never touches what is being typed. */
export function BillDesk({ customer, amount, onSaved, onNews }: Props) {
  const can = useCan();
  const queryClient = useQueryClient();
  const [correcting, setCorrecting] = useState<PendingBill | null>(null);
  const queue = useBillQueue(onSaved);
  const pending = queue.pending.filter((bill) => bill.customerId === customer.id);
  useLive([`exhibition.customer:${customer.id}`, 'exhibition.bill'], onNews);
  const { id, billCount, totalMinor } = customer;
  const follow = useCallback(() => {
    const shown = queryClient.getQueryData<Bill[]>(['bills', id]);
    if (!shown) return;
    const standing = shown.filter((bill) => bill.voidedAt === null);
    const sum = standing.reduce((all, bill) => all + bill.amountMinor, 0);
    // Bills of this desk are in the list already. Of more than it shows, only asking tells.
    if (shown.length < LATEST && standing.length === billCount && sum === totalMinor) return;
    void queryClient.invalidateQueries({ queryKey: ['bills', id] });
  }, [queryClient, id, billCount, totalMinor]);
  useEffect(follow, [follow]);
  return (
    <>
      {can('exhibition.bill.add') && (
        <>
          <Box sx={{ px: 2.5, pb: 2 }}>
            <BillForm
              currency={customer.currency}
              amount={amount}
              correcting={correcting}
              onAdd={(entry, key) => {
                queue.add(customer, entry, key);
                setCorrecting(null);
              }}
            />
          </Box>
          <Divider />
        </>
      )}
      <BillLines
        customerId={customer.id}
        before={
          pending.length > 0 && (
            <PendingLines
              bills={pending}
              currency={customer.currency}
              onRetry={queue.retry}
              onCorrect={setCorrecting}
              onAnother={queue.another}
              onDrop={queue.drop}
            />
          )
        }
      />
    </>
  );
}
