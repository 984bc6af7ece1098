import { type RefObject, useState } from 'react';
import { useLabels } from '../../../../kernel/ui/index.ts';
import { Large } from '../../bills/console/PayStep.tsx';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { NewBill } from './NewBill.tsx';
import { NewBillPayment } from './NewBillPayment.tsx';
import { type BillEntry, type Buyer, type Saved, useBillQueue, WALK_IN } from './useBillQueue.ts';
import type { Scanned } from './useSale.ts';

/** The next bill of whoever is served, and those before it that may not be saved yet. */
export function useNextBill(buyer: Buyer, onSaved: Saved) {
  const queue = useBillQueue(onSaved);
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const [asking, setAsking] = useState<{ entry: BillEntry; key: string | undefined } | null>(null);
  // What went back over the counter for the last bill, until the next one begins.
  const [change, setChange] = useState<string | null>(null);
  const [paid, setPaid] = useState(false);
  const pending = queue.pending.filter(({ customerId }) => customerId === (buyer.id ?? WALK_IN));
  return { buyer, queue, pending, correcting, setCorrecting, asking, setAsking, change, setChange, paid, setPaid };
}

type Props = {
  next: ReturnType<typeof useNextBill>;
  exhibition: Pick<Exhibition, 'id' | 'currency'>;
  amount: RefObject<HTMLInputElement | null>;
  /** What a scanner does with an item's barcode; absent where no scanner is listened to. */
  scan?: RefObject<Scanned | null> | undefined;
  focused: boolean;
  /** what the bill says about where it is sold */
  named: Pick<BillEntry, 'exhibitionId' | 'confirmedExhibitionId'>;
};

/** The form for the next bill and, where the desk takes payments, how it is paid. */
export function NextBill({ next, exhibition, focused, named, ...form }: Props) {
  const label = useLabels('console.exhibition.pay');
  const takes = useDeskRules()?.deskTakesPayments ?? false;
  const { buyer, queue, asking } = next;
  if (asking)
    return (
      <NewBillPayment
        customer={buyer}
        entry={asking.entry}
        exhibition={exhibition}
        onAdd={(entry, offline) => queue.add(buyer, entry, asking.key, offline)}
        onSaved={queue.saved}
        onChange={next.setChange}
        onDone={() => {
          next.setAsking(null);
          next.setPaid(true);
        }}
        onBack={() => {
          next.setCorrecting({ ...asking.entry, key: asking.key });
          next.setAsking(null);
        }}
      />
    );
  return (
    <>
      {next.change && <Large label={label('change')} amount={next.change} tone="success.main" />}
      <NewBill
        {...form}
        exhibition={exhibition}
        correcting={next.correcting}
        focused={focused || next.paid}
        onAdd={(entry, key) => {
          next.setChange(null);
          next.setCorrecting(null);
          const whole = { ...entry, ...named };
          if (takes) next.setAsking({ entry: whole, key });
          else queue.add(buyer, whole, key);
        }}
      />
    </>
  );
}
