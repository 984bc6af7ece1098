/** Which payment a statement line belongs to: pure, so that every rule can be tested alone. */
import { addDays } from '../../lib/time.ts';

export type MatchLine = {
  id: string;
  amountMinor: number;
  currency: string;
  text: string;
  payer: string;
  /** numbers that may name the transfer, as transferKey() writes them */
  keys: string[];
  /** calendar day in the organization's zone */
  day: string;
};

export type MatchPayment = {
  id: string;
  reference: string;
  baseMinor: number;
  amountMinor: number;
  currency: string;
  /** a payment's state */
  state: string;
  /** no other open payment asks for this amount */
  ownAmount: boolean;
  payerName: string;
  /** the transfer numbers of its proofs, as transferKey() writes them */
  transactionKeys: string[];
  /** the days on which its proofs say that it was paid */
  paidOn?: string[];
  /** the payer, when known */
  personId?: string | null;
  /**
   * another line matched this payment, or its money was given back: a line that names it now belongs to no other
   * payment
   */
  settled?: boolean;
  /** the day it was opened, and the day of its latest event, in the organization's zone */
  openedOn: string;
  seenOn: string;
};

type Because = 'reference' | 'transaction' | 'amount' | 'amount_and_payer';
export type Proposal = {
  lineId: string;
  paymentId: string;
  certainty: 'certain' | 'likely' | 'paid_already';
  because: Because;
};

/** A bank in another zone may book a transfer on the evening before; a slow bank weeks after it was ordered. */
const DAYS_BEFORE = 1;
const DAYS_AFTER = 21;
/** A number makes a match certain only near the day of the proof: banks book on the next working day, after holidays. */
const DAYS_NEAR = 5;

/**
 * Proposes a payment for each line that has one, each payment once.
 *
 * Certain: the text contains our reference and the amount is right; or the bank's number stands in this line only, of all
 * that were ever read, and in a single payment's proof, and amount and day are right; or the amount was given to this payment only, and no other payment of that time and no other
 * line has it. Everything else that fits is likely: the same price for many, an amount without its cents, a payment
 * that was closed or denied meanwhile.
 *
 * A line that names a payment which another line matched, or which was refunded, is `paid_already`: it is proposed at
 * most for another open payment of the same person (whose bank keeps an old reference), never for another person's.
 *
 * `shared`: numbers that several lines or proofs have, or that are the organization's own; they identify nothing.
 */
export function matchLines(
  lines: MatchLine[],
  payments: MatchPayment[],
  shared: ReadonlySet<string> = new Set(),
): Proposal[] {
  const everything = payments.map(prepare);
  const known = everything.filter((payment) => !payment.settled);
  const found: Found[] = [];
  const named = new Map<MatchLine, { payment: Known; because: Because }>();
  const settledBy = settledNames(everything);
  const claims = countBy(payments.flatMap((payment) => [...new Set(payment.transactionKeys)]));
  const holders = countBy(lines.flatMap((line) => [...new Set(line.keys)]));
  const identifies = (key: string) => claims.get(key) === 1 && holders.get(key) === 1 && !shared.has(key);
  const linesWith = countBy(lines.map((line) => amountOf(line.currency, line.amountMinor)));
  const byReference = new Map(known.map((payment) => [payment.reference, payment]));
  const byAmount = Map.groupBy(known, (payment) => amountOf(payment.currency, payment.amountMinor));
  const byKey = gather(known, (payment) => payment.transactionKeys);
  // By the amount and by the price: payers who leave out the cents of a unique amount pay the price.
  const byName = gather(known, (payment) =>
    [...new Set([payment.amountMinor, payment.baseMinor])].flatMap((minor) =>
      payment.names.map((name) => `${amountOf(payment.currency, minor)} ${name}`),
    ),
  );

  for (const line of lines) {
    const amount = amountOf(line.currency, line.amountMinor);
    const consider = (payment: Known, because: Because, sure: boolean, rank: number) => {
      if (payment.currency !== line.currency || !inTime(line, payment)) return;
      const certain = sure && SURE.has(payment.state);
      found.push({
        line,
        payment,
        because,
        certainty: certain ? 'certain' : 'likely',
        rank: rank - (certain ? 100 : 0),
      });
    };
    for (const token of tokensOf(line)) {
      const payment = byReference.get(token);
      if (!payment) continue;
      consider(payment, 'reference', payment.amountMinor === line.amountMinor, 0);
      if (payment.currency === line.currency && inTime(line, payment))
        named.set(line, { payment, because: 'reference' });
    }
    if (!named.has(line)) {
      for (const payment of writtenApart(line, byReference)) {
        if (payment.amountMinor !== line.amountMinor || payment.currency !== line.currency) continue;
        consider(payment, 'reference', true, 0);
        if (inTime(line, payment)) named.set(line, { payment, because: 'reference' });
      }
    }
    for (const key of line.keys) {
      for (const payment of byKey.get(key) ?? []) {
        if (payment.amountMinor === line.amountMinor)
          consider(payment, 'transaction', identifies(key) && sameDays(line, payment), 1);
      }
    }
    const settled = named.has(line) ? undefined : settledBy(line);
    if (settled) named.set(line, settled);
    // A line that names a payment belongs to it or to none: other payments with that amount don't count.
    if (named.has(line)) continue;
    const own = byAmount.get(amount)?.find((payment) => payment.ownAmount);
    if (own) {
      // Compared with all payments of this time, not only open ones: the money of a closed or confirmed one looks the
      // same.
      const alike = (byAmount.get(amount) ?? []).filter((payment) => inTime(line, payment)).length;
      consider(own, 'amount', alike === 1 && linesWith.get(amount) === 1, 2);
    }
    for (const name of namesIn(`${line.payer} ${line.text}`)) {
      for (const payment of byName.get(`${amount} ${name}`) ?? []) {
        const whole = payment.amountMinor === line.amountMinor;
        if (whole || isOpen(payment.state))
          consider(payment, 'amount_and_payer', false, whole ? (isOpen(payment.state) ? 3 : 4) : 5);
      }
    }
  }
  const used = new Set<string>();
  const chosen = choose(found, used);
  const again = paidAlready(named, known, used);
  return [...chosen, ...again, ...nearest(lines, byAmount, used)];
}

