import { connect, type Socket } from 'node:net';

/**
 * One device's connection to the embedded broker, with MQTT 3.1.1 as far as a report and its answer need it. By hand,
 * since ten thousand clients of the library in one process stop it for its garbage, and the times would be the load's.
 */
export class MqttLine {
  readonly #socket: Socket;
  readonly #root: string;
  #got: Buffer = Buffer.alloc(0);
  #number = 0;
  #settle: { resolve(answer: string): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket, device: string) {
    this.#socket = socket;
    this.#root = `counterfoil/${device}`;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the broker closed the connection')));
  }

  static async open(port: string, device: string, token: string): Promise<MqttLine> {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const line = new MqttLine(socket, device);
    // Name and password, a clean session, a sign of life within 20 minutes.
    const flags = Buffer.from([4, 0xc2, 0x04, 0xb0]);
    await line.#ask(packet(0x10, text('MQTT'), flags, text(device), text(device), text(token)));
    await line.#ask(packet(0x82, line.#next(), text(`${line.#root}/down/#`), Buffer.from([1])));
    return line;
  }

  /** Sends a message (`status`) and returns its answer. Throws when it was refused. */
  async report(name: string, body: object): Promise<void> {
    const number = this.#next();
    const topic = text(`${this.#root}/up/${number.readUInt16BE()}/${name}`);
    const answer = await this.#ask(packet(0x32, topic, number, Buffer.from(JSON.stringify(body))));
    if (!answer.startsWith('{"ok":true')) throw new Error(answer.slice(0, 2000));
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #next(): Buffer {
    this.#number = (this.#number % 60_000) + 1;
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(this.#number);
    return bytes;
  }

  #ask(bytes: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  #read(bytes: Buffer): void {
    this.#got = this.#got.length > 0 ? Buffer.concat([this.#got, bytes]) : bytes;
    for (;;) {
      const head = lengthOf(this.#got);
      if (!head || this.#got.length < head.from + head.length) return;
      const kind = (this.#got[0] as number) >> 4;
      const content = this.#got.subarray(head.from, head.from + head.length);
      this.#got = this.#got.subarray(head.from + head.length);
      if (kind === PUBLISH) {
        const topic = content.readUInt16BE();
        this.#socket.write(packet(0x40, content.subarray(2 + topic, 4 + topic)));
        this.#answer(content.toString('utf8', 4 + topic));
      } else if (kind === CONNACK && content[1] !== 0) this.#settle?.reject(new Error(`refused: ${content[1]}`));
      // That a message arrived is not yet its answer.
      else if (kind !== PUBACK) this.#answer('');
    }
  }

  #answer(answer: string): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve(answer);
  }
}

const CONNACK = 2;
const PUBLISH = 3;
const PUBACK = 4;

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Its length is written in groups of seven bits. */
function packet(head: number, ...parts: Buffer[]): Buffer {
  const length: number[] = [];
  let rest = parts.reduce((sum, part) => sum + part.length, 0);
  do {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([head, ...length]), ...parts]);
}

function lengthOf(bytes: Buffer): { from: number; length: number } | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at++) {
    const byte = bytes[at] as number;
    length += (byte & 127) * 128 ** (at - 1);
    if (byte < 128) return { from: at + 1, length };
  }
  return undefined;
}
