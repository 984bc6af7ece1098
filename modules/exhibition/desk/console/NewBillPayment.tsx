import { useRef, useState } from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { Attempt, api, useAction, useFormat, useUnsaved } from '../../../../kernel/ui/index.ts';
import { billMinor } from '../../amount.rule.ts';
import { CodePanel } from '../../bills/console/CodePanel.tsx';
import { PayStep } from '../../bills/console/PayStep.tsx';
import type { Added, BillLink } from '../../bills/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { useOfflineSale } from './offlineSale.ts';
import { type BillEntry, type Buyer, bodyOf, type OfflineEntry } from './useBillQueue.ts';
import { usePrintOffline } from './usePrintOffline.ts';

type Props = {
  customer: Buyer;
  entry: BillEntry;
  /** whose sale it is */
  exhibition: Pick<Exhibition, 'id' | 'currency'>;
  /** Sends the bill in the background, with its money or without. */
  onAdd: (entry: BillEntry, offline?: OfflineEntry) => void;
  /** The bill was saved here, because its code needs it first. */
  onSaved: (added: Added) => void;
  /** What goes back over the counter; null: nothing. */
  onChange: (change: string | null) => void;
  onDone: () => void;
  onBack: () => void;
};

/** The money of a bill that is being added: one keyed request has both, except for a code, which names the bill. */
export function NewBillPayment({ customer, entry, exhibition, onAdd, onSaved, onChange, onDone, onBack }: Props) {
  const format = useFormat();
  const { busy, run } = useAction();
  const attempt = useRef(new Attempt());
  const [shown, setShown] = useState<{ billId: string; link: BillLink } | null>(null);
  useUnsaved(() => shown === null);
  const { currency } = customer;
  const offline = useOfflineSale(exhibition);
  const print = usePrintOffline();
  const taken = useRef(false);
  const dueMinor = billMinor(entry.amount, currency);
  const code = () =>
    run(
      async () => {
        const path = customer.id === null ? '/exhibition/bills' : `/exhibition/customers/${customer.id}/bills`;
        const added = await attempt.current.send((idempotencyKey) =>
          api.post<Added>(path, bodyOf(entry), { idempotencyKey }),
        );
        onSaved(added);
        const { id } = added.bill;
        const idempotencyKey = crypto.randomUUID();
        setShown({
          billId: id,
          link: await api.post<BillLink>(`/exhibition/bills/${id}/link`, {}, { idempotencyKey }),
        });
      },
      { refresh: false },
    );
  if (shown) return <CodePanel {...shown} onDone={onDone} />;
  return (
    <PayStep
      dueMinor={dueMinor}
      customerId={customer.id}
      currency={currency}
      busy={busy}
      offline={offline}
      onPaid={async ({ pay, part, changeMinor }) => {
        // The number is drawn meanwhile: a second Enter is not a second sale.
        if (taken.current) return;
        taken.current = true;
        const paid = { ...entry, pay, ...(part && { part }) };
        const made = await offline?.make(customer, paid);
        onAdd(paid, made);
        if (made?.extra) print(made.extra);
        onChange(changeMinor > 0 ? format.money(formatAmount(changeMinor, currency), currency) : null);
        onDone();
      }}
      onCode={() => void code()}
      onLater={() => {
        onAdd(entry);
        onChange(null);
        onDone();
      }}
      onBack={onBack}
    />
  );
}
