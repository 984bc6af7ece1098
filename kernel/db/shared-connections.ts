import pg from 'pg';
import { type Answer, runPipeline, type Statement, wireOf } from './pipeline.ts';

/** The database ends the connection with this error (classes 08 and 57P: connection, shutdown). */
export function isLastWord(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(08|57P)/.test(error.code ?? '');
}

/**
 * A few connections that many short transactions share, each in one flight (`runPipeline`). A transaction of its own
 * connection costs each process a system call and a wake-up at least; here those of one turn of the event loop leave in
 * one write, and a database process that has always something to do is not put to sleep and woken for each.
 *
 * What travels here holds up what is behind it, so it must be short, and wait for nobody: connections here are opened
 * with a `lock_timeout`, and who meets a lock for longer runs its statements again on a connection of its own.
 */
export class SharedConnections {
  readonly #config: pg.ClientConfig;
  readonly #lost: (error: Error) => void;
  readonly #connections: (SharedConnection | undefined)[];
  #closed = false;

  constructor(config: pg.ClientConfig, count: number, lost: (error: Error) => void) {
    this.#config = config;
    this.#lost = lost;
    this.#connections = Array.from({ length: count }, () => undefined);
  }

  /** Runs statements as one transaction on the connection with the fewest under way; opens it when there is none. */
  async run(statements: Statement[]): Promise<Answer[]> {
    if (this.#closed) throw new Error('the database was closed');
    let best = 0;
    for (let i = 0; i < this.#connections.length; i++) {
      if ((this.#connections[i]?.underWay ?? 0) < (this.#connections[best]?.underWay ?? 0)) best = i;
    }
    this.#connections[best] ??= this.#open(best);
    const connection = this.#connections[best] as SharedConnection;
    try {
      return await connection.run(statements);
    } catch (error) {
      // Its end is told a moment later; nobody else should leave on it until then.
      if (isLastWord(error) && this.#connections[best] === connection) this.#connections[best] = undefined;
      throw error;
    }
  }

  /** Connections open and, of these, with nothing under way. */
  stats(): { total: number; idle: number } {
    const open = this.#connections.filter((connection) => connection !== undefined);
    return { total: open.length, idle: open.filter((connection) => connection.underWay === 0).length };
  }

  /** What is under way is finished. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#connections.map((connection) => connection?.client.end()));
  }

  #open(place: number): SharedConnection {
    const client = new pg.Client(this.#config);
    const connection = new SharedConnection(client);
    const drop = () => {
      if (this.#connections[place] === connection) this.#connections[place] = undefined;
    };
    // A connection that breaks rejects what is under way on it; the next transaction opens another.
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
  #held = false;

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
      this.#hold();
      return await runPipeline(this.client, statements);
    } finally {
      this.underWay--;
    }
  }

  /** Until the end of this turn of the event loop. */
  #hold() {
    if (this.#held) return;
    this.#held = true;
    const { stream } = wireOf(this.client);
    stream.cork();
    process.nextTick(() => {
      this.#held = false;
      stream.uncork();
    });
  }
}
