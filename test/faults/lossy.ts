import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../fuzz/random.ts';

/** What a sender waits before it sends a lost packet again: 200 ms at least on Linux, and twice as long each time. */
const RETRANSMIT_MS = 200;
/** After so many packets lost in a row a connection is given up here, where an operating system would try for minutes. */
const GIVES_UP = 4;

/**
 * A network between the program and its database that loses a part of the packets, both ways. TCP hides a loss behind a
 * pause, in which all that was sent later waits too; a connection that loses several in a row breaks.
 */
export class LossyNetwork {
  readonly #server: Server;
  readonly #to: number;
  readonly #random: Random;
  /** the part that is lost, from 0 to 1 */
  loss = 0;
  readonly seen = { packets: 0, lost: 0, broken: 0 };

  private constructor(to: number, random: Random) {
    this.#to = to;
    this.#random = random;
    this.#server = createServer((socket) => this.#join(socket));
  }

  static async start(to: number, random: Random): Promise<LossyNetwork> {
    const network = new LossyNetwork(to, random);
    await new Promise<void>((ready) => network.#server.listen(0, '127.0.0.1', ready));
    return network;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  async stop(): Promise<void> {
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(near: Socket): void {
    const far = connect(this.#to, '127.0.0.1');
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', end).on('close', end);
      from.on('data', (packet) => {
        const pause = this.#pause();
        if (pause === null) return end();
        if (pause === 0) return void into.write(packet);
        from.pause();
        setTimeout(() => {
          into.write(packet);
          from.resume();
        }, pause);
      });
    }
  }

  /** How long this packet takes longer; null: its connection breaks. */
  #pause(): number | null {
    this.seen.packets++;
    let pause = 0;
    for (let lost = 0; this.#random.below(1000) < this.loss * 1000; lost++) {
      this.seen.lost++;
      if (lost + 1 === GIVES_UP) {
        this.seen.broken++;
        return null;
      }
      pause += RETRANSMIT_MS * 2 ** lost;
    }
    return pause;
  }
}
