import { Box, Divider } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useCan, useLive } from '../../../../kernel/ui/index.ts';
import { BillLines, LATEST } from '../../bills/console/BillLines.tsx';
import { Large } from '../../bills/console/PayStep.tsx';
import type { Added, Bill } from '../../bills/console/types.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { NewBill } from './NewBill.tsx';
import { NewBillPayment } from './NewBillPayment.tsx';
import { OtherExhibition } from './OtherExhibition.tsx';
import type { OfflineEntry } from './offlineEntry.ts';
import { PendingLines } from './PendingLines.tsx';
import { type BillEntry, useBillQueue } from './useBillQueue.ts';
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
  const translate = useTranslate();
  const queryClient = useQueryClient();
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const [asking, setAsking] = useState<{ entry: BillEntry; key: string | undefined } | null>(null);
  const takes = useDeskRules()?.deskTakesPayments ?? false;
  const queue = useBillQueue(
    useCallback((added: Added, of: string | null) => of !== null && onSaved(added, of), [onSaved]),
  );
  const place = usePlace(customer, desk);
  // What went back over the counter for the last bill, until the next one begins.
  const [change, setChange] = useState<string | null>(null);
  const [served, setServed] = useState(false);
  const add = (entry: BillEntry, key?: string, offline?: OfflineEntry) => queue.add(customer, entry, key, offline);
  const pending = queue.pending.filter((bill) => bill.customerId === customer.id);
  useLive([`exhibition.customer:${customer.id}`, 'exhibition.bill'], onChanged);
  const { id, billCount, totalMinor, dueMinor } = customer;
  const follow = useCallback(() => {
    const shown = queryClient.getQueryData<Bill[]>(['bills', id]);
    if (!shown) return;
    const standing = shown.filter((bill) => bill.voidedAt === null);
    const sum = standing.reduce((all, bill) => all + bill.amountMinor, 0);
    const due = standing.reduce((all, bill) => all + bill.dueMinor, 0);
    // The list has the bills of this desk already. When there are more bills than it shows, load the list again.
    if (shown.length < LATEST && standing.length === billCount && sum === totalMinor && due === dueMinor) return;
    void queryClient.invalidateQueries({ queryKey: ['bills', id] });
  }, [queryClient, id, billCount, totalMinor, dueMinor]);
  useEffect(follow, [follow]);
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
            ) : asking ? (
              <NewBillPayment
                customer={customer}
                entry={asking.entry}
                exhibition={{ id: customer.exhibitionId, currency: customer.currency }}
                onAdd={(entry, offline) => add(entry, asking.key, offline)}
                onSaved={(added) => queue.saved(added)}
                onChange={setChange}
                onDone={() => {
                  setAsking(null);
                  setServed(true);
                }}
                onBack={() => {
                  setCorrecting({ ...asking.entry, key: asking.key });
                  setAsking(null);
                }}
              />
            ) : (
              <>
                {change && (
                  <Large label={translate('console.exhibition.pay.change')} amount={change} tone="success.main" />
                )}
                <NewBill
                  exhibition={{ id: customer.exhibitionId, currency: customer.currency }}
                  amount={amount}
                  scan={scan}
                  correcting={correcting}
                  focused={place.agreed || served}
                  onAdd={(entry, key) => {
                    setChange(null);
                    setCorrecting(null);
                    const named = { ...entry, ...place.named };
                    if (takes) setAsking({ entry: named, key });
                    else add(named, key);
                  }}
                />
              </>
            )}
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
