import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../kernel/lib/result.ts';
import type { CpuTime } from './cpu.ts';

/** Rates in operations a second, times in milliseconds; processor time of one operation. */
export type Measured = { perSecond: number; p50: number; p99: number; denied: number; cpu: CpuTime; rounds: CpuTime[] };
export type Pace = { clients: number; seconds: number; rounds?: number; warmUp?: number };
export type Way = { once(client: number): Promise<unknown>; before?(): Promise<void>; cpu?(): CpuTime };

type Round = { perSecond: number; times: number[]; denied: number; cpu: CpuTime };

/**
 * Compares ways of doing the same thing: after a warm-up of each they take turns, so that other work of the machine and
 * of the database affects all of them. Rate and processor time are the median of the rounds, the times those of all
 * rounds together. `seconds` are those of each way.
 */
export async function compare(pace: Pace, ways: Way[]): Promise<Measured[]> {
  const { clients, rounds = 3, warmUp = 1.5 } = pace;
  if (warmUp > 0) for (const way of ways) await run(clients, warmUp, way);
  const found = ways.map((): Round[] => []);
  for (let i = 0; i < rounds; i++) {
    for (const [which, way] of ways.entries()) found[which]?.push(await run(clients, pace.seconds / rounds, way));
  }
  return found.map(summary);
}

/**
 * Runs `once` repeatedly in `clients` parallel loops, each waiting for its answer. Throws what `once` throws: a failed
 * request makes a measurement worthless.
 */
async function run(clients: number, seconds: number, { once, before, cpu }: Way): Promise<Round> {
  const times: number[] = [];
  let denied = 0;
  await before?.();
  const spent = cpu?.();
  const from = performance.now();
  const until = from + seconds * 1000;
  const loop = async (client: number) => {
    for (let began = performance.now(); began < until; ) {
      const answer = await once(client);
      const ended = performance.now();
      times.push(ended - began);
      if (typeof answer === 'string' && DENIED.test(answer)) denied += 1;
      began = ended;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  const perSecond = (times.length * 1000) / (performance.now() - from);
  const after = cpu?.();
  const each = (kind: keyof CpuTime) => (spent && after ? (after[kind] - spent[kind]) / times.length : Number.NaN);
  const cpuEach = { server: each('server'), database: each('database') };
  return { perSecond, times, denied: denied / times.length, cpu: cpuEach };
}
const DENIED = /^HTTP\/1.1 409|"allowed":false/;

function summary(rounds: Round[]): Measured {
  const times = Float64Array.from(rounds.flatMap((round) => round.times)).sort();
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  return {
    perSecond: middle((round) => round.perSecond),
    p50: at(0.5),
    p99: at(0.99),
    denied: middle((round) => round.denied),
    cpu: { server: middle(({ cpu }) => cpu.server), database: middle(({ cpu }) => cpu.database) },
    rounds: rounds.map(({ cpu }) => cpu),
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Prints one measurement: its name, the rate a second, and the times in milliseconds. */
export function report(what: string, times: number[], rate: string): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  console.log(`${what}: ${rate}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

/**
 * One keep-alive connection that sends prepared requests and reads answers with a content-length. No client library,
 * since the load shares its two cores with the server and should use little of them.
 */
export class Line {
  readonly #socket: Socket;
  readonly #head: string;
  #got = '';
  #wanted = 0;
  #status = 0;
  #settle: { resolve(body: string): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.setNoDelay(true);
    // Latin-1 has one character per byte, so that lengths agree with the header.
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#read(text as unknown as string));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  static async open(url: URL, headers: Record<string, string>): Promise<Line> {
    const socket = connect({ host: '127.0.0.1', port: Number(url.port) });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const lines = Object.entries({ host: url.host, accept: 'application/json', ...headers });
    return new Line(socket, lines.map(([name, value]) => `${name}: ${value}\r\n`).join(''));
  }

  get(path: string): Promise<string> {
    return this.#send(`GET ${path} HTTP/1.1\r\n${this.#head}\r\n`);
  }

  /** `key` makes it repeatable. */
  post(path: string, body: string, key?: string): Promise<string> {
    const again = key ? `idempotency-key: ${key}\r\n` : '';
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
    return this.#send(
      `POST ${path} HTTP/1.1\r\n${this.#head}${again}content-type: application/json\r\n${length}\r\n${body}`,
    );
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  #read(text: string): void {
    this.#got += text;
    if (this.#wanted === 0) {
      const end = this.#got.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#status = Number(this.#got.slice(9, 12));
      this.#wanted = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(this.#got)?.[1] ?? 0);
    }
    if (this.#got.length < this.#wanted) return;
    const [settle, status, answer] = [this.#settle, this.#status, this.#got];
    this.#got = '';
    this.#wanted = 0;
    this.#settle = undefined;
    // 409: a number that is taken is an answer too.
    if (status < 300 || status === 409) settle?.resolve(answer);
    else settle?.reject(new Error(`the server answered ${answer.slice(0, 2000)}`));
  }
}

/** A port of this machine that nobody uses now. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Not measured: the first request of a process takes 110 ms, since nothing is compiled, and compiling goes on for some. */
export const WARM_UP_S = 5;

/**
 * Calls `each` at a fixed rate, so that a slow answer delays nothing.
 * @param each with a number from 0 on, when it was due, and the milliseconds since the measurement began: less than 0
 * while it warms up
 */
export async function atRate(
  perMinute: number,
  minutes: number,
  each: (n: number, due: number, sinceMs: number) => void,
): Promise<void> {
  const warmUp = Math.ceil((WARM_UP_S * perMinute) / 60);
  const from = performance.now() + WARM_UP_S * 1000;
  for (let n = -warmUp; n < perMinute * minutes; n++) {
    const sinceMs = (n * 60_000) / perMinute;
    const due = from + sinceMs;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    each(n + warmUp, due, sinceMs);
  }
}

/** Items far from each other for neighbouring numbers, so that requests of the same moment are for different ones. */
export function pick<T>(items: T[], n: number): T {
  return items[(n * 7919) % items.length] as T;
}

/** The answer of a request that succeeded; throws any other. */
export function okay(answer: string): string {
  if (!/^HTTP\/1.1 2/.test(answer)) throw new Error(answer.slice(0, 2000));
  return answer;
}

/** The data of an action that succeeded; throws its refusal. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.data;
}
