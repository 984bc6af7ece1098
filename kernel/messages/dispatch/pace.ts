/**
 * The pace of an account: a maximum of messages a second, and a pause between two to one recipient. Each process counts
 * separately; a channel that is stricter says so, and the dispatcher waits.
 */
import type { ChannelAccount } from '../channels/channel.ts';

export class Pace {
  readonly #gap: number;
  readonly #recipientGap: number;
  #next = 0;
  readonly #recipients = new Map<string, number>();

  constructor({ perSecond, perRecipientMs = 0 }: NonNullable<ChannelAccount['pace']>) {
    this.#gap = perSecond ? 1000 / perSecond : 0;
    this.#recipientGap = perRecipientMs;
  }

  /** Milliseconds until a message may be sent to this recipient; 0: now. */
  wait(recipient: string, now: number): number {
    const ready = Math.max(this.#next, this.#recipients.get(recipient) ?? 0);
    // A clock that is set back must not make a pause longer than the maximum.
    return Math.min(Math.max(0, Math.ceil(ready - now)), Math.max(1000, this.#recipientGap));
  }

  took(recipient: string, now: number): void {
    // After a pause of the program it may catch up on one burst, no more.
    if (this.#gap > 0) this.#next = Math.max(this.#next, now - BURST_MS) + this.#gap;
    if (this.#recipientGap === 0) return;
    this.#recipients.set(recipient, now + this.#recipientGap);
    if (this.#recipients.size > 1000)
      for (const [name, ready] of this.#recipients) if (ready <= now) this.#recipients.delete(name);
  }
}

/** Timers are late by some milliseconds; without this an account of 30 a second would send 25. */
const BURST_MS = 100;
