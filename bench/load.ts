import { connect, type Socket } from 'node:net';
import type { CpuTime } from './cpu.ts';

/**
 * The result of a measurement: rates in operations a second, times in milliseconds, processor time of one operation.
 */
export type Measured = { perSecond: number; p50: number; p99: number; cpu?: CpuTime };
export type Pace = { clients: number; seconds: number };
export type Once = (client: number) => Promise<unknown>;

type Round = { perSecond: number; times: number[]; cpu?: CpuTime };

/**
 * Compares ways of doing the same thing: after a warm-up of each they take turns, three times each, so that other work
 * of the machine and of the database affects all of them. The rate is the median of the three, the times are those of
 * all three together. With `cpu` it also reports the processor time of one operation.
 */
export async function compare(pace: Pace, ways: Once[], cpu?: () => CpuTime): Promise<Measured[]> {
  const seconds = pace.seconds / ROUNDS;
  for (const way of ways) await run(pace.clients, WARM_UP, way);
  const rounds = ways.map((): Round[] => []);
  for (let i = 0; i < ROUNDS; i++) {
    for (const [which, way] of ways.entries()) rounds[which]?.push(await run(pace.clients, seconds, way, cpu));
  }
  return rounds.map(summary);
}
const ROUNDS = 3;
/** Seconds: compiling and filling the caches takes about one. */
const WARM_UP = 1.5;

/**
 * Runs `once` repeatedly in `clients` parallel loops, each waiting for its answer. Throws what `once` throws: a failed
 * request makes a measurement worthless.
 */
async function run(clients: number, seconds: number, once: Once, cpu?: () => CpuTime): Promise<Round> {
  const times: number[] = [];
  const before = cpu?.();
  const from = performance.now();
  const until = from + seconds * 1000;
  const loop = async (client: number) => {
    for (let began = performance.now(); began < until; ) {
      await once(client);
      const ended = performance.now();
      times.push(ended - began);
      began = ended;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  const perSecond = (times.length * 1000) / (performance.now() - from);
  const after = cpu?.();
  if (!before || !after) return { perSecond, times };
  const each = (kind: keyof CpuTime) => (after[kind] - before[kind]) / times.length;
  return { perSecond, times, cpu: { server: each('server'), database: each('database') } };
}

function summary(rounds: Round[]): Measured {
  const times = Float64Array.from(rounds.flatMap((round) => round.times)).sort();
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const found = { perSecond: median(rounds.map((round) => round.perSecond)), p50: at(0.5), p99: at(0.99) };
  const cpus = rounds.flatMap((round) => round.cpu ?? []);
  if (cpus.length === 0) return found;
  const cpu = { server: median(cpus.map((c) => c.server)), database: median(cpus.map((c) => c.database)) };
  return { ...found, cpu };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Prints one measurement: its name, the rate a second, and the times in milliseconds. */
export function tell(what: string, times: number[], rate: string): void {
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

  post(path: string, body: string): Promise<string> {
    const length = Buffer.byteLength(body);
    return this.#send(
      `POST ${path} HTTP/1.1\r\n${this.#head}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
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
    if (status < 300) settle?.resolve(answer);
    else settle?.reject(new Error(`the server answered ${answer.slice(0, 2000)}`));
  }
}
