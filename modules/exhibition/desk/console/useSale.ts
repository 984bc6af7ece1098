import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useOffline, useSession, useUnsaved } from '../../../../kernel/ui/index.ts';
import { needsConfirming, parseBillAmount } from '../../amount.rule.ts';
import { showCustomer } from '../../bills/console/customerScreen.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { formatQuantity, readQuantity } from '../../bills/lines.rule.ts';
import type { Item } from '../../items/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { find, readTyped, splitTimes } from './typed.ts';
import type { BillEntry } from './useBillQueue.ts';
import { useCart } from './useCart.ts';

/** What a barcode scanner does while a sale is open. */
export type Scanned = { knows: (code: string) => boolean; add: (code: string) => void };

export type SaleProps = {
  items: Item[];
  /** where it is sold: what a supervisor's approval of a discount is about */
  exhibitionId: string;
  currency: string;
  amount: RefObject<HTMLInputElement | null>;
  scan: RefObject<Scanned | null> | undefined;
  correcting: Correcting | null;
  focused: boolean;
  onAdd: (entry: BillEntry, key?: string) => void;
};

type Typed = ReturnType<typeof readTyped>;

/** A large bill, until its amount is typed again. */
function useLarge() {
  const [entry, setEntry] = useState<BillEntry | null>(null);
  const [again, setAgain] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (entry) field.current?.focus();
  }, [entry]);
  const ask = (about: BillEntry | null) => {
    setEntry(about);
    setAgain('');
  };
  return { entry, again, setAgain, field, ask };
}

/** The sale's text and cart, and what Enter and a scanner do with them. */
export function useSale({ items, currency, amount, scan, correcting, onAdd }: SaleProps) {
  const { organization } = useSession();
  const rules = useDeskRules();
  const offline = useOffline();
  const cart = useCart(items, currency);
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const large = useLarge();
  const [approving, setApproving] = useState<BillEntry | null>(null);
  const reason = useRef<HTMLInputElement>(null);
  const { restore } = cart;
  useUnsaved(() => text.trim() !== '' || cart.lines.length > 0);
  useEffect(() => {
    if (!correcting) return;
    if (correcting.lines) restore(correcting);
    else {
      setText(correcting.amount);
      setDescription(correcting.description);
    }
    amount.current?.focus();
  }, [correcting, amount, restore]);
  // What a person was asked about is another bill as soon as something is added or taken off, by a scanner too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the cart is another.
  useEffect(() => {
    large.ask(null);
    setApproving(null);
  }, [cart.sold]);

  const send = (entry: BillEntry) => {
    amount.current?.focus();
    onAdd(entry, correcting?.key);
    setText('');
    setDescription('');
    large.ask(null);
    cart.clear();
  };
  const confirmed = (entry: BillEntry) => {
    const minor = parseBillAmount(entry.amount, currency);
    if (minor.ok && needsConfirming(minor.data, currency, rules?.confirmAbove ?? 0)) large.ask(entry);
    else send(entry);
  };
  const toPayment = () => {
    if (cart.fault) return;
    if (cart.total === 0) return setFault('amount_zero');
    if (cart.discounted && cart.reason.trim() === '') return reason.current?.focus();
    const entry = cart.entry();
    if (cart.aboveLimit && offline) setFault('above_limit_offline');
    else if (cart.aboveLimit) setApproving(entry);
    else confirmed(entry);
  };
  const pick = (item: Item, quantity = splitTimes(text).quantity ?? '1') => {
    const milli = readQuantity(quantity);
    if (milli === null || (item.unit === 'piece' && milli % 1000 > 0)) return setFault('quantity');
    cart.addItem(item, quantity);
    setText('');
    setFault(null);
    amount.current?.focus();
  };
  useImperativeHandle(scan, () => ({
    knows: (code) => find(code, items)?.code?.toLowerCase() === code.trim().toLowerCase(),
    add: (code) => {
      const item = find(code, items);
      if (item) pick(item);
    },
  }));
  const takeOff = (typed: Extract<Typed, { kind: 'off' }>) => {
    if (cart.lines.length === 0) return setFault('nothing_off');
    if (typed.of === 'bill') cart.setOff(typed.off);
    else cart.setLineOff(cart.lines.length - 1, typed.off);
    setText('');
    // The field of the reason may come with this.
    setTimeout(() => reason.current?.focus());
  };
  const addAmount = (typed: Extract<Typed, { kind: 'amount' }>) => {
    const read = parseBillAmount(typed.amount, currency, organization);
    const plain = formatAmount(read.ok ? read.data : 0, currency);
    const quantity = typed.quantity === null ? 1000 : readQuantity(typed.quantity);
    if (quantity === null || quantity % 1000 > 0) return setFault('quantity');
    if (cart.lines.length === 0 && typed.quantity === null)
      return confirmed({ amount: plain, description: description.trim() });
    cart.addTyped(plain, description.trim(), formatQuantity(quantity));
    setText('');
    setDescription('');
  };
  const enter = () => {
    if (text.trim() === '') return cart.lines.length > 0 ? toPayment() : undefined;
    const typed = readTyped(text, items, { currency, region: organization });
    if (typed.kind === 'fault') {
      setFault(typed.code);
      return amount.current?.select();
    }
    if (typed.kind === 'item') return pick(typed.item, typed.quantity);
    if (typed.kind === 'off') return takeOff(typed);
    return addAmount(typed);
  };
  const submit = (event: FormEvent) => {
    // React passes on what dialogs of this form send.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    if (!large.entry) return enter();
    const read = parseBillAmount(large.again, currency, organization);
    if (read.ok && formatAmount(read.data, currency) === large.entry.amount)
      send({ ...large.entry, confirmedAmount: large.entry.amount });
    else large.field.current?.select();
  };
  const type = (next: string) => {
    setText(next);
    setFault(null);
    large.ask(null);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && text === '' && cart.lines.length > 0) {
      event.preventDefault();
      cart.setQuantity(cart.lines.length - 1, 0);
      if (cart.lines.length === 1) showCustomer({ state: 'idle' });
    }
  };
  const approved = (approvalId: string | null) => {
    setApproving(null);
    if (approvalId && approving) confirmed({ ...approving, approvalId });
  };
  return {
    cart,
    text,
    type,
    description,
    setDescription,
    fault,
    large,
    approving: approving !== null,
    approved,
    reason,
    pick,
    submit,
    keys,
  };
}
