/**
 * Processes incoming events: the events of one address strictly in order, different addresses in parallel. The table is
 * the queue: an event is due until the transaction that holds its effect has marked it processed.
 */
import { availableParallelism } from 'node:os';
import { cleanText } from '../lib/clean-text.ts';
import { organizationReader } from '../messages/index.ts';
import type { Boot } from '../module/index.ts';
import { eventPause } from './backoff.ts';
import { giveUp } from './give-up.ts';
import type { InboxSource, Processor, Worked } from './source.ts';
import { type Due, findDue, orderKey, putOff } from './store.ts';

/**
 * Parallel transactions. One more than the number of cores keeps all cores busy. While more events arrive, one core is
 * left to the webhooks: the throughput is the same, and webhooks are acknowledged in half the time (bench/webhook.ts).
 */
const MAX_PARALLEL = Math.min(8, availableParallelism() + 1);
const WHILE_RECEIVING = Math.max(1, MAX_PARALLEL - 2);
const RECEIVING_MS = 100;
/**
 * Parallel addresses, including those in preparation: fetching a picture may take half a minute and needs no processor
 * time.
 */
const ADDRESSES = 24;
/** Events per query, so that a busy day needs few queries. */
const AHEAD = 10 * MAX_PARALLEL;
const WAKE_MS = 5;
const POLL_MS = 1000;
/** An event that another process holds is looked at again after this long. */
const REST_MS = 100;
/** A status that arrives before the answer to our request is looked at again after this long. */
const EARLY_MS = 2000;

export function startProcessor(
  boot: Boot,
  sources: ReadonlyMap<string, InboxSource>,
  options: { pollMs?: number } = {},
): Processor {
  const { clock, log, database } = boot;
  const system = database.system;
  const organizationOf = organizationReader(system);
  /**
   * order key → its event in progress and the promise of its end; also, for a moment, an event that another process
   * holds
   */
  const busy = new Map<string, { event: string; done: Promise<void> }>();
  const resting = new Map<string, string>();
  /** due events that wait for a free slot */
  let ready: Due[] = [];
  /** events in their transaction, or about to be */
  let working = 0;
  /** when an event last arrived through this process, by the machine's running time: it measures load */
  let received = Number.NEGATIVE_INFINITY;
  let stopping = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let wakeTimer: NodeJS.Timeout | undefined;

  function look(): Promise<void> {
    again = true;
    looking ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          await takeUp();
        }
      } catch (error) {
        // The database is unavailable: the next look will find the events.
        log.warn({ error: (error as Error).message }, 'the inbox could not be read');
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  /** Fills the free slots, each with another address. */
  async function takeUp(): Promise<void> {
    if (full()) return;
    if (ready.length === 0) {
      const underway = [...[...busy.values()].map(({ event }) => event), ...resting.values()];
      const due = await findDue(system, clock.now(), AHEAD, underway);
      // The next event of an address may have been found while the one before it was being committed.
      ready = due.filter((event) => !busy.has(orderKey(event)) && !resting.has(orderKey(event)));
    }
    fill();
  }

  const places = () => (performance.now() - received < RECEIVING_MS ? WHILE_RECEIVING : MAX_PARALLEL);
  const full = () => working >= places() || busy.size >= ADDRESSES;

  function fill(): void {
    while (!full() && ready.length > 0 && !stopping) {
      const event = ready.shift() as Due;
      const name = orderKey(event);
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

  /** Skips an event for a moment: another process holds it, or the database is unavailable. */
  function rest(name: string, event: string): void {
    resting.set(name, event);
    setTimeout(() => {
      resting.delete(name);
      if (!stopping) void look();
    }, REST_MS).unref();
  }

  /** Frees the slot for other events while `work` runs. */
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
    wake() {
      received = performance.now();
      if (wakeTimer || stopping) return;
      wakeTimer = setTimeout(() => {
        wakeTimer = undefined;
        void look();
      }, WAKE_MS);
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
      clearTimeout(wakeTimer);
      await looking;
      await Promise.all([...busy.values()].map(({ done }) => done));
    },
  };
}
