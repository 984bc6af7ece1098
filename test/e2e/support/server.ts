import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ConfigSchema } from '../../../kernel/config/index.ts';
import { newTestFolder } from '../../harness/folders.ts';

const root = join(import.meta.dirname, '../../..');

/** A program that answers, in a process of its own or in the test's. */
export type Site = {
  url: string;
  /** The one-time token of the first-run page. */
  firstRunToken(): Promise<string>;
};

export type Server = Site & {
  child: ChildProcess;
  /** its output so far, both streams */
  output(): string;
  /** Resolves when it has printed this; rejects when it ends before, or after `ms`. */
  printed(pattern: RegExp, ms?: number): Promise<RegExpExecArray>;
  /** Resolves to the exit code when the process has ended. */
  exited: Promise<number | null>;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | null>;
};

/** Set to nothing, a variable stays so, whatever the developer's own file of settings says. */
const NO_SETTINGS = Object.fromEntries(Object.keys(ConfigSchema.properties).map((name) => [name, '']));

/** Processes and folders that an aborted run would leave behind. */
const leftovers = new Set<() => void>();
process.once('exit', () => {
  for (const end of leftovers) end();
});

/** A port that was free a moment ago. The QR codes contain PUBLIC_URL, so the port has to be known beforehand. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** An empty folder, in memory if possible, that the database's account may enter. */
export function newFolder(): { path: string; remove(): void } {
  const path = newTestFolder('e2e');
  const remove = () => {
    leftovers.delete(remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  };
  leftovers.add(remove);
  return { path, remove };
}

/**
 * Runs `counterfoil <args>` as a separate process; it gets only the essentials of the tests' environment. `from`: the
 * folder of another version of the program.
 */
export function run(args: string[], env: Record<string, string>, from = root): Server {
  const { PATH = '', HOME = '', TZ = 'UTC' } = process.env;
  const child = spawn(process.execPath, [join(from, 'server/main.ts'), ...args], {
    cwd: env.DATA_DIR ?? root,
    // Where main.ts keeps compiled files too, but in time for main.ts itself.
    env: {
      ...NO_SETTINGS,
      PATH,
      HOME,
      TZ,
      LOG_LEVEL: 'warn',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  // "close" comes after the last output, "exit" may come before it.
  const kill = () => void child.kill('SIGKILL');
  leftovers.add(kill);
  const exited = once(child, 'close').then(([code]) => {
    leftovers.delete(kill);
    return code as number | null;
  });
  const printed: Server['printed'] = (pattern, ms = 120_000) =>
    new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        then();
      };
      const look = () => {
        const match = pattern.exec(output);
        if (match) settle(() => resolve(match));
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`not within ${ms} ms: ${pattern}\n${output}`))), ms);
      listeners.add(look);
      look();
      void exited.then((code) => settle(() => reject(new Error(`ended with ${code} before ${pattern}\n${output}`))));
    });
  const stop = () => {
    child.kill('SIGTERM');
    return exited;
  };
  const firstRunToken = async () => (await printed(/\/setup#token=(\S+)/))[1] as string;
  return { url: env.PUBLIC_URL ?? '', firstRunToken, child, output: () => output, printed, exited, stop };
}

/** `counterfoil start` on a free port; resolves when it serves. `url` is the address in its links. */
export async function start(env: Record<string, string>, args: string[] = []): Promise<Server> {
  const port = await freePort();
  // Many run side by side, and there is one usual port for MQTT.
  const mqtt: Record<string, string> = env.MQTT_PORT ? {} : { ENABLE_MQTT: 'false' };
  const here = { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` };
  const server = run(['start', ...args], { ...here, ...mqtt, ...env });
  await server.printed(/Counterfoil is open at/);
  return server;
}

/** What processes that have ended printed last, by their names. */
export function endedAmong(servers: Record<string, Server>): string[] {
  return Object.entries(servers)
    .filter(([, { child }]) => child.exitCode !== null || child.signalCode !== null)
    .map(([name, { output }]) => `${name}: ${output().slice(-2000)}`);
}
