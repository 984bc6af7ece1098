import { useEffect, useRef, useState } from 'react';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { useSession } from '../../../../kernel/ui/index.ts';
import { parseBillAmount } from '../../amount.rule.ts';
import { changeOf, type Given, type Share, sharesOf } from '../pay.rule.ts';
import { type Applied, useCustomerCredit } from './CreditField.tsx';
import { showCustomer, useShown } from './customerScreen.ts';

/** What a cashier decided: how the money came, and what goes back over the counter. */
export type Paid = {
  pay: { method: Given['method']; given?: string; voucher?: string }[];
  part?: boolean;
  changeMinor: number;
  givenMinor: number;
};

export type PayProps = {
  dueMinor: number;
  currency: string;
  /** Whose store credit may pay; null: somebody who isn't registered, who may have a voucher. */
  customerId: string | null;
  busy?: boolean;
  onPaid: (paid: Paid) => unknown;
  /** The customer pays by a QR code that the desk shows; absent: a transfer is seen, or nothing. */
  onCode?: () => void;
  /** The bill stays open; absent where it is open already. */
  onLater?: (() => void) | undefined;
  onBack: () => void;
  /** There is no network: only cash is taken, and not even that where `blocked` says why. */
  offline?: { blocked: string | null } | null;
};

type About = { currency: string; part: boolean; voucher: string | undefined };

/** What the bill's request says about its money: each method with what was given, store credit with its voucher. */
function paidOf(given: Given[], shares: Share[], { currency, part, voucher }: About): Paid {
  return {
    pay: given.map(({ method, givenMinor }) => ({
      method,
      ...(givenMinor !== undefined && { given: formatAmount(givenMinor, currency) }),
      ...(method === 'credit' && voucher !== undefined && { voucher }),
    })),
    ...(part && { part }),
    changeMinor: changeOf(shares),
    givenMinor: shares.reduce((sum, share) => sum + share.amountMinor + share.changeMinor, 0),
  };
}

/** What was typed, what of the money it is, and what each key does with it. */
export function usePayStep(props: PayProps) {
  const { dueMinor: allMinor, currency, customerId, busy = false, onPaid, onCode, onLater, onBack, offline } = props;
  const { organization } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  // Enter was pressed with less than is due: the next one means it.
  const [less, setLess] = useState(false);
  // Store credit that pays the first part, and whether a voucher's code is asked for.
  const [credit, setCredit] = useState<Applied | null>(null);
  const [asking, setAsking] = useState(false);
  const own = useCustomerCredit(customerId);
  const creditMinor = Math.min(credit?.balanceMinor ?? 0, allMinor);
  const dueMinor = allMinor - creditMinor;
  useEffect(() => field.current?.focus(), []);
  const typed = text.trim() === '' ? null : parseBillAmount(text, currency, organization);
  const givenMinor = typed?.ok ? typed.data : dueMinor;
  const differs = typed?.ok ? givenMinor - dueMinor : 0;
  const take = (given: Given[], part = false) => {
    if (busy) return;
    if (typed && !typed.ok) {
      setFault(typed.code.split('.').at(-1) ?? '');
      return field.current?.select();
    }
    send(given, credit, part);
  };
  const send = (given: Given[], from: Applied | null, part = false) => {
    if (offline && (offline.blocked || from || given.some(({ method }) => method !== 'cash'))) return;
    const first = from ? [{ method: 'credit' as const, givenMinor: Math.min(from.balanceMinor, allMinor) }] : [];
    const shares = sharesOf(allMinor, [...first, ...given], currency, part);
    if (!shares.ok) {
      setLess(shares.code === 'exhibition.bill.given_less');
      return field.current?.focus();
    }
    const changeMinor = changeOf(shares.data);
    showCustomer({
      state: 'paid',
      currency,
      ...(changeMinor > 0 && { change: formatAmount(changeMinor, currency) }),
    });
    onPaid(paidOf([...first, ...given], shares.data, { currency, part, voucher: from?.voucher }));
  };
  const cash = (): Given => ({ method: 'cash', ...(typed?.ok && { givenMinor }) });
  // What was typed, if it is less, is the cash part.
  const rest = (method: 'card' | 'transfer') => take(differs < 0 ? [cash(), { method }] : [{ method }]);
  useShown({
    state: 'due',
    currency,
    due: formatAmount(dueMinor, currency),
    ...(differs > 0 && { change: formatAmount(differs, currency) }),
  });
  const apply = (from: Applied) => {
    setAsking(false);
    setCredit(from);
    setLess(false);
    if (from.balanceMinor >= allMinor) send([], from);
    else field.current?.focus();
  };
  const byCredit = () => {
    if (credit || busy || offline) return;
    if (own && own.balanceMinor > 0) apply({ balanceMinor: own.balanceMinor });
    else setAsking(true);
  };
  // Nothing of it stays before the customer's eyes.
  const left = (then: () => void) => () => {
    showCustomer({ state: 'idle' });
    then();
  };
  const actions: Record<string, () => void> = {
    Enter: () => take([cash()], less && differs < 0),
    F7: () => rest('card'),
    // A code asks for all of the bill, so what store credit leaves is a transfer that is seen.
    F8: () => (offline ? undefined : differs < 0 || credit || !onCode ? rest('transfer') : onCode()),
    F10: byCredit,
    ...(onLater && { F9: left(onLater) }),
    Escape: left(onBack),
  };
  return {
    field,
    text,
    type: (next: string) => {
      setText(next);
      setFault(null);
      setLess(false);
    },
    fault,
    less,
    dueMinor,
    /** above zero: the change; below: what is missing */
    differs,
    credit: { own, used: credit !== null, minor: creditMinor, asking, apply, leave: () => setAsking(false) },
    actions,
  };
}