/** The settled payment that a line names: by our reference, or by the bank's number when the amount matches. */
function settledNames(everything: Known[]): (line: MatchLine) => { payment: Known; because: Because } | undefined {
  const settled = everything.filter((payment) => payment.settled);
  const byReference = new Map(settled.map((payment) => [payment.reference, payment]));
  const byKey = gather(settled, (payment) => payment.transactionKeys);
  return (line) => {
    const fits = (payment: Known) => payment.currency === line.currency && line.day >= payment.from;
    for (const token of tokensOf(line)) {
      const payment = byReference.get(token);
      if (payment && fits(payment)) return { payment, because: 'reference' };
    }
    for (const key of line.keys) {
      const payment = byKey.get(key)?.find((one) => fits(one) && one.amountMinor === line.amountMinor);
      if (payment) return { payment, because: 'transaction' };
    }
    return undefined;
  };
}

/** The lines that name a payment which is settled, or which another line has matched by now. */
function paidAlready(
  named: Map<MatchLine, { payment: Known; because: Because }>,
  known: Known[],
  used: Set<string>,
): Proposal[] {
  return [...named].flatMap(([line, { payment, because }]): Proposal[] => {
    if (used.has(line.id)) return [];
    const theirs = known.find(
      (one) =>
        payment.personId &&
        one.personId === payment.personId &&
        one.id !== payment.id &&
        !used.has(one.id) &&
        isOpen(one.state) &&
        one.currency === line.currency &&
        inTime(line, one) &&
        (one.amountMinor === line.amountMinor || one.baseMinor === line.amountMinor),
    );
    if (theirs) return take(used, line, theirs, { certainty: 'likely', because: 'amount_and_payer' });
    used.add(line.id);
    return [{ lineId: line.id, paymentId: payment.id, certainty: 'paid_already', because }];
  });
}

type Known = MatchPayment & { from: string; to: string; seen: number; names: string[] };
type Found = { line: MatchLine; payment: Known; because: Because; certainty: 'certain' | 'likely'; rank: number };

/** Prepared once for each payment, not for each pair. */
function prepare(payment: MatchPayment): Known {
  return {
    ...payment,
    from: addDays(payment.openedOn, -DAYS_BEFORE),
    to: addDays(payment.seenOn, DAYS_AFTER),
    seen: Date.parse(payment.seenOn),
    names: [...namesIn(payment.payerName)],
  };
}

/** The surest first, then the nearest in time; each line and payment is used once. */
function choose(found: Found[], used: Set<string>): Proposal[] {
  const apart = ({ line, payment }: Found) => Math.abs(Date.parse(line.day) - payment.seen);
  return found
    .sort((a, b) => a.rank - b.rank || apart(a) - apart(b))
    .flatMap(({ line, payment, certainty, because }) => take(used, line, payment, { certainty, because }));
}

