import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CpuTime } from './cpu.ts';

/** What a measurement found: rates in operations a second, times in milliseconds. */
export type Measured = { perSecond: number; p50: number; p99: number; cpu?: CpuTime };
export type Pace = { clients: number; seconds: number; warmUp: number };

/**
 * Runs `once` over and over in `clients` loops at the same time, each waiting for its answer before it asks again, and
 * counts what ended after the warm-up. Throws what `once` throws: a failed request makes a measurement worthless.
 * With `cpu` the processor time of one operation is told too.
 */
export async function measure(
  pace: Pace,
  once: (client: number) => Promise<unknown>,
  cpu?: () => CpuTime,
): Promise<Measured> {
  const times: number[] = [];
  const from = performance.now() + pace.warmUp * 1000;
  const until = from + pace.seconds * 1000;
  const loop = async (client: number) => {
    for (let began = performance.now(); began < until; ) {
      await once(client);
      const ended = performance.now();
      if (ended >= from && ended < until) times.push(ended - began);
      began = ended;
    }
  };
  const running = Promise.all(Array.from({ length: pace.clients }, (_, client) => loop(client)));
  await Promise.race([running, sleep(pace.warmUp * 1000)]);
  const before = cpu?.();
  await running;
  const after = cpu?.();
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const found = { perSecond: sorted.length / pace.seconds, p50: at(0.5), p99: at(0.99) };
  if (!before || !after) return found;
  const each = (to: number, start: number) => (to - start) / sorted.length;
  return {
    ...found,
    cpu: { server: each(after.server, before.server), database: each(after.database, before.database) },
  };
}

/**
 * One keep-alive connection that sends prepared requests and reads answers with a content-length. A client library costs
 * several times the processor time of this, and the load shares its two cores with what it measures.
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
    // Latin-1 keeps one character a byte, so that lengths agree with the header.
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
