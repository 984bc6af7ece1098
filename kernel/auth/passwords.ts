import { availableParallelism } from 'node:os';
import { type Refusal, refuse } from '../lib/result.ts';

/** Passwords are hashed as better-auth does (scrypt), which loads at the first one. */
const crypto = () => import('better-auth/crypto');

/**
 * A hash takes some 60 ms of a processor and 32 MB, and a stranger can ask for one. So half of the processors hash, the
 * others wait their turn, and whoever comes when these are waiting is asked to come again: six seconds on two
 * processors.
 */
const MAX_AT_ONCE = Math.max(1, Math.floor(availableParallelism() / 2));
const MAX_WAITING = 100;

let running = 0;
const waiting: (() => void)[] = [];

/** `http.busy` while too many wait. To be asked before an attempt is counted. */
export const mayHash = (): Refusal | null =>
  waiting.length < MAX_WAITING ? null : refuse('http.busy', { retryAfter: 3 });

/** kernel/http answers it like `http.busy`. */
class PasswordsBusyError extends Error {
  readonly code = 'PASSWORDS_BUSY';
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (mayHash()) throw new PasswordsBusyError('too many passwords wait to be hashed');
  if (running < MAX_AT_ONCE) running++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // The next one takes over this place.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** Takes some 60 ms and its turn: call it outside a transaction, and after whatever proof the person owes. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(async () => (await crypto()).hashPassword(password));

export const verifyPassword = (given: { hash: string; password: string }): Promise<boolean> =>
  inTurn(async () => (await crypto()).verifyPassword(given));
