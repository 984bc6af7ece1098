/** Which payment a line of a statement is: pure, so that every rule can be read and tried by itself. */
import { addDays } from '../../lib/time.ts';
import type { PaymentState } from './states.ts';

export type MatchLine = {
  id: string;
  amountMinor: number;
  currency: string;
  text: string;
  payer: string;
  /** the bank's number of the transfer, as it is compared: capitals and digits, six or more */
  transactionKey: string | null;
  /** calendar day in the organization's zone */
  day: string;
};

export type MatchPayment = {
  id: string;
  reference: string;
  baseMinor: number;
  amountMinor: number;
  currency: string;
  state: PaymentState;
  /** no other open payment asks for this amount */
  ownAmount: boolean;
  payerName: string;
  /** numbers of transfers that its proofs name, as they are compared */
  transactionKeys: string[];
  /** the day it was opened, and the day of its latest sign of life, in the organization's zone */
  openedOn: string;
  seenOn: string;
};

export type Because = 'reference' | 'transaction' | 'amount' | 'amount_and_payer';
export type Proposal = { lineId: string; paymentId: string; certainty: 'certain' | 'likely'; because: Because };

/** A transfer may be booked on the evening before by a bank in another zone, and weeks after it was ordered by a slow one. */
const DAYS_BEFORE = 1;
const DAYS_AFTER = 21;

/**
 * Proposes a payment for each line that has one, each payment once.
 *
 * Certain is what needs no judgement: our reference stands in the text and the amount is right; the bank's own number is the one that a
 * single payment's proof names, and the amount is right; or the amount is one that was given to this payment, no other payment of that time has or had it, and no other line.
 * All else that fits is likely: the same price for many, an amount without its cents, a payment that was closed or denied meanwhile.
 */
export function matchLines(lines: MatchLine[], payments: MatchPayment[]): Proposal[] {
  const found: (Proposal & { rank: number })[] = [];
  const claims = countBy(payments.flatMap((payment) => [...new Set(payment.transactionKeys)]));
  const linesWith = countBy(lines.map((line) => amountOf(line.currency, line.amountMinor)));
  const byReference = new Map(payments.map((payment) => [payment.reference, payment]));
  const byAmount = Map.groupBy(payments, (payment) => amountOf(payment.currency, payment.amountMinor));
  // Who overlooks the cents that make an amount one's own pays the price.
  const byPrice = Map.groupBy(
    payments.filter((payment) => payment.amountMinor !== payment.baseMinor),
    (payment) => amountOf(payment.currency, payment.baseMinor),
  );
  const byKey = Map.groupBy(
    payments.flatMap((payment) => payment.transactionKeys.map((key) => ({ key, payment }))),
    ({ key }) => key,
  );

  for (const line of lines) {
    const amount = amountOf(line.currency, line.amountMinor);
    const consider = (payment: MatchPayment, because: Because, sure: boolean, rank: number) => {
      if (payment.currency !== line.currency || !inTime(line, payment)) return;
      const certain = sure && SURE.has(payment.state);
      const proposal = { lineId: line.id, paymentId: payment.id, because } as const;
      found.push({ ...proposal, certainty: certain ? 'certain' : 'likely', rank: rank - (certain ? 100 : 0) });
    };
    for (const token of tokensOf(line)) {
      const payment = byReference.get(token);
      if (payment) consider(payment, 'reference', payment.amountMinor === line.amountMinor, 0);
    }
    for (const key of keysOf(line)) {
      for (const { payment } of byKey.get(key) ?? []) {
        if (payment.amountMinor === line.amountMinor) consider(payment, 'transaction', claims.get(key) === 1, 1);
      }
    }
    const alike = (byAmount.get(amount) ?? []).filter((payment) => inTime(line, payment));
    for (const payment of alike) {
      const named = sharesName(line, payment.payerName);
      const open = isOpen(payment.state);
      // Alone among all of this time, not among the open ones only: the money of one that was closed or confirmed meanwhile looks the same.
      const alone = alike.length === 1 && linesWith.get(amount) === 1;
      if (payment.ownAmount) consider(payment, 'amount', alone, 2);
      else if (named) consider(payment, 'amount_and_payer', false, open ? 3 : 4);
      else if (open) consider(payment, 'amount', false, 5);
      else if (payment.amountMinor !== payment.baseMinor) consider(payment, 'amount', false, 6);
    }
    for (const payment of byPrice.get(amount) ?? []) {
      if (isOpen(payment.state) && sharesName(line, payment.payerName)) consider(payment, 'amount_and_payer', false, 7);
    }
  }
  return choose(found, lines, payments);
}

/** The surest first, then the nearest in time; a line and a payment are used once. */
function choose(found: (Proposal & { rank: number })[], lines: MatchLine[], payments: MatchPayment[]): Proposal[] {
  const days = new Map(lines.map((line) => [line.id, line.day]));
  const seen = new Map(payments.map((payment) => [payment.id, payment.seenOn]));
  const apart = ({ lineId, paymentId }: Proposal) =>
    Math.abs(Date.parse(days.get(lineId) as string) - Date.parse(seen.get(paymentId) as string));
  const used = new Set<string>();
  return found
    .sort((a, b) => a.rank - b.rank || apart(a) - apart(b))
    .flatMap(({ rank: _, ...proposal }) => {
      if (used.has(proposal.lineId) || used.has(proposal.paymentId)) return [];
      used.add(proposal.lineId).add(proposal.paymentId);
      return [proposal];
    });
}

const amountOf = (currency: string, minor: number) => `${currency} ${minor}`;

/** Of these states a match is certain when its rule is; one that was closed or denied deserves a look. Confirmed ones are only ticked off. */
const SURE = new Set<PaymentState>(['awaiting', 'submitted', 'unknown', 'verified']);

function isOpen(state: PaymentState): boolean {
  return state === 'awaiting' || state === 'submitted' || state === 'unknown' || state === 'denied';
}

function inTime(line: MatchLine, payment: MatchPayment): boolean {
  return line.day >= addDays(payment.openedOn, -DAYS_BEFORE) && line.day <= addDays(payment.seenOn, DAYS_AFTER);
}

/** Six signs that stand by themselves in the text: banks put slashes, hyphens and their own numbers around what people wrote. */
function tokensOf(line: MatchLine): string[] {
  return [...new Set(line.text.toUpperCase().match(/(?<![A-Z0-9])[2-9A-HJKMNP-Z]{6}(?![A-Z0-9])/g) ?? [])];
}

function keysOf(line: MatchLine): string[] {
  const inText = line.text.toUpperCase().match(/[A-Z0-9]{6,}/g) ?? [];
  return [...new Set([...(line.transactionKey ? [line.transactionKey] : []), ...inText])];
}

function sharesName(line: MatchLine, payer: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/\p{L}[\p{L}\p{M}]{2,}/gu) ?? [];
  const there = new Set([...words(line.payer), ...words(line.text)]);
  return words(payer).some((word) => there.has(word));
}

function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
