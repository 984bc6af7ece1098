import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { nobody } from '../../kernel/embedded-postgres/account.ts';
import { freePort } from '../e2e/support/server.ts';
import type { PostgresNode } from './node.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
export const hasPooler = process.platform === 'linux' && existsSync(PROGRAM);
export const poolerVersion = () => execFileSync(PROGRAM, ['--version'], { encoding: 'utf8' }).split('\n')[0];

/** A PgBouncer in transaction mode with `size` servers, as docs/scale.md shows it. */
export class Pooler {
  readonly #child: ChildProcess;
  /** for the owner of the tables */
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(dir: string, node: PostgresNode, size: number): Promise<Pooler> {
    const port = await freePort();
    const { username, password, pathname } = new URL(node.url());
    const root = process.getuid?.() === 0;
    mkdirSync(dir, { mode: 0o711 });
    const write = (name: string, text: string) => {
      const path = join(dir, name);
      writeFileSync(path, text, { mode: 0o600 });
      // It refuses to run as root.
      if (root) chownSync(path, nobody().uid, nobody().gid);
      return path;
    };
    const users = write('userlist.txt', `"postgres" "${password}"\n`);
    const settings = write(
      'pgbouncer.ini',
      `[databases]
counterfoil = host=127.0.0.1 port=${node.port} auth_user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
auth_query = select usename, passwd from pg_shadow where usename = $1
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = 500
`,
    );
    const child = spawn(PROGRAM, [settings], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(root && { uid: nobody().uid, gid: nobody().gid }),
    });
    process.once('exit', () => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const pooler = new Pooler(child, `postgres://${username}:${password}@127.0.0.1:${port}${pathname}`);
    for (;;) {
      const client = new pg.Client({ connectionString: pooler.url });
      const answer = await client.connect().then(
        () => 'open',
        (error: Error) => error.message,
      );
      await client.end().catch(() => {});
      if (answer === 'open') return pooler;
      if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${answer} ${output}`);
      await wait(50);
    }
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGQUIT');
    await exited;
  }
}
