import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyProps,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import type { DB } from '../../db/types.ts';
import type { Db } from '../ctx/index.ts';
import { isUuid } from '../lib/ids.ts';
import { type Answer, isStalePlan, runPipeline, type Statement, statement } from './pipeline.ts';

/**
 * A Kysely for one organization: each statement and each transaction sets the organization first, on pipelined
 * connections.
 *
 * Written by hand because Kysely's own driver waits for each answer. Here, statements that are started together are
 * sent as one batch (pipeline.ts); BEGIN and the organization go with the first one, and a single statement is one
 * round trip.
 */
export function scopedDb(pool: pg.Pool, scope: Scope | null, timeouts?: Timeouts): Db {
  if (scope && !isUuid(scope.organizationId)) throw new Error('an organization id must be a uuid');
  if (scope?.limitId && !isUuid(scope.limitId)) throw new Error('the id of a limit must be a uuid');
  const dialect = makeDialect(pool, scope, timeouts);
  const db: Db = new Kysely({ dialect });
  if (isPipelined()) pipelines.set(db, { config: { dialect }, dialect, driver: dialect.createDriver() });
  return db;
}
const pipelines = new WeakMap<Db, Omit<KyselyProps, 'executor'>>();

/** What a transaction does: its result, and the statements that are sent with its commit. */
export type Work<T> = (tx: Db) => Promise<{ result: T; last: readonly CompiledQuery[] }>;

/**
 * Runs `work` as one transaction, and rolls it back when it throws. Kysely's own transaction sends each statement after
 * the answer to the one before, also of those that are started together.
 */
export async function runTransaction<T>(db: Db, work: Work<T>): Promise<T> {
  const pipeline = pipelines.get(db);
  if (!pipeline) return plainTransaction(db, work);
  return db.getExecutor().provideConnection(async (given) => {
    const connection = given as PipelinedConnection;
    const executor = db.getExecutor().withConnectionProvider({ provideConnection: (use) => use(connection) });
    connection.begin('begin');
    const tx = new Transaction<DB>({ ...pipeline, executor });
    connections.set(tx, connection);
    try {
      const { result, last } = await work(tx);
      await connection.commit(last);
      return result;
    } catch (error) {
      await connection.rollback();
      throw error;
    }
  });
}

const connections = new WeakMap<Db, PipelinedConnection>();

/**
 * Statements whose answers nobody needs: they are sent in front of whatever the transaction of `tx` does next, at the
 * latest with its commit, which then fails with their error.
 */
export async function queue(tx: Db, queries: readonly CompiledQuery[]): Promise<void> {
  const connection = connections.get(tx);
  for (const query of queries) {
    if (connection) connection.queue(query);
    else await tx.executeQuery(query);
  }
}

const plainTransaction = <T>(db: Db, work: Work<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    const { result, last } = await work(tx);
    for (const query of last) await tx.executeQuery(query);
    return result;
  });

/** What row-level security lets a transaction see: an organization, or one part of it (app_limit_id() in SQL). */
export type Scope = { organizationId: string; limitId: string | null };

/** In milliseconds; each transaction sets them for itself where the session can't keep them (a pooler). */
export type Timeouts = { statement: number };

type MakeDialect = (pool: pg.Pool, scope: Scope | null, timeouts?: Timeouts) => Dialect;
const pipelined: MakeDialect = (pool, scope, timeouts) => new PipelinedDialect(pool, scope, timeouts);
let makeDialect = pipelined;

/**
 * Uses another dialect for all handles made from now on. With it the tests show that only speed depends on our dialect.
 */
export function replaceDialect(make: MakeDialect): void {
  makeDialect = make;
}

/** Whether handles use our dialect. */
export const isPipelined = () => makeDialect === pipelined;

