import { type CompiledQuery, type QueryResult, sql } from 'kysely';
import type { Ctx, Db } from '../ctx/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { asResult } from './driver.ts';
import { type Answer, type Statement, statement } from './pipeline.ts';
import { afterCommit } from './transaction.ts';

/** A statement that is part of a larger write; `afterCommit` as the function of that name: a hint, never an effect. */
export type Write = CompiledQuery & { afterCommit?: () => void };

/**
 * Writes that need nothing of each other's answers, as one transaction in one flight: begin, statements and commit
 * leave together, on a connection shared with others (shared-connections.ts). For what people wait for all day;
 * anything with a decision in the middle, or that may take long, is a `transaction`. Inside one, the writes join it and
 * the outer one commits.
 *
 * Since nobody looks at the answers before the commit, a statement refuses by itself, by `app_refuse('code')` in its
 * SQL: `coalesce((select currency from …), app_refuse('exhibition.not_found'))`. Refused or failed, nothing of it
 * stays, and an outer transaction goes on as if it had not been tried.
 */
export async function writeTogether(ctx: Ctx, writes: Write[]): Promise<Result<QueryResult<unknown>[]>> {
  try {
    const answers = await (ctx.inTransaction ? join(ctx, writes) : alone(ctx.db, writes));
    for (const { afterCommit: call } of writes) if (call) afterCommit(ctx, call);
    return ok(answers);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

/** What `app_refuse` raised. */
function refusalOf(error: unknown): Refusal | undefined {
  const { code, message } = error as { code?: string; message: string };
  return code === 'CF001' ? refuse(message) : undefined;
}

async function alone(db: Db, writes: Write[]): Promise<QueryResult<unknown>[]> {
  const travel = ways.get(db);
  try {
    if (travel) return (await travel(writes.map(({ sql, parameters }) => statement(sql, parameters)))).map(asResult);
  } catch (error) {
    // lock_not_available: nothing has happened, and waiting is for a connection that nobody shares.
    if ((error as { code?: string }).code !== '55P03') throw error;
  }
  return db.transaction().execute((tx) => Promise.all(writes.map((write) => tx.executeQuery(write))));
}

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

/** Statements as one transaction, and their answers in order. */
export type Travel = (statements: Statement[]) => Promise<Answer[]>;
const ways = new WeakMap<Db, Travel>();

/** Says how the writes of a handle travel; without it they take a connection of their own. */
export function travelsBy(db: Db, travel: Travel): void {
  ways.set(db, travel);
}
