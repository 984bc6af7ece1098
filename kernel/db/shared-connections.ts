import pg from 'pg';
import { type ClientConfig, DatabaseClient } from './client.ts';
import { type Answer, runPipeline, type Statement, wireOf } from './pipeline.ts';

/** Errors with which the database ends the connection (classes 08 and 57P: connection, shutdown). */
export function endsConnection(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(08|57P)/.test(error.code ?? '');
}

/**
 * The database refused the statements, so nothing was changed. After an error that ends the connection, the result of
 * the commit is unknown.
 */
export function wasRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !endsConnection(error);
}

/** A row was refused, since another one has its key. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}

/**
 * A few connections shared by many short transactions, each sent as one batch (`runPipeline`). A separate connection
 * for each would cost every process at least one system call and one wake-up. Here the transactions of one turn of the
 * event loop are sent in one write, and a busy database process need not sleep and wake for each.
 *
 * A transaction here delays the ones behind it, so it must be short and must not wait for locks: these connections have
 * a `lock_timeout`, and a transaction that waits longer for a lock runs again on a connection of its own.
 */
export class SharedConnections {
  readonly #config: ClientConfig;
  readonly #lost: (error: Error) => void;
  readonly #connections: (SharedConnection | undefined)[];
  #closed = false;

  constructor(config: ClientConfig, count: number, lost: (error: Error) => void) {
    this.#config = config;
    this.#lost = lost;
    this.#connections = Array.from({ length: count }, () => undefined);
  }

  /** Runs statements as one transaction, on the connection with the fewest transactions under way. */
  run(statements: Statement[]): Promise<Answer[]> {
    return this.#runAt(this.#idlest(), statements);
  }

  /**
   * Runs each on the connection of the one before, as long as that one is under way. The database finds it there when it
   * has finished the other, and neither waits for a process to wake up, nor do the two wait for each other's locks.
   */
  line(): (statements: Statement[]) => Promise<Answer[]> {
    let place = 0;
    let underWay = 0;
    return async (statements) => {
      if (underWay === 0) place = this.#idlest();
      underWay++;
      try {
        return await this.#runAt(place, statements);
      } finally {
        underWay--;
      }
    };
  }

  #idlest(): number {
    let best = 0;
    for (let i = 0; i < this.#connections.length; i++) {
      if ((this.#connections[i]?.underWay ?? 0) < (this.#connections[best]?.underWay ?? 0)) best = i;
    }
    return best;
  }

  /** Opens the connection if necessary. */
  async #runAt(place: number, statements: Statement[]): Promise<Answer[]> {
    if (this.#closed) throw new Error('the database was closed');
    this.#connections[place] ??= this.#open(place);
    const connection = this.#connections[place] as SharedConnection;
    try {
      return await connection.run(statements);
    } catch (error) {
      // The `end` event comes a moment later; no other transaction should be sent on this connection until then.
      if (endsConnection(error) && this.#connections[place] === connection) this.#connections[place] = undefined;
      throw error;
    }
  }

  /** The number of open connections, and how many of them are idle. */
  stats(): { total: number; idle: number } {
    const open = this.#connections.filter((connection) => connection !== undefined);
    return { total: open.length, idle: open.filter((connection) => connection.underWay === 0).length };
  }

  /** Finishes the transactions under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#connections.map((connection) => connection?.client.end()));
  }

  #open(place: number): SharedConnection {
    const client = new DatabaseClient(this.#config);
    const connection = new SharedConnection(client);
    const drop = () => {
      if (this.#connections[place] === connection) this.#connections[place] = undefined;
    };
    // A connection that breaks rejects the transactions under way on it; the next transaction opens a new one.
    client.on('error', (error) => {
      drop();
      this.#lost(error);
    });
    client.on('end', drop);
    connection.opening.catch(drop);
    return connection;
  }
}

class SharedConnection {
  readonly client: pg.Client;
  readonly opening: Promise<unknown>;
  underWay = 0;
  #open = false;
  #corked = false;

  constructor(client: pg.Client) {
    this.client = client;
    this.opening = client.connect().then(() => {
      this.#open = true;
    });
  }

  async run(statements: Statement[]): Promise<Answer[]> {
    this.underWay++;
    try {
      if (!this.#open) await this.opening;
      this.#corkUntilNextTick();
      return await runPipeline(this.client, statements);
    } finally {
      this.underWay--;
    }
  }

  /** Holds writes back until the end of this turn of the event loop. */
  #corkUntilNextTick() {
    if (this.#corked) return;
    this.#corked = true;
    const { stream } = wireOf(this.client);
    stream.cork();
    process.nextTick(() => {
      this.#corked = false;
      stream.uncork();
    });
  }
}
