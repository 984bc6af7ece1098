import type { Duplex } from 'node:stream';
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

/**
 * A Kysely whose every statement and transaction carries the organization, over pipelined connections.
 *
 * Written by hand because Kysely's own driver waits for each answer: here BEGIN, the organization and the first
 * statement leave in one flight, and a single statement costs one round trip with its transaction around it.
 */
export function scopedDb(pool: pg.Pool, organizationId: string | null): Db {
  if (organizationId !== null && !isUuid(organizationId)) throw new Error('an organization id must be a uuid');
  return new Kysely({ dialect: new PipelinedDialect(pool, organizationId) });
}

class PipelinedDialect implements Dialect {
  readonly #pool: pg.Pool;
  readonly #organizationId: string | null;
  constructor(pool: pg.Pool, organizationId: string | null) {
    this.#pool = pool;
    this.#organizationId = organizationId;
  }
  createDriver() {
    return new PipelinedDriver(this.#pool, this.#organizationId);
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
  readonly #begin: string;
  readonly #scoped: boolean;
  constructor(pool: pg.Pool, organizationId: string | null) {
    this.#pool = pool;
    this.#scoped = organizationId !== null;
    // The id is a checked uuid: SET takes no parameters, and one simple query is one message.
    this.#begin = organizationId === null ? 'begin' : `begin; set local app.organization_id = '${organizationId}'`;
  }
  async init() {}
  async acquireConnection() {
    return new PipelinedConnection(await this.#pool.connect(), this.#scoped ? this.#begin : null);
  }
  async beginTransaction(connection: PipelinedConnection, settings: TransactionSettings) {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    connection.open(this.#begin.replace('begin', `begin${isolation}`));
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

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #wrap: string | null;
  #inTransaction = false;
  #broken: Error | undefined;
  #gathering = false;

  constructor(client: pg.PoolClient, wrap: string | null) {
    this.#client = client;
    this.#wrap = wrap;
  }

  /**
   * Statements of one turn of the event loop leave in one system call, and wake the database's process once: writing
   * each by itself cost more processor time than all else that the server did for a request.
   */
  #gather() {
    if (this.#gathering) return;
    this.#gathering = true;
    const { stream } = (this.#client as unknown as { connection: { stream: Duplex } }).connection;
    stream.cork();
    // After all promises that are settled by now, hence after all statements that follow without waiting for an answer.
    process.nextTick(() => {
      this.#gathering = false;
      stream.uncork();
    });
  }

  /** Sends BEGIN without waiting: the first statement's answer shows whether it arrived. */
  open(begin: string) {
    this.#inTransaction = true;
    this.#gather();
    this.#client.query(begin).catch((error: Error) => {
      this.#broken = error;
    });
  }

  async commit() {
    const { command } = await this.#client.query('commit');
    this.#inTransaction = false;
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: a lost write must not look done.
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
  }

  async rollback() {
    this.#inTransaction = false;
    try {
      await this.#client.query('rollback');
    } catch (error) {
      this.#broken = error as Error;
    }
  }

  release() {
    this.#client.release(this.#broken);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const config = { name: statementName(query.sql), text: query.sql, values: query.parameters as unknown[] };
    this.#gather();
    if (this.#inTransaction || this.#wrap === null) return asResult(await this.#client.query(config));
    const [, answer, end] = await Promise.allSettled([
      this.#client.query(this.#wrap),
      this.#client.query(config),
      this.#client.query('commit'),
    ]);
    if (answer.status === 'rejected') throw answer.reason;
    if (end.status === 'rejected') throw end.reason;
    return asResult(answer.value);
  }

  // biome-ignore lint/correctness/useYield: lists are read in keyset pages, never with a cursor held open
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('no cursors on pipelined connections: read in keyset pages');
  }
}

function asResult<R>(result: pg.QueryResult): QueryResult<R> {
  const affected = result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0);
  return { rows: result.rows as R[], ...(affected !== undefined && { numAffectedRows: affected }) };
}

/**
 * Name under which a statement's plan is kept on its connection, from its second use on: a name saves the parse, and a
 * text seen once (a batch of unusual length) would only fill the server's memory. Bounded for the same reason.
 */
function statementName(sql: string): string | undefined {
  const known = statements.get(sql);
  if (known) return known;
  if (known === '' && named < 500) {
    const name = `s${++named}`;
    statements.set(sql, name);
    return name;
  }
  if (known === undefined && statements.size < 5000) statements.set(sql, '');
  return undefined;
}
const statements = new Map<string, string>();
let named = 0;