export class PipelinedDialect implements Dialect {
  readonly #pool: pg.Pool;
  readonly #scope: Scope | null;
  readonly #timeouts: Timeouts | undefined;
  constructor(pool: pg.Pool, scope: Scope | null, timeouts?: Timeouts) {
    this.#pool = pool;
    this.#scope = scope;
    this.#timeouts = timeouts;
  }
  createDriver(): Driver {
    return new PipelinedDriver(this.#pool, this.#scope, this.#timeouts);
  }
  createAdapter() {
    return new PostgresAdapter();
  }
  createQueryCompiler() {
    return new PostgresQueryCompiler();
  }
  createIntrospector(db: Kysely<unknown>) {
    return new PostgresIntrospector(db);
  }
}

export class PipelinedDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #first: Statement | undefined;
  constructor(pool: pg.Pool, scope: Scope | null, timeouts?: Timeouts) {
    this.#pool = pool;
    this.#first = firstOf(scope, timeouts);
  }
  async init() {}
  async acquireConnection() {
    return new PipelinedConnection(await this.#pool.connect(), this.#first);
  }
  async beginTransaction(connection: PipelinedConnection, { isolationLevel }: TransactionSettings) {
    connection.begin(isolationLevel ? `begin isolation level ${isolationLevel}` : 'begin');
  }
  async commitTransaction(connection: PipelinedConnection) {
    await connection.commit();
  }
  async rollbackTransaction(connection: PipelinedConnection) {
    await connection.rollback();
  }
  async releaseConnection(connection: PipelinedConnection) {
    connection.release();
  }
  async destroy() {}
}

/** What a transaction begins with, if anything: what it sees, and its limits of time. */
function firstOf(scope: Scope | null, timeouts?: Timeouts): Statement | undefined {
  if (scope) return setScope(scope, timeouts);
  return timeouts && statement(`select ${SET('statement_timeout', 1)}`, [`${timeouts.statement}ms`]);
}

/** Sets the organization, and the part of it and the limits of time if any, for the rest of its transaction only. */
export function setScope({ organizationId, limitId }: Scope, timeouts?: Timeouts): Statement {
  const settings: [string, string][] = [['app.organization_id', organizationId]];
  if (limitId !== null) settings.push(['app.limit_id', limitId]);
  if (timeouts) settings.push(['statement_timeout', `${timeouts.statement}ms`], ['lock_timeout', '0']);
  return statement(
    `select ${settings.map(([name], i) => SET(name, i + 1)).join(', ')}`,
    settings.map(([, value]) => value),
  );
}

const SET = (name: string, parameter: number) => `set_config('${name}', $${parameter}, true)`;

export class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #first: Statement | undefined;
  #inTransaction = false;
  /** the transaction is being committed or rolled back, or the connection was given back */
  #over = false;
  #broken: Error | undefined;
  #queued: Statement[] = [];
  #batch: Promise<Answer[]> | undefined;

  constructor(client: pg.PoolClient, first: Statement | undefined) {
    this.#client = client;
    this.#first = first;
  }

  /** Sends the statement in one batch with all others that are started in this turn of the event loop. */
  async #send(next: Statement): Promise<Answer> {
    const index = this.#queued.push(next) - 1;
    this.#batch ??= new Promise((resolve) => {
      // Runs after all promises that are settled now, so it includes every statement that is started without waiting
      // for an answer.
      process.nextTick(() => {
        const batch = this.#queued;
        this.#queued = [];
        this.#batch = undefined;
        resolve(runPipeline(this.#client, batch));
      });
    });
    return (await this.#batch)[index] as Answer;
  }

  /** Queued only: sent with the first statement. */
  begin(text: string) {
    this.#inTransaction = true;
    this.#queued.push(statement(text), ...(this.#first ? [this.#first] : []));
  }

  /** Queued only, as `begin`. */
  queue({ sql, parameters }: CompiledQuery) {
    if (this.#over) throw new Error(LATE);
    this.#queued.push(statement(sql, parameters));
  }

  /** @param last sent before it, in the same batch */
  async commit(last: readonly CompiledQuery[] = []) {
    this.#over = true;
    const statements = last.map((query) => statement(query.sql, query.parameters));
    const sent = [...statements, statement('commit')].map((next) => this.#send(next));
    const { command } = (await Promise.all(sent)).at(-1) as Answer;
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; the caller must not take that for
    // success.
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
  }

  async rollback() {
    this.#over = true;
    // What waited to be sent has no effect any more, and must not end the rollback with its error.
    if (!this.#batch) this.#queued = [];
    try {
      await this.#send(statement('rollback'));
    } catch (error) {
      this.#broken = error as Error;
    }
  }

  release() {
    this.#over = true;
    this.#client.release(this.#broken);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // It would be a transaction of its own, and would stay when the others are rolled back; later its connection is
    // another's.
    if (this.#over) throw new Error(LATE);
    const send = async () => {
      const next = statement(query.sql, query.parameters);
      if (this.#inTransaction) return this.#send(next);
      return (await runPipeline(this.#client, this.#first ? [this.#first, next] : [next])).at(-1) as Answer;
    };
    try {
      try {
        return asResult(await send());
      } catch (error) {
        // A transaction is lost, and `transaction` begins it again.
        if (this.#inTransaction || !isStalePlan(error)) throw error;
        return asResult(await send());
      }
    } catch (error) {
      // The original stack trace ends at the socket; this one leads to the code that sent the statement.
      Error.captureStackTrace(error as Error);
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: lists are read in keyset pages, never with a cursor held open
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('no cursors on pipelined connections: read in keyset pages');
  }
}

const LATE = 'a statement came after the end of its transaction';

export function asResult<R>({ command, rowCount, rows }: Answer): QueryResult<R> {
  return { rows: rows as R[], ...(command !== 'SELECT' && { numAffectedRows: BigInt(rowCount) }) };
}
