import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { replaceDialect, type Scope } from '../../kernel/db/driver.ts';

/**
 * Kysely's own dialect instead of ours, which waits for each answer: an extra run of the database tests with
 * PLAIN_DIALECT=1 shows that only speed depends on the pipelined one. The organization is set at the begin of each
 * transaction, and a single statement is a separate transaction.
 */
export function usePlainDialect(): void {
  replaceDialect((pool, scope) => new PlainDialect(pool, scope));
}

class PlainDialect extends PostgresDialect {
  readonly #pool: pg.Pool;
  readonly #scope: Scope | null;
  constructor(pool: pg.Pool, scope: Scope | null) {
    super({ pool });
    this.#pool = pool;
    this.#scope = scope;
  }
  override createDriver(): Driver {
    return new PlainDriver(new PostgresDriver({ pool: this.#pool }), this.#scope);
  }
}

type Connection = Parameters<PostgresDriver['releaseConnection']>[0];

class PlainDriver implements Driver {
  readonly #inner: PostgresDriver;
  readonly #scope: Scope | null;
  constructor(inner: PostgresDriver, scope: Scope | null) {
    this.#inner = inner;
    this.#scope = scope;
  }
  init() {
    return this.#inner.init();
  }
  async acquireConnection() {
    const inner = (await this.#inner.acquireConnection()) as Connection;
    return new PlainConnection(this.#inner, inner, this.#scope);
  }
  beginTransaction(connection: PlainConnection, settings: TransactionSettings) {
    return connection.begin(settings);
  }
  commitTransaction(connection: PlainConnection) {
    return connection.commit();
  }
  rollbackTransaction(connection: PlainConnection) {
    return connection.rollback();
  }
  releaseConnection({ inner }: PlainConnection) {
    return this.#inner.releaseConnection(inner);
  }
  async destroy() {}
}

class PlainConnection implements DatabaseConnection {
  readonly inner: Connection;
  readonly #driver: PostgresDriver;
  readonly #scope: Scope | null;
  #inTransaction = false;

  constructor(driver: PostgresDriver, inner: Connection, scope: Scope | null) {
    this.#driver = driver;
    this.inner = inner;
    this.#scope = scope;
  }

  async begin(settings: TransactionSettings) {
    this.#inTransaction = true;
    await this.#driver.beginTransaction(this.inner, settings);
    if (this.#scope === null) return;
    const { organizationId, limitId } = this.#scope;
    const name = `select set_config('app.organization_id', $1, true), set_config('app.limit_id', $2, true)`;
    await this.inner.executeQuery(CompiledQuery.raw(name, [organizationId, limitId ?? '']));
  }

  async commit() {
    this.#inTransaction = false;
    await this.#driver.commitTransaction(this.inner);
  }

  async rollback() {
    this.#inTransaction = false;
    await this.#driver.rollbackTransaction(this.inner);
  }

  async executeQuery<R>(query: CompiledQuery) {
    if (this.#inTransaction || this.#scope === null) return this.inner.executeQuery<R>(query);
    await this.begin({});
    try {
      const result = await this.inner.executeQuery<R>(query);
      await this.commit();
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number) {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}
