import { Alert, AlertTitle, Box, Button, Divider } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { useCan, useLive } from '../../../../kernel/ui/index.ts';
import { BillLines, LATEST } from '../../bills/console/BillLines.tsx';
import type { Added, Bill } from '../../bills/console/types.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { NextBill, useNextBill } from './NextBill.tsx';
import { PendingLines } from './PendingLines.tsx';
import { usePlace } from './usePlace.ts';
import type { Scanned } from './useSale.ts';

type Props = {
  customer: Customer;
  amount: RefObject<HTMLInputElement | null>;
  /** What a scanner does with an item's barcode; absent where no scanner is listened to. */
  scan?: RefObject<Scanned | null> | undefined;
  /** Where the desk stands; null where none is chosen: then it can stand wherever one is open today. */
  desk: Exhibition | null;
  /** Changes the customer's running total after a bill was saved. */
  onSaved: (added: Added, customerId: string) => void;
  /** Loads the customer again after a change elsewhere. */
  onChanged: () => unknown;
};

/**
 * The form for the next bill, the unsent bills and the saved ones. It follows changes by other desks, and never changes
 * a field in use.
 */
export function BillDesk({ customer, amount, scan, desk, onSaved, onChanged }: Props) {
  const can = useCan();
  const queryClient = useQueryClient();
  const place = usePlace(customer, desk);
  const next = useNextBill(
    customer,
    useCallback((added: Added, of: string | null) => of !== null && onSaved(added, of), [onSaved]),
  );
  useLive([`exhibition.customer:${customer.id}`, 'exhibition.bill'], onChanged);
  const { id, billCount, totalMinor, dueMinor } = customer;
  useEffect(() => {
    const shown = queryClient.getQueryData<Bill[]>(['bills', id]);
    if (!shown) return;
    const standing = shown.filter((bill) => bill.voidedAt === null);
    const sum = standing.reduce((all, bill) => all + bill.amountMinor, 0);
    const due = standing.reduce((all, bill) => all + bill.dueMinor, 0);
    // The list has the bills of this desk already. When there are more bills than it shows, load the list again.
    if (shown.length < LATEST && standing.length === billCount && sum === totalMinor && due === dueMinor) return;
    void queryClient.invalidateQueries({ queryKey: ['bills', id] });
  }, [queryClient, id, billCount, totalMinor, dueMinor]);
  return (
    <>
      {can('exhibition.bill.add') && (
        <>
          <Box sx={{ px: 2.5, pb: 2 }}>
            {place.asks ? (
              <OtherExhibition
                customer={customer}
                desk={place.desk}
                refused={place.asks === 'refuse'}
                onAgree={place.agree}
              />
            ) : (
              <NextBill
                next={next}
                exhibition={{ id: customer.exhibitionId, currency: customer.currency }}
                amount={amount}
                scan={scan}
                focused={place.agreed}
                named={place.named}
              />
            )}
          </Box>
          <Divider />
        </>
      )}
      <BillLines customerId={customer.id} before={next.pending.length > 0 && <PendingLines next={next} />} />
    </>
  );
}

type OtherProps = {
  customer: Customer;
  /** Where the desk stands; null: at none that is known. */
  desk: Exhibition | null;
  refused: boolean;
  onAgree: () => void;
};

/**
 * In place of the bill's form for a customer of another exhibition. The button never has the focus: a cashier who types
 * on without looking must not agree by the Enter after an amount.
 */
function OtherExhibition({ customer, desk, refused, onAgree }: OtherProps) {
  const translate = useTranslate();
  const texts = { name: customer.name, exhibition: customer.exhibitionName, desk: desk?.name ?? '' };
  const key = `console.exhibition.desk.other_${refused ? 'refused' : 'asked'}${desk ? '' : '_nowhere'}`;
  return (
    <Alert
      severity={refused ? 'error' : 'warning'}
      action={
        !refused && (
          <Button color="inherit" size="small" onClick={onAgree}>
            {translate('console.exhibition.desk.other_agree')}
          </Button>
        )
      }
    >
      <AlertTitle sx={{ overflowWrap: 'anywhere' }}>
        {translate('console.exhibition.desk.other_title', texts)}
      </AlertTitle>
      {translate(key, texts)}
    </Alert>
  );
}
