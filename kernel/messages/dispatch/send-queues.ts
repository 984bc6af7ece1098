/** The send queues of all accounts, and which of them a stream of messages uses. */
import type { Clock } from '../../lib/time.ts';
import type { ChannelAccount } from '../channels/channel.ts';
import type { Item } from './deliver.ts';
import { SendQueue } from './send-queue.ts';
import { stream } from './store.ts';

/** An account unused for this long is closed: its settings were changed, or its organization is quiet. */
const QUEUE_IDLE_MS = 10 * 60_000;

type Handle = (queue: SendQueue<Item>, item: Item) => Promise<void>;
type GiveBack = (queue: SendQueue<Item>, items: Item[]) => void;

export class SendQueues {
  readonly #clock: Clock;
  readonly #handle: Handle;
  readonly #giveBack: GiveBack;
  readonly #queues = new Map<string, SendQueue<Item>>();
  readonly #queueOf = new Map<string, string>(); // stream → its last send queue

  constructor(clock: Clock, handle: Handle, giveBack: GiveBack) {
    this.#clock = clock;
    this.#handle = handle;
    this.#giveBack = giveBack;
  }

  all(): SendQueue<Item>[] {
    return [...this.#queues.values()];
  }

  /** Puts a message into its account's queue; `ofStream`: the rest of its stream uses that account, too. */
  push(item: Item, account: ChannelAccount, ofStream: boolean): void {
    const key = `${item.channel}:${account.key}`;
    const queue = this.#queues.get(key) ?? new SendQueue(key, account, this.#clock, this.#handle, this.#giveBack);
    this.#queues.set(key, queue);
    if (ofStream) this.#queueOf.set(stream(item.organization_id, item.channel), key);
    queue.push(item);
  }

  ofStream(organizationId: string, channel: string): SendQueue<Item> | undefined {
    return this.#queues.get(this.#queueOf.get(stream(organizationId, channel)) ?? '');
  }

  /** Streams whose account doesn't answer, or has `full` messages waiting. */
  unavailable(full: number): string[] {
    const keys = new Set<string>();
    for (const queue of this.#queues.values()) if (queue.down || queue.waiting.length >= full) keys.add(queue.key);
    return keys.size === 0 ? [] : [...this.#queueOf].filter(([, key]) => keys.has(key)).map(([its]) => its);
  }

  closeIdle(): void {
    for (const [key, queue] of this.#queues) {
      const quietMs = this.#clock.now().getTime() - queue.lastUsed;
      if (queue.active > 0 || queue.waiting.length > 0 || quietMs < QUEUE_IDLE_MS) continue;
      queue.close();
      this.#queues.delete(key);
      for (const [its, used] of this.#queueOf) if (used === key) this.#queueOf.delete(its);
    }
  }

  close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
  }
}
