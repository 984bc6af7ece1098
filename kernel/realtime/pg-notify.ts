/**
 * Sends changes between processes by LISTEN/NOTIFY on a separate connection.
 *
 * NOTIFY isn't part of the writing transactions: when a transaction that notifies commits, PostgreSQL takes a lock over
 * the whole server, so such commits wait for one another and no longer share a flush to disk. Instead, changes are
 * gathered after the commits and sent several times a second. This can only lose changes that a process published in
 * the moment in which it died; when it starts again, it tells all processes to ask for everything.
 */
import type { Log } from '../ctx/index.ts';
import { DatabaseClient } from '../db/index.ts';
import type { Change, Hub } from './hub.ts';

const CHANNEL = 'counterfoil_changes';
/** Changes wait this long for others; people perceive it as "at once". */
const GATHER_MS = 40;
/** PostgreSQL accepts payloads below 8,000 bytes. */
const MAX_BYTES = 7_500;
const RETRY_MS = 1_000;
/** A server that lost its power says nothing, so whoever only listens has to ask now and then. */
const ALIVE_MS = 15_000;

export type Notify = {
  send(change: Change): void;
  /** Sends the gathered changes at once. */
  flush(): Promise<void>;
  stop(): Promise<void>;
};

export async function openNotify(connectionString: string, hub: Hub, log: Log): Promise<Notify> {
  let client: DatabaseClient | null = null;
  let stopping = false;
  let sending = false;
  let retry: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;
  const gathered = new Map<string, Change>();

  async function connect(first: boolean): Promise<void> {
    const fresh = new DatabaseClient({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      answerTimeoutMillis: ALIVE_MS,
    });
    fresh.on('notification', ({ payload }) => deliver(hub, payload ?? ''));
    let ended = false;
    const lost = (error?: Error) => {
      if (ended) return;
      ended = true;
      if (client === fresh) client = null;
      if (stopping) return;
      log.warn({ error: error?.message }, 'the connection for LISTEN and NOTIFY was lost');
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
    // Changes may have been missed while the connection was down.
    if (!first) hub.resync();
    // An earlier process may have died before it sent its changes: tell all processes to ask again.
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
    const changes = [...gathered.values()];
    gathered.clear();
    const to = client;
    sending = true;
    try {
      // One after the other: a pg client takes one query at a time.
      for (const payload of payloads(changes)) await to.query('select pg_notify($1, $2)', [CHANNEL, payload]);
    } catch (error) {
      log.warn(
        { error: (error as Error).message },
        'changes could not be sent; they are sent when the database is back',
      );
      for (const one of changes) gathered.set(keyOf(one), one);
    } finally {
      sending = false;
    }
  }

  await connect(true);
  const alive = setInterval(() => {
    if (!sending) void client?.query('select 1').catch(() => undefined);
  }, ALIVE_MS);
  alive.unref();
  return {
    send(change) {
      gathered.set(keyOf(change), change);
      if (client) schedule();
    },
    flush,
    async stop() {
      await flush();
      stopping = true;
      clearTimeout(retry);
      clearInterval(alive);
      await client?.end().catch(() => undefined);
    },
  };
}

const RESYNC = 'resync';
const keyOf = ({ organizationId, topic, id, part }: Change) => `${organizationId} ${topic} ${id ?? ''} ${part ?? ''}`;

function deliver(hub: Hub, payload: string): void {
  if (payload === RESYNC) {
    hub.resync();
    return;
  }
  const rows = JSON.parse(payload) as [string, string, string | null, (string | null)?][];
  hub.receive(rows.map(([organizationId, topic, id, part = null]) => ({ organizationId, topic, id, part })));
}

/** Packs the changes into as few payloads as possible. */
function payloads(changes: Change[]): string[] {
  const full: string[] = [];
  let rows: string[] = [];
  let bytes = 2;
  for (const { organizationId, topic, id, part } of changes) {
    const row = JSON.stringify([organizationId, topic, id, ...(part ? [part] : [])]);
    const size = Buffer.byteLength(row) + 1;
    if (bytes + size > MAX_BYTES) {
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
