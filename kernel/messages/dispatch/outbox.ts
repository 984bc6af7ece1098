/** Writes what becomes of messages, many in a statement. */
import type { Db, Log } from '../../ctx/index.ts';
import { doublingPause } from '../../lib/backoff.ts';
import type { WorkLoop } from '../../lib/work-loop.ts';
import { Batcher } from './batcher.ts';
import { type Claimed, markSending, type Settled, type Starting, settle, type Unsent, writeUnsent } from './store.ts';

/** A restart of the database takes seconds; a stop waits for five attempts. */
const WRITE_PAUSES = { firstMs: 200, longestMs: 5_000 };

export class Outbox {
  readonly #log: Log;
  readonly #loop: WorkLoop;
  readonly #changed: (message: Claimed) => void;
  readonly #starts: Batcher<Starting, Set<string>>;
  readonly #ends: Batcher<Settled, void>;
  readonly #unsent: Batcher<Unsent, void>;

  /** `changed` is called for each message whose state has changed, for the pages that show it. */
  constructor(system: Db, log: Log, loop: WorkLoop, changed: (message: Claimed) => void = () => undefined) {
    this.#log = log;
    this.#loop = loop;
    this.#changed = changed;
    this.#starts = new Batcher((batch) => markSending(system, batch));
    this.#ends = new Batcher((batch) => this.#retryWrite(() => settle(system, batch)));
    this.#unsent = new Batcher((batch) => this.#retryWrite(() => writeUnsent(system, batch)));
  }

  /** Marks a message as being sent. False: it is not ours any more. */
  async start(message: Starting): Promise<boolean> {
    return (await this.#starts.add(message)).has(message.id);
  }

  async settle(message: Claimed, settled: Settled): Promise<void> {
    await this.#ends.add(settled);
    this.#followUp(message);
  }

  /** Sets a message aside that its channel never received. */
  async leaveUnsent(message: Claimed, change: Partial<Unsent> & Pick<Unsent, 'state'>): Promise<void> {
    const { organization_id, id, claimed_until } = message;
    const blank = { next_attempt_at: null, last_error: null, held_reason: null, deferred: false };
    await this.#unsent.add({ organization_id, id, claimed_until, ...blank, ...change });
    // Every change but putting it back frees the next message of the chat.
    if (change.state !== 'queued') this.#followUp(message);
  }

  /** Only the first waiting message of a chat can be claimed; now the next one can. */
  #followUp(message: Claimed): void {
    this.#changed(message);
    if (message.channel !== 'email') void this.#loop.look();
  }

  /** Repeats a write while the database restarts: a message without an outcome would become `unknown`. */
  async #retryWrite(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await write();
      } catch (error) {
        const details = { error: (error as Error).message, attempt };
        this.#log.error(details, 'the outcome of messages could not be written down');
        if (attempt >= 30 || (this.#loop.stopping && attempt >= 5)) return;
        await new Promise((resolve) => setTimeout(resolve, doublingPause(attempt, WRITE_PAUSES)));
      }
    }
  }
}
