/** What the sandbox knows: kept in memory, and in a file where one is named, so that it survives a restart. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LimitedMap } from '../../lib/limited-map.ts';

export type Operator = 'card' | 'mtn' | 'airtel';

/** A request for money, or to give it back, as an operator keeps it. */
export type Transfer = {
  operator: Operator;
  kind: 'charge' | 'refund';
  /** its name here: MTN's X-Reference-Id, Airtel's transaction.id; of a refund at Airtel its own id */
  reference: string;
  /** the caller's own name for it, which callbacks return */
  externalId: string;
  /** the operator's id of the money */
  moneyId: string;
  amountMinor: number;
  currency: string;
  /** E.164; of a card empty */
  payer: string;
  /** shown on the payer's phone */
  message: string;
  /** of a refund: the reference of the charge */
  charge: string | null;
  callbackUrl: string;
  /** of a card: where its page leads afterwards */
  returnUrl?: string | undefined;
  state: 'open' | 'paid' | 'failed';
  /** what PIN or phone decided; failed: why */
  reason: 'declined' | 'no_money' | 'unknown_payer' | 'expired' | null;
  /** milliseconds; until then nobody is told the result */
  settlesAt: number;
  createdAt: number;
};

export type Key = Pick<Transfer, 'operator' | 'kind' | 'reference'>;
export type Book = ReturnType<typeof openBook>;

/** The oldest are forgotten then. */
const MAX_TRANSFERS = 10_000;

const nameOf = ({ operator, kind, reference }: Key) => `${operator} ${kind} ${reference}`;

/** @param file one transfer a line, the last line of a reference counts */
export function openBook(file?: string) {
  const transfers = new LimitedMap<string, Transfer>(MAX_TRANSFERS);
  if (file) mkdirSync(dirname(file), { recursive: true });
  if (file && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const transfer = readLine(line);
      if (transfer) transfers.set(nameOf(transfer), transfer);
    }
    writeFileSync(file, [...transfers.values()].map((transfer) => `${JSON.stringify(transfer)}\n`).join(''));
  }
  return {
    find: (key: Key): Transfer | undefined => transfers.get(nameOf(key)),
    all: (): Transfer[] => [...transfers.values()],
    put(transfer: Transfer): void {
      transfers.set(nameOf(transfer), transfer);
      if (file) appendFileSync(file, `${JSON.stringify(transfer)}\n`);
    },
  };
}

/** Null for a line that a dying process wrote in part. */
function readLine(line: string): Transfer | null {
  try {
    return line ? (JSON.parse(line) as Transfer) : null;
  } catch {
    return null;
  }
}
