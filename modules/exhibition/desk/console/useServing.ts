import { useEffect, useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { useCan, useWedge } from '../../../../kernel/ui/index.ts';
import type { Customer } from '../../customers/console/types.ts';
import { looksScanned } from '../../customers/scan-text.rule.ts';
import { useRecent } from './Recent.tsx';
import type { useDesk } from './useDesk.ts';
import type { Scanned } from './useSale.ts';

/** Who is served, one after the other: by the keyboard, a scanner or touch, and where the focus goes for it. */
export function useServing(desk: ReturnType<typeof useDesk>, stallId: string | undefined) {
  const notify = useNotify();
  const maySell = useCan()('exhibition.bill.add');
  const recent = useRecent();
  const [walkIn, setWalkIn] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const amount = useRef<HTMLInputElement>(null);
  const scan = useRef<Scanned | null>(null);

  // Closes the open customer at once; the keys that follow belong to the code's field.
  const look = async (text: string): Promise<boolean> => {
    find.current?.focus();
    const opened = await desk.resolve(text);
    if (!opened) find.current?.select();
    return opened;
  };
  // A person can't type that fast: even an unknown code in the amount's field is a scan, and never an amount.
  const isItem = (text: string) => scan.current?.knows(text) ?? false;
  const scanned = (text: string) => isItem(text) || looksScanned(text) || document.activeElement === amount.current;
  const take = (text: string) => {
    if (isItem(text)) scan.current?.add(text);
    else void look(text);
  };
  useWedge(scanned, take, looksScanned);
  const sell = () => {
    if (!maySell) return;
    desk.clear();
    setWalkIn(true);
  };
  const served = desk.customer;
  const wait = () => {
    setWalkIn(false);
    find.current?.focus();
  };
  const next = () => {
    if (served) desk.clear();
    wait();
  };
  useShortcuts({ F2: () => find.current?.focus(), F3: sell, F4: () => name.current?.focus() }, () => {
    desk.clear();
    wait();
  });

  const servedId = served?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each customer and stall, not for each change of theirs.
  useEffect(() => {
    if (!served) return;
    setWalkIn(false);
    recent.remember(served);
    amount.current?.focus();
  }, [servedId, stallId]);

  /** Called when somebody new is sent; what it returns is called with the customer. */
  const register = () => {
    const current = desk.begin();
    return (customer: Customer) => {
      if (current()) return desk.show(customer);
      // Another customer was scanned meanwhile and stays open.
      recent.remember(customer);
      const { name: who, code } = customer;
      notify('console.exhibition.desk.registered', { type: 'success', messageArgs: { name: who, code } });
    };
  };
  return {
    fields: { find, name, amount, scan },
    walkIn,
    look,
    sell: maySell ? sell : null,
    next,
    register,
    recent: recent.entries,
  };
}

/** F2 and F4 work from inside any field; Escape means "next customer" unless a dialog or field wants it. */
function useShortcuts(keys: Record<string, () => void>, onEscape: () => void) {
  const latest = useRef({ keys, onEscape });
  latest.current = { keys, onEscape };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = latest.current.keys[event.key];
      if (action) {
        event.preventDefault();
        action();
      } else if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog]')) {
        latest.current.onEscape();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
