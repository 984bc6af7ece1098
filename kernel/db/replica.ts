import { CompiledQuery, type DatabaseConnection, type Driver, Kysely, type TransactionSettings } from 'kysely';
import pg from 'pg';
import type { Db, Log } from '../ctx/index.ts';
import { gather } from '../lib/gather.ts';
import { type ClientConfig, databasePool } from './client.ts';
import {
  asResult,
  type PipelinedConnection,
  PipelinedDialect,
  PipelinedDriver,
  type Scope,
  setScope,
  type Timeouts,
} from './driver.ts';
import { type Answer, runPipeline, type Statement, statement } from './pipeline.ts';

/** A replica that is behind is asked again after these pauses; more usually means that it is behind for longer. */
const PAUSES_MS = [3, 8, 15];
/** After it was that far behind, or did not answer, lists don't wait for it for a while. */
const BEHIND_MS = 250;
const DOWN_MS = 2_000;

/** How the primary is used by the same handle; `timeouts` behind a pooler. */
type Primary = { pool: pg.Pool; timeouts: Timeouts | undefined };

/** Where reads that may go to a replica went. */
export type Reads = { replica: number; primary: number };

/**
 * A streaming replica of the database, for reads of many rows. None of them is behind a write that was confirmed before
 * it was asked for, whoever made that write and in whatever process: each asks the primary how far its log is, and the
 * replica, in one batch with the read, whether it has replayed that. If it hasn't, or does not answer, the primary is
 * read. Requests of one moment share the first question.
 */
export class Replica {
  readonly #pool: pg.Pool;
  readonly #position: () => Promise<string>;
  readonly #log: Log;
  readonly reads: Reads = { replica: 0, primary: 0 };
  #behindUntil = 0;
  #downUntil = 0;

  /** @param primary any handle of the primary */
  constructor(config: ClientConfig & pg.PoolConfig, primary: Db, log: Log) {
    this.#log = log;
    this.#pool = databasePool({ ...config, anyServer: true, connectionTimeoutMillis: 1_000 });
    this.#pool.on('error', (error) => this.#failed(error));
    this.#pool.on('connect', (client) => client.on('error', () => {}));
    const ask = gather<null, string>(async (many) => {
      const { rows } = await primary.executeQuery<{ position: string }>(CompiledQuery.raw(POSITION));
      return many.map(() => rows[0]?.position as string);
    });
    this.#position = () => ask(null);
  }

  /**
   * A handle for the reads of one request: single statements read the replica, transactions and writes use the primary.
   * @param primary the connections there
   */
  handle(scope: Scope, primary: Primary): Db {
    return new Kysely({ dialect: new ReadingDialect(primary, scope, new Request(this, scope)) });
  }

  /** How far the primary's log is, for `read`; null when the replica is not worth asking now. */
  async position(): Promise<string | null> {
    return performance.now() < this.#downUntil ? null : this.#position();
  }

