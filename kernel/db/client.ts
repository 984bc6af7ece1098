import type { Socket } from 'node:net';
import pg from 'pg';
import { DatabaseUnreachable, finderOf, type Host, hostsOf, type PrimaryFinder } from './hosts.ts';

export type ClientConfig = pg.ClientConfig & {
  connectionString: string;
  /**
   * Ends the connection when an answer is awaited and nothing has come for so long. A server that lost its power says
   * nothing, and the operating system notices only after a quarter of an hour.
   */
  answerTimeoutMillis?: number;
  /**
   * behind a pooler that lends a server for each transaction: nothing may be kept in a session, so statements have no
   * names and limits are set in each transaction (driver.ts)
   */
  pooled?: boolean;
  /** a standby is as good: for reads */
  anyServer?: boolean;
};

/** What `pg` has and its types don't show. */
type Inside = {
  connection: {
    stream: Socket;
    on(event: 'parameterStatus', listener: (message: { parameterName: string; parameterValue: string }) => void): void;
  };
  _activeQuery: unknown;
  _sentQueryQueue: unknown[];
  _queryQueue: unknown[];
};

/**
 * A connection to the server that takes writes. The connection string may name several servers, of which one is the
 * primary (hosts.ts); a standby is refused, also where an address of one server leads to it after a failover.
 *
 * What fails before the first statement is a DatabaseUnreachable, unless it is the server's own word, such as a wrong
 * password.
 */
export class DatabaseClient extends pg.Client {
  readonly #hosts: PrimaryFinder | undefined;
  readonly #answerTimeout: number | undefined;
  readonly #anyServer: boolean;
  /** whether prepared statements stay on the connection */
  readonly keepsStatements: boolean;
  #to: Host | undefined;
  #standby = false;

  constructor(config: ClientConfig) {
    const { url, hosts } = hostsOf(config.connectionString);
    super({ ...config, connectionString: url });
    this.#answerTimeout = config.answerTimeoutMillis;
    this.keepsStatements = !config.pooled;
    this.#anyServer = config.anyServer ?? false;
    this.#hosts = hosts.length > 1 && !this.#anyServer ? finderOf(hosts, url) : undefined;
    this.#inside().connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
      if (parameterName === 'in_hot_standby') this.#standby = parameterValue === 'on';
    });
    // The next connection looks again where the primary is.
    this.on('error', () => this.#forget());
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
    const connected = this.#connect();
    if (!callback) return connected;
    connected.then(() => callback(undefined as unknown as Error), callback);
    return undefined;
  }

  async #connect(): Promise<pg.Client> {
    try {
      if (this.#hosts) {
        this.#to = await this.#hosts.find();
        this.host = this.#to.host;
        this.port = this.#to.port;
      }
      await super.connect();
      if (this.#standby && !this.#anyServer) await this.#refuseStandby();
      this.#limitAnswers();
      return this;
    } catch (error) {
      this.#forget();
      const { code, message } = error as Error & { code?: string };
      const onTheWay = code !== undefined || /^(Connection terminated|timeout expired)/.test(message);
      if (!onTheWay || error instanceof pg.DatabaseError || error instanceof DatabaseUnreachable) throw error;
      throw new DatabaseUnreachable(`the database can not be reached: ${message}`, { cause: error });
    }
  }

  /** What was reported at the sign-in may be older than a promotion, when a pooler repeats it: so it is asked. */
  async #refuseStandby(): Promise<void> {
    const { rows } = await super.query('select pg_is_in_recovery() as standby');
    if (!rows[0].standby) return;
    await this.end();
    throw new DatabaseUnreachable('the server is a standby, which takes no writes');
  }

  #limitAnswers(): void {
    if (this.#answerTimeout === undefined) return;
    const { stream } = this.#inside().connection;
    stream.setTimeout(this.#answerTimeout, () => {
      const { _activeQuery, _sentQueryQueue, _queryQueue } = this.#inside();
      if (!_activeQuery && _sentQueryQueue.length === 0 && _queryQueue.length === 0) return;
      // pg's own message of a broken connection, which is what follows.
      stream.destroy();
    });
  }

  #forget(): void {
    if (this.#to) this.#hosts?.forget(this.#to);
  }

  #inside(): Inside {
    return this as unknown as Inside;
  }
}

/** A pool of such connections. */
export const databasePool = (config: ClientConfig & pg.PoolConfig): pg.Pool =>
  new pg.Pool({ ...config, Client: DatabaseClient as unknown as new () => pg.ClientBase });
