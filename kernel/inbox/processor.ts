/**
 * Works off what came in: the events of one address strictly in order, different addresses side by side. The table is
 * the queue: an event is due until the transaction that holds its effect has marked it processed.
 */
import { availableParallelism } from 'node:os';
import { cleanText } from '../lib/clean-text.ts';
import { organizationReader } from '../messages/index.ts';
import type { Boot } from '../module/index.ts';
import { eventPause } from './backoff.ts';
import { giveUp } from './give-up.ts';
import type { InboxSource, Processor, Worked } from './source.ts';
import { type Due, findDue, putOff, whose } from './store.ts';

/**
 * Transactions at once. One more than there are cores keeps them all at work. While more is coming in, a core is left
 * to those who bring it: as much is done either way, and webhooks are acknowledged within half the time
 * (bench/webhook.ts).
 */
const SIDE_BY_SIDE = Math.min(8, availableParallelism() + 1);
const WHILE_RECEIVING = Math.max(1, SIDE_BY_SIDE - 2);
const RECEIVING_MS = 100;
/**
 * Addresses at once, those included that are being prepared: to fetch a picture may take half a minute and costs us
 * nothing.
 */
const ADDRESSES = 24;
/** Looked up at once, so that a busy day costs one look for many. */
const AHEAD = 10 * SIDE_BY_SIDE;
const POKE_MS = 5;
const POLL_MS = 1000;
/** An event that another process has in hand is looked at again after this long. */
const REST_MS = 100;
/** A status that came before the answer to our request is looked at again after this long. */
const EARLY_MS = 2000;

export function startProcessor(
  boot: Boot,
  sources: ReadonlyMap<string, InboxSource>,
  options: { pollMs?: number } = {},
): Processor {
  const { clock, log, database } = boot;
  const system = database.system;
  const organizationOf = organizationReader(system);
  /** whose event is under way → which, and when it is done; also one that another process has, for a moment */
  const busy = new Map<string, { event: string; done: Promise<void> }>();
  const resting = new Map<string, string>();
  /** found due, and waiting for a place */
  let ready: Due[] = [];
  /** in their transaction, or about to be */
  let working = 0;
  /**
   * when something last came in through this process, of the machine's running time: it is about load, not about
   * business
   */
  let received = Number.NEGATIVE_INFINITY;
  let stopping = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let poked: NodeJS.Timeout | undefined;

  function look(): Promise<void> {
    again = true;
    looking ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          await takeUp();
        }
      } catch (error) {
        // The database is away: the next look finds it again.
        log.warn({ error: (error as Error).message }, 'the inbox could not be read');
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  /** Fills the free places, each with another address. */
  async function takeUp(): Promise<void> {
    if (full()) return;
    if (ready.length === 0) {
      const underway = [...[...busy.values()].map(({ event }) => event), ...resting.values()];
      const due = await findDue(system, clock.now(), AHEAD, underway);
      // Somebody's next event may have come up while the one before it is being committed.
      ready = due.filter((event) => !busy.has(whose(event)) && !resting.has(whose(event)));
    }
    fill();
  }

  const places = () => (performance.now() - received < RECEIVING_MS ? WHILE_RECEIVING : SIDE_BY_SIDE);
  const full = () => working >= places() || busy.size >= ADDRESSES;

  function fill(): void {
    while (!full() && ready.length > 0 && !stopping) {
      const event = ready.shift() as Due;
      const name = whose(event);
      if (!busy.has(name)) busy.set(name, { event: event.id, done: workOff(name, event) });
    }
  }

  async function workOff(name: string, event: Due): Promise<void> {
    working++;
    try {
      const outcome = await attempt(event);
      if (outcome === 'taken') rest(name, event.id);
    } catch (error) {
      log.error({ error: (error as Error).message }, 'an event could not be handled');
      rest(name, event.id);
    } finally {
      working--;
      busy.delete(name);
      if (ready.length > 0) fill();
      else if (!stopping) void look();
    }
  }

  /** Not looked at for a moment: another process has it, or the database is away. */
  function rest(name: string, event: string): void {
    resting.set(name, event);
    setTimeout(() => {
      resting.delete(name);
      if (!stopping) void look();
    }, REST_MS).unref();
  }

  /** Gives the place to somebody else meanwhile. */
  async function aside<T>(work: () => Promise<T>): Promise<T> {
    working--;
    if (ready.length > 0) fill();
    else void look();
    try {
      return await work();
    } finally {
      working++;
    }
  }

  async function attempt(event: Due): Promise<Worked | 'later'> {
    const organization = await organizationOf(event.organization_id);
    if (!organization) {
      await putOff(system, event.organization_id, event.id, {
        now: clock.now(),
        until: later(3_600_000),
        error: 'its organization is gone',
      });
      return 'later';
    }
    const ctx = boot.ctxFor(organization, event.source);
    const source = sources.get(event.source);
    try {
      if (!source) throw new Error(`nothing here is named ${event.source}`);
      const preparing = source.prepare?.(ctx, event);
      const prepared = preparing ? await aside(() => preparing) : event;
      if (!prepared) return 'later';
      const outcome = await source.work(ctx, prepared);
      if (outcome === 'early')
        await putOff(system, organization.id, event.id, { now: clock.now(), until: later(EARLY_MS) });
      return outcome;
    } catch (error) {
      const text = cleanText((error as Error).message).slice(0, 500);
      const pause = eventPause(event.attempts + 1);
      log.error({ event: event.id, source: event.source, attempt: event.attempts + 1, err: error }, 'an event failed');
      if (pause === null) {
        await giveUp(ctx, source, event, text);
        return 'done';
      }
      await putOff(system, organization.id, event.id, { now: clock.now(), until: later(pause), error: text });
      return 'later';
    }
  }

  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  const timer = setInterval(() => void look(), options.pollMs ?? POLL_MS);
  void look();

  return {
    poke() {
      received = performance.now();
      if (poked || stopping) return;
      poked = setTimeout(() => {
        poked = undefined;
        void look();
      }, POKE_MS);
    },
    async drain() {
      for (;;) {
        await look();
        if (busy.size === 0 && resting.size === 0 && ready.length === 0) return;
        await Promise.all([...busy.values()].map(({ done }) => done));
        if (resting.size > 0) await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    },
    active: () => busy.size,
    async stop() {
      stopping = true;
      clearInterval(timer);
      clearTimeout(poked);
      await looking;
      await Promise.all([...busy.values()].map(({ done }) => done));
    },
  };
}
