import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../../../kernel/ui/index.ts';
import { billMinor, needsConfirming } from '../../amount.rule.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import type { BillEntry } from './useBillQueue.ts';

/** A bill above the organization's limit waits until its amount is typed again; others are sent at once. */
export function useLarge(currency: string, send: (entry: BillEntry) => void) {
  const { organization } = useSession();
  const rules = useDeskRules();
  const [entry, setEntry] = useState<BillEntry | null>(null);
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (entry) field.current?.focus();
  }, [entry]);
  const ask = (about: BillEntry | null) => {
    setEntry(about);
    setAgain('');
    setDiffers(false);
  };
  return {
    /** the bill that waits */
    entry,
    again,
    /** Something else was typed. */
    differs,
    field,
    type: (text: string) => {
      setAgain(text);
      setDiffers(false);
    },
    offer: (next: BillEntry) => {
      const large = needsConfirming(billMinor(next.amount, currency), currency, rules?.confirmAbove ?? 0);
      if (large) ask(next);
      else send(next);
    },
    /** Enter in the field for the repeated amount. */
    answer: () => {
      if (!entry) return;
      if (billMinor(again, currency, organization) === billMinor(entry.amount, currency)) {
        ask(null);
        send({ ...entry, confirmedAmount: entry.amount });
      } else {
        setDiffers(again !== '');
        field.current?.select();
      }
    },
    forget: () => ask(null),
  };
}

export type Large = ReturnType<typeof useLarge>;
