import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nobody } from '../../kernel/embedded-postgres/account.ts';

const PROGRAM = '/usr/sbin/mosquitto';
export const hasMosquitto = process.platform === 'linux' && existsSync(PROGRAM);
export const mosquittoVersion = () =>
  /mosquitto version \S+/.exec(spawnSync(PROGRAM, ['-h'], { encoding: 'utf8' }).stdout)?.[0] ?? 'Mosquitto';

const SERVER = { user: 'server', password: 'of-the-server' };

/** A real Mosquitto with the settings of deploy/mosquitto.conf and its access list. */
export class Mosquitto {
  readonly #dir: string;
  readonly port: number;
  #child: ChildProcess | undefined;

  constructor(dir: string, port: number) {
    this.#dir = dir;
    this.port = port;
    mkdirSync(dir, { mode: 0o755 });
    const own = (name: string, text: string) => {
      const path = join(dir, name);
      writeFileSync(path, text, { mode: 0o600 });
      if (process.getuid?.() === 0) chownSync(path, nobody().uid, nobody().gid);
    };
    own('passwords', '');
    own('acl', readFileSync('deploy/mosquitto.acl', 'utf8'));
    const settings = readFileSync('deploy/mosquitto.conf', 'utf8')
      .replace('listener 1883', `listener ${port} 127.0.0.1`)
      .replaceAll('/etc/mosquitto/', `${dir}/`)
      .replace('/var/lib/mosquitto/', `${dir}/`);
    own('mosquitto.conf', settings);
    if (process.getuid?.() === 0) chownSync(dir, nobody().uid, nobody().gid);
    this.addUser(SERVER.user, SERVER.password);
  }

  /** for the server */
  get url(): string {
    return `mqtt://${SERVER.user}:${SERVER.password}@127.0.0.1:${this.port}`;
  }

  /** A user for a device; a broker that runs reads it at once. */
  addUser(name: string, password: string): void {
    execFileSync('mosquitto_passwd', ['-b', join(this.#dir, 'passwords'), name, password], {
      stdio: 'pipe',
      ...(process.getuid?.() === 0 && nobody()),
    });
    this.reload();
  }

  /** It reads its users and its access list again. */
  reload(): void {
    this.#child?.kill('SIGHUP');
  }

  async start(): Promise<void> {
    const child = spawn(PROGRAM, ['-c', join(this.#dir, 'mosquitto.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 && nobody()),
    });
    process.once('exit', () => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    this.#child = child;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`Mosquitto ended: ${output}`);
      const socket = connect(this.port, '127.0.0.1');
      const open = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'error').then(
          () => false,
          () => false,
        ),
      ]).catch(() => false);
      socket.destroy();
      if (open) return;
      await wait(50);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    this.#child = undefined;
  }
}
