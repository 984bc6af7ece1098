import { CompiledQuery, type QueryResult, sql } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { batchesOf } from './batches.ts';
import { asResult, runTransaction } from './driver.ts';
import { isStalePlan, statement } from './pipeline.ts';
import { afterCommit } from './transaction.ts';

/** The refusal of a write whose sender is no longer what was remembered; the request then runs again. */
export const SENDER_CHANGED = 'http.sender_changed';

/**
 * A statement that is part of a larger write. `afterCommit` works like the function of that name: a hint, never an
 * effect. `rows`: made by `rowWrite`.
 */
export type Write = CompiledQuery & { afterCommit?: () => void; rows?: boolean };

/**
 * A write of one row whose text takes arrays, `$1::uuid[]` and so on, one value of each for a row, so that simultaneous
 * ones of an organization are one statement: most of the cost of a small insert is the same for one row and for many.
 * The statement answers a row for each, in their order, or none at all. It is moved ahead to where the first one of its
 * group stands, so it may need only what the row writes before it write.
 */
export function rowWrite(text: string, values: readonly unknown[]): Write {
  const arrays = values.map((value) => [value]);
  return { ...CompiledQuery.raw(text, arrays), rows: true };
}

/**
 * Writes that do not need each other's answers, as one transaction in one batch: begin, statements and commit are sent
 * together, on a shared connection (shared-connections.ts). It is for the most frequent actions. For anything with a
 * decision in between, or that may take long, use `transaction`. Inside a transaction the writes join it, and the outer
 * one commits.
 *
 * No code sees the answers before the commit, so a statement refuses with `app_refuse('code')` in its SQL:
 * `coalesce((select currency from …), app_refuse('exhibition.not_found'))`. After a refusal or an error nothing is
 * written, and an outer transaction continues as before.
 *
 * Senders that were remembered are confirmed with it (`confirmsSender` of routes); then it may refuse with SENDER_CHANGED.
 * @param gathered the requests that these writes belong to, when they were gathered (gather.ts). They are sent at once,
 * behind those before them, and gather no others
 */
export async function writeTogether(
  ctx: Ctx,
  writes: Write[],
  gathered?: readonly Ctx[],
): Promise<Result<QueryResult<unknown>[]>> {
  const from = gathered ?? [ctx];
  const confirming = confirmingWrites(from);
  const all = [...confirming, ...writes];
  try {
    const answers = (await (ctx.inTransaction ? join(ctx, all) : alone(ctx.db, all, gathered !== undefined))).slice(
      confirming.length,
    );
    if (confirming.length > 0) afterCommit(ctx, () => markConfirmed(from));
    for (const { afterCommit: call } of writes) if (call) afterCommit(ctx, call);
    return ok(answers);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

/**
 * Confirms a remembered sender before something is done that must not be done again, where no write confirms them.
 * Refuses with SENDER_CHANGED; does nothing for senders that were looked up.
 */
export async function confirmSender(ctx: Ctx): Promise<Result<null>> {
  if (!ctx.remembered || ctx.remembered.confirmed) return ok(null);
  const confirmed = await writeTogether(ctx, []);
  return confirmed.ok ? ok(null) : confirmed;
}

/** What confirms in the database that remembered senders have not changed, each once. */
function confirmingWrites(ctxs: readonly Ctx[]): Write[] {
  const senders = new Map(ctxs.flatMap(({ remembered }) => (remembered ? [[remembered.id, remembered]] : [])));
  return [...senders.values()].map(({ statement, id, version }) => rowWrite(statement, [id, version]));
}

function markConfirmed(ctxs: readonly Ctx[]): void {
  for (const { remembered } of ctxs) if (remembered) remembered.confirmed = true;
}

/** The refusal that `app_refuse` raised. */
function refusalOf(error: unknown): Refusal | undefined {
  const { code, message } = error as { code?: string; message: string };
  return code === 'CF001' ? refuse(message) : undefined;
}

async function alone(db: Db, writes: Write[], gathered: boolean): Promise<QueryResult<unknown>[]> {
  const batches = batchesOf(db);
  const run = gathered ? batches?.inLine : batches?.write;
  try {
    if (run) return (await run(writes.map(asStatement))).map(asResult);
  } catch (error) {
    // lock_not_available: nothing was written; run it again on a connection that is not shared, where it may wait.
    if ((error as { code?: string }).code !== '55P03' && !isStalePlan(error)) throw error;
  }
  return runTransaction(db, async (tx) => ({
    result: await Promise.all(writes.map((write) => tx.executeQuery(write))),
    last: [],
  }));
}

const asStatement = ({ sql, parameters, rows = false }: Write) => ({ ...statement(sql, parameters), rows });

async function join({ db }: Ctx, writes: Write[]): Promise<QueryResult<unknown>[]> {
  try {
    const [, ...answers] = await Promise.all([
      sql`savepoint together`.execute(db),
      ...writes.map((write) => db.executeQuery(write)),
      sql`release savepoint together`.execute(db),
    ]);
    return answers.slice(0, -1);
  } catch (error) {
    await sql`rollback to savepoint together`.execute(db);
    throw error;
  }
}
