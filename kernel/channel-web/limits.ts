/** Rate limits of the web chat, counted in this process. */
import type { Ctx } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';

/**
 * Requests of one address to one route, before any other check: a flood. A school behind one address, with a hundred
 * people who write and read, stays far below.
 */
export const FLOOD_PER_MINUTE = 10_000;

/** More than anyone types or taps. */
const MESSAGES = { most: 60, ms: 60_000 };
const PICTURES = { most: 20, ms: 60_000 };
/** While a message is processed, the page reads every 700 ms. */
const READS = { most: 300, ms: 60_000 };
const BEGINNING_MS = 600_000;

type Window = { most: number; ms: number };

/** Counts by name in windows of time. A name costs a few bytes; expired ones are dropped when there are many. */
class Counts {
  readonly #windows = new Map<string, { until: number; count: number }>();

  /** Null below the limit; otherwise the seconds to wait. */
  take(name: string, { most, ms }: Window, now: number): number | null {
    const open = this.#windows.get(name);
    // A clock that is set back must not make a window longer.
    if (open && now < open.until && open.until - now <= ms) {
      if (open.count >= most) return Math.ceil((open.until - now) / 1000);
      open.count++;
      return null;
    }
    if (this.#windows.size > 50_000)
      for (const [old, { until }] of this.#windows) if (until <= now) this.#windows.delete(old);
    this.#windows.set(name, { until: now + ms, count: 1 });
    return null;
  }
}

const counts = new WeakMap<object, Counts>();

function take(ctx: Ctx, name: string, window: Window, code: string): Refusal | null {
  const known = counts.get(ctx.services) ?? new Counts();
  counts.set(ctx.services, known);
  const retryAfter = known.take(`${ctx.organization?.id} ${name}`, window, ctx.clock.now().getTime());
  return retryAfter === null ? null : refuse(code, { retryAfter });
}

/** An existing conversation is counted by itself, from any address. Refuses with `channels.too_fast`. */
export const mayWrite = (ctx: Ctx, visitor: string) => take(ctx, `say ${visitor}`, MESSAGES, 'channels.too_fast');
export const maySend = (ctx: Ctx, visitor: string) => take(ctx, `send ${visitor}`, PICTURES, 'channels.too_fast');
export const mayRead = (ctx: Ctx, visitor: string) => take(ctx, `read ${visitor}`, READS, 'channels.too_fast');

/**
 * New visitors are counted by address, which a whole school may share. Refuses with `channels.too_many_chats`. @param
 * most in ten minutes; a setting
 */
export const mayBegin = (ctx: Ctx, address: string, most: number) =>
  take(ctx, `begin ${address}`, { most, ms: BEGINNING_MS }, 'channels.too_many_chats');
