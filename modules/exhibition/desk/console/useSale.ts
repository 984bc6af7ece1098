import { type FormEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useOffline, useSession, useUnsaved } from '../../../../kernel/ui/index.ts';
import { billMinor } from '../../amount.rule.ts';
import { formatQuantity, readQuantity } from '../../bills/lines.rule.ts';
import type { Item } from '../../items/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { find, readTyped, splitTimes } from './typed.ts';
import type { BillEntry } from './useBillQueue.ts';
import { type Cart, useCart } from './useCart.ts';
import { useLarge } from './useLarge.ts';

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

/** The sale's text and cart, and what Enter and a scanner do with them. */
export function useSale({ items, currency, amount, scan, correcting, onAdd }: SaleProps) {
  const { organization } = useSession();
  const cart = useCart(items, currency);
  const [text, setText] = useState('');
  const [description, setDescription] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { large, reason, toPayment, ...approval } = useChecks(cart, currency, setFault, (entry) => {
    amount.current?.focus();
    onAdd(entry, correcting?.key);
    setText('');
    setDescription('');
    cart.clear();
  });
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
    const plain = formatAmount(billMinor(typed.amount, currency, organization), currency);
    const quantity = typed.quantity === null ? 1000 : readQuantity(typed.quantity);
    if (quantity === null || quantity % 1000 > 0) return setFault('quantity');
    if (cart.lines.length === 0 && typed.quantity === null)
      return large.offer({ amount: plain, description: description.trim() });
    cart.addTyped(plain, description.trim(), formatQuantity(quantity));
    setText('');
    setDescription('');
  };
  const submit = (event: FormEvent) => {
    // React passes on what dialogs of this form send.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    if (large.entry) return large.answer();
    if (text.trim() === '') return cart.lines.length > 0 ? toPayment() : undefined;
    const typed = readTyped(text, items, { currency, region: organization });
    if (typed.kind === 'item') return pick(typed.item, typed.quantity);
    if (typed.kind === 'off') return takeOff(typed);
    if (typed.kind === 'amount') return addAmount(typed);
    setFault(typed.code);
    amount.current?.select();
  };
  const type = (next: string) => {
    setText(next);
    setFault(null);
    large.forget();
  };
  return { cart, text, type, description, setDescription, fault, large, reason, pick, submit, ...approval };
}

/** What a cart's bill needs before it is paid: a reason for what is taken off, a supervisor's yes, its amount again. */
function useChecks(cart: Cart, currency: string, onFault: (code: string) => void, send: (entry: BillEntry) => void) {
  const offline = useOffline();
  const large = useLarge(currency, send);
  const [approving, setApproving] = useState<BillEntry | null>(null);
  const reason = useRef<HTMLInputElement>(null);
  // What a person was asked about is another bill as soon as something is added or taken off, by a scanner too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the cart is another.
  useEffect(() => {
    large.forget();
    setApproving(null);
  }, [cart.sold]);
  const toPayment = () => {
    if (cart.fault) return;
    if (cart.total === 0) return onFault('amount_zero');
    if (cart.discounted && cart.reason.trim() === '') return reason.current?.focus();
    const entry = cart.entry();
    if (cart.aboveLimit && offline) onFault('above_limit_offline');
    else if (cart.aboveLimit) setApproving(entry);
    else large.offer(entry);
  };
  const approved = (approvalId: string | null) => {
    setApproving(null);
    if (approvalId && approving) large.offer({ ...approving, approvalId });
  };
  return { large, reason, toPayment, approving: approving !== null, approved };
}
