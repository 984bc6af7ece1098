import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import type { Db } from '../ctx/index.ts';
import { isUuid } from '../lib/ids.ts';
import { type Answer, runPipeline, type Statement, statement } from './pipeline.ts';

/**
 * A Kysely for one organization: each statement and each transaction sets the organization first, on pipelined
 * connections.
 *
 * Written by hand because Kysely's own driver waits for each answer. Here, statements that are started together are
 * sent as one batch (pipeline.ts); BEGIN and the organization go with the first one, and a single statement is one
 * round trip.
 */
export function scopedDb(pool: pg.Pool, scope: Scope | null): Db {
  if (scope && !isUuid(scope.organizationId)) throw new Error('an organization id must be a uuid');
  if (scope?.limitId && !isUuid(scope.limitId)) throw new Error('the id of a limit must be a uuid');
  return new Kysely({ dialect: makeDialect(pool, scope) });
}

/** What row-level security lets a transaction see: an organization, or one part of it (app_limit_id() in SQL). */
export type Scope = { organizationId: string; limitId: string | null };

type MakeDialect = (pool: pg.Pool, scope: Scope | null) => Dialect;
const pipelined: MakeDialect = (pool, scope) => new PipelinedDialect(pool, scope);
let makeDialect = pipelined;

/**
 * Uses another dialect for all handles made from now on. With it the tests show that only speed depends on our dialect.
 */
export function replaceDialect(make: MakeDialect): void {
  makeDialect = make;
}

/** Whether handles use our dialect, whose short writes may share connections (shared-connections.ts). */
export const isPipelined = () => makeDialect === pipelined;

class PipelinedDialect implements Dialect {
  readonly #pool: pg.Pool;
  readonly #scope: Scope | null;
  constructor(pool: pg.Pool, scope: Scope | null) {
    this.#pool = pool;
    this.#scope = scope;
  }
  createDriver() {
    return new PipelinedDriver(this.#pool, this.#scope);
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

class PipelinedDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #organization: Statement | undefined;
  constructor(pool: pg.Pool, scope: Scope | null) {
    this.#pool = pool;
    this.#organization = scope ? setScope(scope) : undefined;
  }
  async init() {}
  async acquireConnection() {
    return new PipelinedConnection(await this.#pool.connect(), this.#organization);
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

/** Sets the organization, and the part of it if any, for the rest of its transaction only. */
export function setScope({ organizationId, limitId }: Scope): Statement {
  if (limitId === null) return statement(`select set_config('app.organization_id', $1, true)`, [organizationId]);
  return statement(`select set_config('app.organization_id', $1, true), set_config('app.limit_id', $2, true)`, [
    organizationId,
    limitId,
  ]);
}

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #organization: Statement | undefined;
  #inTransaction = false;
  #broken: Error | undefined;
  #queued: Statement[] = [];
  #batch: Promise<Answer[]> | undefined;

  constructor(client: pg.PoolClient, organization: Statement | undefined) {
    this.#client = client;
    this.#organization = organization;
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
    this.#queued.push(statement(text), ...(this.#organization ? [this.#organization] : []));
  }

  async commit() {
    const { command } = await this.#send(statement('commit'));
    this.#inTransaction = false;
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; the caller must not take that for
    // success.
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
  }

  async rollback() {
    this.#inTransaction = false;
    try {
      await this.#send(statement('rollback'));
    } catch (error) {
      this.#broken = error as Error;
    }
  }

  release() {
    this.#client.release(this.#broken);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const next = statement(query.sql, query.parameters);
    try {
      if (this.#inTransaction) return asResult(await this.#send(next));
      const answers = await runPipeline(this.#client, this.#organization ? [this.#organization, next] : [next]);
      return asResult(answers.at(-1) as Answer);
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

export function asResult<R>({ command, rowCount, rows }: Answer): QueryResult<R> {
  return { rows: rows as R[], ...(command !== 'SELECT' && { numAffectedRows: BigInt(rowCount) }) };
}