/**
 * For lines that match only by the amount: the nearest payment in time with this amount, an open one, or one that had a
 * unique amount before it was closed or confirmed.
 */
function nearest(lines: MatchLine[], byAmount: Map<string, Known[]>, used: Set<string>): Proposal[] {
  return lines.flatMap((line) => {
    if (used.has(line.id)) return [];
    const at = Date.parse(line.day);
    let best: Known | undefined;
    for (const payment of byAmount.get(amountOf(line.currency, line.amountMinor)) ?? []) {
      if (used.has(payment.id) || !inTime(line, payment)) continue;
      if (!isOpen(payment.state) && payment.amountMinor === payment.baseMinor) continue;
      if (!best || order(payment, at) < order(best, at)) best = payment;
    }
    return best ? take(used, line, best, { certainty: 'likely', because: 'amount' }) : [];
  });
}

/** Open ones before the others, then by the distance in time. */
function order(payment: Known, at: number): number {
  return Math.abs(payment.seen - at) + (isOpen(payment.state) ? 0 : 1e15);
}

function take(
  used: Set<string>,
  line: MatchLine,
  payment: MatchPayment,
  how: Pick<Proposal, 'certainty' | 'because'>,
): Proposal[] {
  if (used.has(line.id) || used.has(payment.id)) return [];
  used.add(line.id).add(payment.id);
  return [{ lineId: line.id, paymentId: payment.id, ...how }];
}

function gather(payments: Known[], keysOf: (payment: Known) => string[]): Map<string, Known[]> {
  const gathered = new Map<string, Known[]>();
  for (const payment of payments) {
    for (const key of keysOf(payment)) {
      const list = gathered.get(key);
      if (list) list.push(payment);
      else gathered.set(key, [payment]);
    }
  }
  return gathered;
}

const amountOf = (currency: string, minor: number) => `${currency} ${minor}`;

/**
 * In these states a match is as certain as its rule; a closed or denied payment needs a person. Confirmed ones are only
 * matched.
 */
const SURE = new Set(['awaiting', 'submitted', 'unknown', 'verified']);

function isOpen(state: string): boolean {
  return state === 'awaiting' || state === 'submitted' || state === 'unknown' || state === 'denied';
}

/** The day that the proof tells, else that of the request and the proof. */
function sameDays(line: MatchLine, payment: Known): boolean {
  const days = payment.paidOn ?? [];
  if (days.length > 0)
    return days.some((day) => line.day >= addDays(day, -DAYS_BEFORE) && line.day <= addDays(day, DAYS_NEAR));
  return line.day >= payment.from && line.day <= addDays(payment.seenOn, DAYS_NEAR);
}

function inTime(line: MatchLine, payment: Known): boolean {
  return line.day >= payment.from && line.day <= payment.to;
}

/**
 * Separate words of six characters in the text: banks put slashes, hyphens and their own numbers around what people
 * wrote.
 */
export function tokensOf(line: Pick<MatchLine, 'text'>): string[] {
  return [...new Set(line.text.toUpperCase().match(/(?<![A-Z0-9])[2-9A-HJKMNP-Z]{6}(?![A-Z0-9])/g) ?? [])];
}

/**
 * Payments whose reference the text has in pieces ("K7M P2A", "K7MP-2A") or glued to words ("AshaK7MP2A"). References of
 * digits alone are left out: long numbers contain them by chance.
 */
function writtenApart(line: MatchLine, byReference: Map<string, Known>): Known[] {
  const text = line.text.toUpperCase();
  const joined = text.replaceAll(/[^A-Z0-9]/g, '');
  const found = new Set<Known>();
  for (let at = 0; at + 6 <= joined.length; at += 1) {
    const reference = joined.slice(at, at + 6);
    const payment = byReference.get(reference);
    if (!payment || reference.replaceAll(/\d/g, '').length < 2) continue;
    const apart = [...reference].join('[^A-Z0-9]*');
    const whole = new RegExp(`(?<![A-Z0-9])(?:${apart}|[A-Z]*${reference}[A-Z]*)(?![A-Z0-9])`);
    if (whole.test(text)) found.add(payment);
  }
  return [...found];
}

/** Words of three letters and more: shorter ones are initials and particles. */
function namesIn(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{M}]{2,}/gu) ?? []);
}

function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