  /** The answers of the replica, as of `position` of the log or later; null when the primary has to be read. */
  async read(position: string, statements: Statement[]): Promise<Answer[] | null> {
    const check = statement(REPLAYED, [position]);
    const pauses = performance.now() < this.#behindUntil ? [] : PAUSES_MS;
    for (let attempt = 0; ; attempt++) {
      try {
        const answers = await this.#run([check, ...statements]);
        this.reads.replica++;
        return answers.slice(1);
      } catch (error) {
        // A read that fails by itself fails on the primary again, and is answered from there.
        if (!isBehind(error)) {
          this.#failed(error as Error);
          return null;
        }
        const pause = pauses[attempt];
        if (pause === undefined) {
          this.#behindUntil = performance.now() + BEHIND_MS;
          return null;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #run(statements: Statement[]): Promise<Answer[]> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      return await runPipeline(client, statements);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #failed(error: Error): void {
    const { code } = error as { code?: string };
    // Classes 08 and 57 and what has no class of SQL: it is down, or going down. Others are about the statement.
    if (code && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57)/.test(code)) return;
    if (performance.now() > this.#downUntil)
      this.#log.warn({ error: error.message }, 'the replica does not answer; the primary is read');
    this.#downUntil = performance.now() + DOWN_MS;
  }
}

const isBehind = (error: unknown) => error instanceof pg.DatabaseError && error.message === BEHIND;
const BEHIND = 'db.behind';
/** First in the batch: what fails here skips the rest. A server that was promoted meanwhile is no replica any more. */
const REPLAYED = `select coalesce((select '' where pg_is_in_recovery() and pg_last_wal_replay_lsn() >= $1::pg_lsn),
  app_refuse('${BEHIND}')) as replayed`;

/** What others can see is flushed: its writers waited for that. */
const POSITION = 'select pg_current_wal_flush_lsn()::text as position';

/** What one request reads. After it read the primary, or wrote there, the replica must have come as far. */
class Request {
  readonly #replica: Replica;
  readonly #scope: Statement;
  #position: Promise<string | null> | undefined;

  constructor(replica: Replica, scope: Scope) {
    this.#replica = replica;
    this.#scope = setScope(scope);
  }

  onPrimary(): void {
    this.#position = undefined;
  }

  async read(statements: Statement[]): Promise<Answer[] | null> {
    this.#position ??= this.#replica.position();
    const position = await this.#position;
    const answers = position && (await this.#replica.read(position, [this.#scope, ...statements]));
    if (answers) return answers.slice(1);
    this.onPrimary();
    this.#replica.reads.primary++;
    return null;
  }
}

class ReadingDialect extends PipelinedDialect {
  readonly #primary: Primary;
  readonly #scope: Scope;
  readonly #request: Request;
  constructor(primary: Primary, scope: Scope, request: Request) {
    super(primary.pool, scope);
    this.#primary = primary;
    this.#scope = scope;
    this.#request = request;
  }
  override createDriver(): Driver {
    const { pool, timeouts } = this.#primary;
    return new ReadingDriver(new PipelinedDriver(pool, this.#scope, timeouts), this.#request);
  }
}

class ReadingDriver implements Driver {
  readonly #primary: PipelinedDriver;
  readonly #request: Request;
  constructor(primary: PipelinedDriver, request: Request) {
    this.#primary = primary;
    this.#request = request;
  }
  async init() {}
  async acquireConnection() {
    return new ReadingConnection(this.#primary, this.#request);
  }
  async beginTransaction(connection: ReadingConnection, settings: TransactionSettings) {
    await this.#primary.beginTransaction(await connection.onPrimary(), settings);
  }
  async commitTransaction(connection: ReadingConnection) {
    await this.#primary.commitTransaction(await connection.onPrimary());
    this.#request.onPrimary();
  }
  async rollbackTransaction(connection: ReadingConnection) {
    await this.#primary.rollbackTransaction(await connection.onPrimary());
  }
  async releaseConnection(connection: ReadingConnection) {
    await connection.release();
  }
  async destroy() {}
}

/** Not even asked of the replica; a write in another form is refused there, and done on the primary. */
const WRITES = /^\s*(insert|update|delete|merge)\b/i;

/** Takes a connection to the primary only when something has to be done there. */
class ReadingConnection implements DatabaseConnection {
  readonly #driver: PipelinedDriver;
  readonly #request: Request;
  #primary: Promise<PipelinedConnection> | undefined;

  constructor(driver: PipelinedDriver, request: Request) {
    this.#driver = driver;
    this.#request = request;
  }

  onPrimary(): Promise<PipelinedConnection> {
    this.#primary ??= this.#driver.acquireConnection();
    return this.#primary;
  }

  async executeQuery<R>(query: CompiledQuery) {
    if (!this.#primary && !WRITES.test(query.sql)) {
      const answers = await this.#request.read([statement(query.sql, query.parameters)]);
      if (answers) return asResult<R>(answers[0] as Answer);
    }
    const result = await (await this.onPrimary()).executeQuery<R>(query);
    this.#request.onPrimary();
    return result;
  }

  // biome-ignore lint/correctness/useYield: as on the primary
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('no cursors on pipelined connections: read in keyset pages');
  }

  /** One that could not be opened has nothing to release. */
  async release(): Promise<void> {
    const connection = await this.#primary?.catch(() => undefined);
    connection?.release();
  }
}
