import { Box, Divider } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useCan, useSession } from '../../../../kernel/ui/index.ts';
import { BillLines } from '../BillLines.tsx';
import { BillForm } from '../desk/BillForm.tsx';
import { PendingLines } from '../desk/PendingLines.tsx';
import { useBillQueue } from '../desk/useBillQueue.ts';
import type { Added, Customer } from '../types.ts';

/** The desk's bill form and lines on the customer's own page. */
export function InlineBills({ customer }: { customer: Customer }) {
  const can = useCan();
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const amount = useRef<HTMLInputElement>(null);
  const saved = useCallback(
    (added: Added, id: string) =>
      queryClient.setQueryData<Customer>(
        ['desk', 'customer', organization.id, id],
        (now) => now && { ...now, ...added.customer },
      ),
    [queryClient, organization.id],
  );
  const queue = useBillQueue(saved);
  const pending = queue.pending.filter((bill) => bill.customerId === customer.id);
  return (
    <>
      {can('exhibition.bill.add') && (
        <>
          <Box sx={{ p: 2.5 }}>
            <BillForm
              currency={customer.currency}
              amount={amount}
              onAdd={(text, description) => queue.add(customer.id, text, description)}
            />
          </Box>
          <Divider />
        </>
      )}
      <BillLines
        customerId={customer.id}
        before={
          pending.length > 0 && (
            <PendingLines bills={pending} currency={customer.currency} onRetry={queue.retry} onDrop={queue.drop} />
          )
        }
      />
    </>
  );
}
