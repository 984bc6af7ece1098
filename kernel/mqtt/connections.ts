import type { Client } from 'aedes';
import type { Log } from '../ctx/index.ts';
import { type Limits, PerMinute } from './limits.ts';
import { type Visit, Visitors } from './visitors.ts';
import type { Worker } from './work.ts';

type SignedIn = { id: string; kind: string; token: string; address: string | null };
type Caller = { address: string | null; key: string; visit: Visit };

/** What the broker of a process knows of its connections. */
export class Connections {
  readonly worker: Worker;
  readonly limits: Limits;
  readonly log: Log;
  readonly stop = new AbortController();
  readonly visitors: Visitors;
  readonly signedIn = new WeakMap<Client, SignedIn>();
  /** who is at a stream, before anybody has signed in there */
  readonly callers = new WeakMap<object, Caller>();
  /** messages that are being worked */
  readonly running = new Set<Promise<void>>();
  readonly connects: PerMinute;
  readonly messages: PerMinute;
  readonly packets: PerMinute;
  readonly #last = new WeakMap<Client, Promise<void>>();
  readonly #unread = new WeakMap<Client, number>();

  constructor(worker: Worker, limits: Limits, log: Log) {
    this.worker = worker;
    this.limits = limits;
    this.log = log;
    this.visitors = new Visitors(limits);
    this.connects = new PerMinute(limits.connectsOfDevice);
    this.messages = new PerMinute(limits.messagesOfDevice);
    this.packets = new PerMinute(limits.messagesOfDevice * limits.packetsForMessage);
  }

  /** Runs a connection's work after what it sent before, so that one device never takes more than one place at the database. */
  inTurn(client: Client, work: () => Promise<void>, failed: (error: Error) => void): void {
    const turn = (this.#last.get(client) ?? Promise.resolve()).then(work).catch((error) => {
      this.log.error({ err: error }, 'a message over MQTT failed');
      failed(error as Error);
    });
    this.#last.set(client, turn);
    this.running.add(turn);
    void turn.finally(() => this.running.delete(turn));
  }

  /** Sends a connection an answer, and counts its bytes until they are written. */
  answer(client: Client, topic: string, payload: string): void {
    const waits = (bytes: number) => void this.#unread.set(client, (this.#unread.get(client) ?? 0) + bytes);
    waits(payload.length);
    const packet = { cmd: 'publish', topic, qos: 1, dup: false, retain: false } as const;
    client.publish({ ...packet, payload }, () => waits(-payload.length));
  }

  /** Whether a connection's answers are read by its device. */
  reads(client: Client): boolean {
    return (this.#unread.get(client) ?? 0) <= this.limits.unread;
  }
}
