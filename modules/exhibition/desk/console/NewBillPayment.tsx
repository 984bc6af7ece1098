import { useRef, useState } from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { Attempt, api, useAction, useFormat, useUnsaved } from '../../../../kernel/ui/index.ts';
import { parseBillAmount } from '../../amount.rule.ts';
import { CodePanel } from '../../bills/console/CodePanel.tsx';
import { PayStep } from '../../bills/console/PayStep.tsx';
import type { Added, BillLink } from '../../bills/console/types.ts';
import type { Customer } from '../../customers/console/types.ts';
import { type BillEntry, bodyOf } from './useBillQueue.ts';

type Props = {
  customer: Pick<Customer, 'currency'> & { id: string | null };
  entry: BillEntry;
  /** Sends the bill in the background, with its money or without. */
  onAdd: (entry: BillEntry) => void;
  /** The bill was saved here, because its code needs it first. */
  onSaved: (added: Added) => void;
  /** What goes back over the counter; null: nothing. */
  onChange: (change: string | null) => void;
  onDone: () => void;
  onBack: () => void;
};

/** The money of a bill that is being added: one keyed request has both, except for a code, which names the bill. */
export function NewBillPayment({ customer, entry, onAdd, onSaved, onChange, onDone, onBack }: Props) {
  const format = useFormat();
  const { busy, run } = useAction();
  const attempt = useRef(new Attempt());
  const [shown, setShown] = useState<{ billId: string; link: BillLink } | null>(null);
  useUnsaved(() => shown === null);
  const { currency } = customer;
  const due = parseBillAmount(entry.amount, currency);
  const dueMinor = due.ok ? due.data : 0;
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
      onPaid={({ pay, part, changeMinor }) => {
        onAdd({ ...entry, pay, ...(part && { part }) });
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
