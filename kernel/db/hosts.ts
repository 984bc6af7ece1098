import pg from 'pg';

/** One server of a connection string. */
export type Host = { host: string; port: number };

/**
 * The servers that a connection string names: `postgres://user:password@one:5432,two:5432/database`, as libpq writes
 * them, or lists in `host=` and `port=`, for sockets. `url` names the first of them, since `pg` knows one only.
 */
export function hostsOf(connectionString: string): { url: string; hosts: Host[] } {
  const [, before = '', places = '', path = '', query = ''] =
    /^(postgres(?:ql)?:\/\/(?:[^/?@]*@)?)([^/?]*)([^?]*)\??(.*)$/s.exec(connectionString) ?? [];
  const parameters = new URLSearchParams(query);
  // What libpq calls so is what every connection of ours insists on.
  parameters.delete('target_session_attrs');
  const named = parameters.get('host');
  const ports = (parameters.get('port') ?? '').split(',');
  const hosts = named
    ? named.split(',').map((host, i) => ({ host, port: portOf(ports[i] || ports[0] || portIn(places)) }))
    : places.split(',').map((place) => ({ host: hostIn(place), port: portOf(portIn(place)) }));
  if (named) {
    parameters.set('host', hosts[0]?.host as string);
    parameters.set('port', String(hosts[0]?.port));
  }
  const rest = parameters.size > 0 ? `?${parameters}` : '';
  return { url: `${before}${places.split(',')[0]}${path}${rest}`, hosts };
}

const portIn = (place: string) => /:(\d+)$/.exec(place)?.[1] ?? '';
const portOf = (text: string) => Number(text) || 5432;
const hostIn = (place: string) => decodeURIComponent(place.replace(/:\d+$/, '').replace(/^\[(.+)\]$/, '$1'));

/** How long a server may take to say whether it is the primary. */
const TIMEOUT_MS = 2_000;

/** No server that takes writes could be reached; nothing was sent to any. */
export class DatabaseUnreachable extends Error {
  /** what `kernel/http` answers by: nothing happened, so a retry may help */
  readonly code = 'DATABASE_UNREACHABLE';
}

/**
 * Which of several servers is the primary. It is looked for when a connection is needed and the last known one is not
 * known to be well; whoever asks meanwhile waits for the same answer.
 */
export class PrimaryFinder {
  readonly #hosts: Host[];
  readonly #ask: (host: Host) => Promise<string | null>;
  #known: Host | undefined;
  /** the latest timeline that any server had */
  #latest = '';
  #looking: Promise<Host> | undefined;

  /** @param ask the timeline of a primary, as hexadecimal digits of equal length; null of a standby */
  constructor(hosts: Host[], ask: (host: Host) => Promise<string | null>) {
    this.#hosts = hosts;
    this.#ask = ask;
  }

  async find(): Promise<Host> {
    if (this.#known) return this.#known;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Something went wrong with this server: the next connection looks at all of them. */
  forget(host: Host): void {
    if (this.#known === host) this.#known = undefined;
  }

  /**
   * All are asked, and of two primaries the one of the later timeline is right: each promotion begins a new one, and a
   * primary that failed and came back doesn't know that another was promoted. Nor is it taken while the other is too
   * busy to answer: a timeline that was seen once is never left for an older one.
   */
  async #look(): Promise<Host> {
    const answers = await Promise.all(
      this.#hosts.map(async (host) => {
        try {
          return { host, timeline: await this.#ask(host).catch((error) => this.#askAgain(host, error)) };
        } catch (error) {
          return { host, timeline: null, error: error as Error };
        }
      }),
    );
    let best: { host: Host; timeline: string } | undefined;
    for (const { host, timeline } of answers) {
      if (timeline !== null && timeline >= this.#latest && (!best || timeline > best.timeline))
        best = { host, timeline };
    }
    if (!best) {
      // A wrong password is the server's own word, and no other server would say otherwise.
      const refused = answers.find(({ error }) => (error as { code?: string } | undefined)?.code?.startsWith('28'));
      if (refused) throw refused.error;
      const reasons = answers.map(
        ({ host, timeline, error }) =>
          `${host.host}:${host.port} ${error?.message ?? (timeline ? 'was the primary before' : 'is a standby')}`,
      );
      throw new DatabaseUnreachable(`no server of the database takes writes: ${reasons.join('; ')}`);
    }
    this.#known = best.host;
    this.#latest = best.timeline;
    return best.host;
  }

  /** Somebody ended the connection, perhaps with all others of that server, which says nothing about the server. */
  async #askAgain(host: Host, error: Error & { code?: string }): Promise<string | null> {
    if (error.code !== ADMIN_SHUTDOWN) throw error;
    return this.#ask(host);
  }
}

/** SQLSTATE admin_shutdown: also of a single connection, by `pg_terminate_backend`. */
const ADMIN_SHUTDOWN = '57P01';

const finders = new Map<string, PrimaryFinder>();

/**
 * The finder of several servers, one for all connections of this process, whatever their role: what one of them has
 * learnt of a promotion, all know. @param url a connection string of any role
 */
export function finderOf(hosts: Host[], url: string): PrimaryFinder {
  const key = JSON.stringify([hosts, url.replace(/\/\/[^/?@]*@/, '//')]);
  let finder = finders.get(key);
  if (!finder) {
    finder = new PrimaryFinder(hosts, (host) => timelineOf(url, host));
    finders.set(key, finder);
  }
  return finder;
}

/** The timeline that a primary writes; null of a standby. Throws when the server does not answer in time. */
async function timelineOf(connectionString: string, host: Host): Promise<string | null> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.host = host.host;
  client.port = host.port;
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      'select case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end as timeline',
    );
    return rows[0].timeline;
  } finally {
    // Not waited for: a server that does not answer does not say goodbye either.
    client.end().catch(() => {});
  }
}
