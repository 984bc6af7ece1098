import { Box } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useSession } from '../../../kernel/ui/index.ts';
import type { Added } from '../bills/console/types.ts';
import type { Customer } from '../customers/console/types.ts';
import { BillDesk } from '../desk/console/BillDesk.tsx';

/** The desk's bill form and lines on the customer's own page, which loads the customer again after changes. */
export function InlineBills({ customer }: { customer: Customer }) {
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
  return (
    <Box sx={{ pt: 2.5 }}>
      <BillDesk customer={customer} desk={null} amount={amount} onSaved={saved} onChanged={() => undefined} />
    </Box>
  );
}
