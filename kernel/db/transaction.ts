import type { CompiledQuery } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { queue, runTransaction } from './driver.ts';
import { isStalePlan } from './pipeline.ts';

/** Makes the driver roll back; `outcome` is what the caller gets. */
class RolledBack extends Error {
  readonly outcome: Result<unknown>;
  constructor(outcome: Result<unknown>) {
    super('rolled back');
    this.outcome = outcome;
  }
}

type Work<T> = (tx: Ctx) => Promise<Outcome<T>>;
type Outcome<T> = Result<T> & { last?: readonly Write[] };

/** A statement to be sent later. `afterCommit` works like the function of that name: a hint, never an effect. */
export type Write = CompiledQuery & { afterCommit?: () => void };

/**
 * What the work of a transaction may end with: `last` are its last statements, whose answers nobody needs. They are sent
 * with the commit, in one batch, which is a round trip less; inside another transaction with what that one does next. A
 * transaction that needs no answers at all is one batch. Their errors come with the commit, so whoever wants to answer one
 * looks before.
 */
export const endingWith = <T>(data: T, last: readonly Write[]): Outcome<T> => ({ ...ok(data), last });

/**
 * Runs `work` in one transaction of the organization and commits, unless `work` throws or returns a refusal or
 * `rolledBack(data)`: then nothing of it stays. Inside another transaction it joins that one; the outer one then decides,
 * so the caller must pass a refusal or a roll-back on.
 *
 * `work` may start several statements at once (`Promise.all`): they are sent as one batch and run in that order. A
 * statement may refuse by itself, `app_refuse('code')` in its SQL; that is the transaction's refusal. When PostgreSQL
 * ends the transaction because of a deadlock, or a table was changed by a newer version of the program,
 * `work` runs again from its beginning, so all of its effects must be in `tx`.
 */
export async function transaction<T>(ctx: Ctx, work: Work<T>): Promise<Result<T>> {
  if (ctx.inTransaction) return joined(ctx, await work(ctx));
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(ctx, work);
    } catch (error) {
      if (error instanceof RolledBack) return error.outcome as Result<T>;
      const refusal = refusalOf(error);
      if (refusal) return refusal;
      const again = (error as { code?: unknown }).code === DEADLOCK || isStalePlan(error);
      if (!again || attempt === ATTEMPTS) throw error;
      // The other transaction continues at once; a random delay keeps the two from meeting again.
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * Math.random()));
    }
  }
}

/** SQLSTATE deadlock_detected: PostgreSQL ends one of two transactions that wait for each other. */
const DEADLOCK = '40P01';
const ATTEMPTS = 4;

/** The refusal that `app_refuse` raised in a statement. */
function refusalOf(error: unknown): Refusal | undefined {
  const { code, message } = error as { code?: string; message: string };
  return code === 'CF001' ? refuse(message) : undefined;
}

async function attemptOnce<T>(ctx: Ctx, work: Work<T>): Promise<Result<T>> {
  const afterCommit: (() => void)[] = [];
  const result = await runTransaction<Result<T>>(ctx.db, async (db) => {
    const tx: Ctx = { ...ctx, db, inTransaction: true };
    hooks.set(tx.db, afterCommit);
    const { last = [], ...outcome } = await work(tx);
    if (!outcome.ok) throw new RolledBack(outcome);
    if (outcome.rolledBack) throw new RolledBack(ok(outcome.data));
    for (const { afterCommit: call } of last) if (call) afterCommit.push(call);
    return { result: outcome, last };
  });
  for (const call of afterCommit) call();
  return result;
}

/** Inside another transaction, which commits later. */
async function joined<T>(ctx: Ctx, { last = [], ...outcome }: Outcome<T>): Promise<Result<T>> {
  await queueWrites(ctx, last);
  return outcome as Result<T>;
}

/**
 * Writes whose answers nobody needs: they are sent in front of whatever the transaction does next, in one batch with it,
 * so whoever reads afterwards reads them. Their errors come with that batch. Outside a transaction they run at once.
 */
export async function queueWrites(tx: Ctx, writes: readonly Write[]): Promise<void> {
  for (const { afterCommit: call } of writes) if (call) afterCommit(tx, call);
  await queue(tx.db, writes);
}

/** Keyed by the connection, because a ctx is copied when its actor or language changes. */
const hooks = new WeakMap<Db, (() => void)[]>();

/** Calls `call` after the transaction of `tx` has committed: for hints such as waking a worker, never for effects. */
export function afterCommit(tx: Ctx, call: () => void): void {
  const list = hooks.get(tx.db);
  if (list) list.push(call);
  else call();
}
