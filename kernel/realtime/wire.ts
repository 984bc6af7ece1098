/**
 * News between processes, by LISTEN/NOTIFY on a connection of its own.
 *
 * NOTIFY isn't part of the writing transactions: at the commit of each one that notifies, PostgreSQL takes a lock over
 * the whole server, so that such commits queue for one another and no longer share a flush to disk. Instead news is
 * gathered after the commits and sent some times a second. What that may lose is only what a process said in the moment
 * in which it died, and a process says at its start that everything should be asked for again.
 */
import pg from 'pg';
import type { Log } from '../ctx/index.ts';
import type { Hub, News } from './hub.ts';

const CHANNEL = 'counterfoil_news';
/** News waits this long for company; people take it for "at once". */
const GATHER_MS = 40;
/** PostgreSQL takes payloads below 8,000 bytes. */
const MOST_BYTES = 7_500;
const RETRY_MS = 1_000;

export type Wire = {
  send(news: News): void;
  /** Sends what is gathered, at once. */
  flush(): Promise<void>;
  stop(): Promise<void>;
};

export async function openWire(connectionString: string, hub: Hub, log: Log): Promise<Wire> {
  let client: pg.Client | null = null;
  let stopping = false;
  let retry: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;
  const gathered = new Map<string, News>();

  async function connect(first: boolean): Promise<void> {
    const fresh = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: 10_000 });
    fresh.on('notification', ({ payload }) => deliver(hub, payload ?? ''));
    let ended = false;
    const lost = (error?: Error) => {
      if (ended) return;
      ended = true;
      if (client === fresh) client = null;
      if (stopping) return;
      log.warn({ error: error?.message }, 'the connection for news was lost');
      again();
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      ended = true;
      await fresh.end().catch(() => undefined);
      if (first) throw error;
      return again();
    }
    if (stopping) return fresh.end();
    client = fresh;
    // While we didn't listen anything may have happened.
    if (!first) hub.resync();
    // And whoever was here before us may have died in the middle of a sentence: all processes hear this.
    else await fresh.query('select pg_notify($1, $2)', [CHANNEL, RESYNC]);
    if (gathered.size > 0) schedule();
  }

  function again(): void {
    clearTimeout(retry);
    retry = setTimeout(() => void connect(false), RETRY_MS);
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (!client || gathered.size === 0) return;
    const news = [...gathered.values()];
    gathered.clear();
    try {
      const sending = client;
      // One after the other: a client of pg's own takes one query at a time.
      for (const payload of payloads(news)) await sending.query('select pg_notify($1, $2)', [CHANNEL, payload]);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'news could not be sent; it is sent once the database is back');
      for (const one of news) gathered.set(keyOf(one), one);
    }
  }

  await connect(true);
  return {
    send(news) {
      gathered.set(keyOf(news), news);
      if (client) schedule();
    },
    flush,
    async stop() {
      await flush();
      stopping = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

const RESYNC = 'resync';
const keyOf = ({ organizationId, topic, id }: News) => `${organizationId} ${topic} ${id ?? ''}`;

function deliver(hub: Hub, payload: string): void {
  if (payload === RESYNC) {
    hub.resync();
    return;
  }
  const rows = JSON.parse(payload) as [string, string, string | null][];
  hub.receive(rows.map(([organizationId, topic, id]) => ({ organizationId, topic, id })));
}

/** As few payloads as hold all of it. */
function payloads(news: News[]): string[] {
  const full: string[] = [];
  let rows: string[] = [];
  let bytes = 2;
  for (const { organizationId, topic, id } of news) {
    const row = JSON.stringify([organizationId, topic, id]);
    const size = Buffer.byteLength(row) + 1;
    if (bytes + size > MOST_BYTES) {
      full.push(`[${rows.join(',')}]`);
      rows = [];
      bytes = 2;
    }
    rows.push(row);
    bytes += size;
  }
  full.push(`[${rows.join(',')}]`);
  return full;
}
