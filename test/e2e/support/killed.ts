/** A server that a test kills at chosen steps of asking a provider for money, while the provider keeps running. */
import pg from 'pg';
import { expect } from 'vitest';
import { findRunningPostgres } from '../../../kernel/embedded-postgres/index.ts';
import { type Caller, found, signIn } from './api.ts';
import { dataFolder } from './data-folder.ts';
import { freePort, start } from './server.ts';

/** Starts a server with an organization of its own; `others`: what differs from a fair in India. */
export async function killable(env: Record<string, string>, modules: string[], others: object = {}) {
  const folder = dataFolder();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const all = { DATA_DIR: folder.path, PORT: String(port), PUBLIC_URL: url, ...env };
  let server = await start(all);
  let call: Caller = await found(server, modules, others);
  return {
    url,
    server: () => server,
    call: ((method, path, body) => call(method, path, body)) as Caller,
    /** Kills at once, as when the power fails. */
    async kill(): Promise<void> {
      server.child.kill('SIGKILL');
      await server.exited;
    },
    async restart(): Promise<void> {
      server = await start(all);
      call = await signIn(server);
    },
    /** A connection to the server's database, which ends with it. */
    async connect(): Promise<pg.Client> {
      const client = new pg.Client({ connectionString: findRunningPostgres(folder.path)?.connectionString });
      client.on('error', () => {});
      await client.connect();
      return client;
    },
    /**
     * As if the pauses between two questions were over; also that of 45 s after which a request without an answer is
     * made again, since no other process can still be waiting for it.
     */
    async pauseIsOver(): Promise<void> {
      const client = await this.connect();
      await client.query(`update payment_attempt set next_poll_at = now() where next_poll_at > now()`);
      await client.query(
        `update pgboss.job set start_after = now() where name = 'payments.poll' and state = 'created'`,
      );
      await client.end();
    },
    /** Account → balance in minor units; the ledger has no faults. */
    async books(): Promise<(account: string) => number> {
      expect(await call<{ faults: unknown[] }>('GET', '/ledger/verification')).toMatchObject({ faults: [] });
      type Account = { code: string; balances: { balance_minor: number }[] };
      const accounts = await call<Account[]>('GET', '/ledger/accounts');
      return (account) => accounts.find(({ code }) => code === account)?.balances[0]?.balance_minor ?? 0;
    },
    async stop(): Promise<void> {
      await server.stop();
      folder.remove();
    },
  };
}
export type Killable = Awaited<ReturnType<typeof killable>>;
