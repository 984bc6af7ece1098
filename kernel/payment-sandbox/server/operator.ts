/** What the operators and the card processor have in common: taking a request once, deciding it, calling back. */
import { randomInt } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { ANY_ADDRESS, exchange } from '../../outbound/index.ts';
import { cardMagic, DELAY_MS, type Magic, magicOf, magicPhone, PAGE_MS, PIN_MS } from '../domain/sandbox-magic.ts';
import type { Book, Key, Transfer } from './book.ts';

export type SandboxOptions = {
  /** what must stand in every request for a token: the key of the API user, the client's secret */
  secret: string;
  book: Book;
  now: () => number;
  /** where Airtel's side calls back, by client id; MTN's address comes with each request */
  airtelCallback(clientId: string): string;
  /** how long a request waits that is never answered, in milliseconds; 0: the connection is cut at once */
  silenceMs: number;
  text(language: string | undefined, key: string, values?: Record<string, string | number>): string;
  /** e.g. `RWF 1,000` */
  money(language: string | undefined, minor: number, currency: string): string;
  warn(message: string): void;
};

export type Told = Omit<Transfer, 'moneyId' | 'state' | 'reason' | 'settlesAt' | 'createdAt'>;
type Fate = Magic | 'pays' | null;

/** The phone's behaviour comes before the amount's. */
export function fateOf({ operator, kind, payer, amountMinor }: Told): Fate {
  if (operator === 'card') return cardMagic(amountMinor);
  return (kind === 'charge' ? magicPhone(payer) : null) ?? magicOf(amountMinor);
}

/** A refund and a magic phone decide by themselves, a person enters a PIN. */
const decidesItself = ({ kind, payer }: Told) => kind === 'refund' || magicPhone(payer) !== null;

/** What is left to do after a request was taken: `broken` answers 500, `silent` nothing. */
export type Taken = { transfer: Transfer; known: boolean; fate: Fate };

/** Takes a request once; a second of the same reference changes nothing. */
export async function take(options: SandboxOptions, told: Told): Promise<Taken> {
  const fate = fateOf(told);
  const before = options.book.find(told);
  if (before) return { transfer: before, known: true, fate };
  const transfer: Transfer = {
    ...told,
    moneyId: String(randomInt(1e9, 9e9)),
    state: 'open',
    reason: null,
    settlesAt: 0,
    createdAt: options.now(),
  };
  options.book.put(transfer);
  if (decidesItself(told) || fate === 'early') {
    const deciding = decide(options, transfer, 'pay');
    if (fate === 'early') await deciding;
    // The others call back after the answer, as operators do.
    else deciding.catch((error: Error) => options.warn(error.message));
  }
  return { transfer, known: false, fate };
}

const FAILS: Partial<Record<Magic, NonNullable<Transfer['reason']>>> = {
  declined: 'declined',
  no_money: 'no_money',
  ignored: 'expired',
  unknown_payer: 'unknown_payer',
};

/** The payer's PIN, once: then the money has moved or not, and the caller is told. */
export async function decide(options: SandboxOptions, key: Key, what: 'pay' | 'decline'): Promise<void> {
  const transfer = options.book.find(key);
  if (transfer?.state !== 'open' || stateOf(options, transfer) !== 'open') return;
  const fate = fateOf(transfer) as Magic | null;
  if (fate === 'ongoing') return;
  const reason = what === 'decline' ? 'declined' : ((fate && FAILS[fate]) ?? null);
  const late = fate === 'delayed' || fate === 'ambiguous';
  const settlesAt = late ? options.now() + DELAY_MS : 0;
  const decided: Transfer = { ...transfer, state: reason ? 'failed' : 'paid', reason, settlesAt };
  options.book.put(decided);
  // In a request of its own, after the answer of the one that asked.
  if (fate !== 'early') await new Promise((resolve) => setTimeout(resolve, 20));
  await callBack(options, decided, fate);
}

/** As the caller may know it by now. */
export function stateOf({ now }: SandboxOptions, transfer: Transfer): Transfer['state'] {
  const { operator, kind, state, settlesAt, createdAt } = transfer;
  if (settlesAt > now()) return 'open';
  const tooLate = state === 'open' && kind === 'charge' && now() - createdAt > (operator === 'card' ? PAGE_MS : PIN_MS);
  return tooLate && fateOf(transfer) !== 'ongoing' ? 'failed' : state;
}

/** Nobody has decided it, and now it is too late. */
export const reasonOf = ({ reason }: Transfer): NonNullable<Transfer['reason']> => reason ?? 'expired';

/** An operator calls once and never again; `twice` is its mistake. */
async function callBack(options: SandboxOptions, transfer: Transfer, fate: Fate): Promise<void> {
  const { callbackUrl } = transfer;
  if (!callbackUrl || fate === 'no_callback') return;
  const calls = fate === 'twice' ? ['', '', ' again'] : [''];
  for (const again of calls)
    await exchange({
      method: 'POST',
      url: callbackUrl,
      policy: ANY_ADDRESS,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(callbackOf(transfer, again)),
      timeouts: { reply: 5_000 },
    }).catch((error: Error) => options.warn(`the sandbox could not call back: ${error.message}`));
}

/** @param again of a card's third call: another event about the same */
function callbackOf({ operator, externalId, state, reason, moneyId }: Transfer, again: string): object {
  const paid = state === 'paid';
  switch (operator) {
    case 'card':
      return { event: `${externalId} ${state}${again}`, reference: externalId };
    case 'mtn': {
      const status = paid ? 'SUCCESSFUL' : 'FAILED';
      return { externalId, status, financialTransactionId: moneyId, ...(reason && { reason }) };
    }
    case 'airtel': {
      const status_code = paid ? 'TS' : 'TF';
      return { transaction: { id: externalId, message: reason ?? 'Paid', status_code, airtel_money_id: moneyId } };
    }
  }
}

/** The connection breaks without an answer. */
export function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
