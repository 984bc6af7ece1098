/**
 * Processes incoming events: the events of one address strictly in order, different addresses in parallel. The table is
 * the queue: an event is due until the transaction that holds its effect has marked it processed.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { organizationReader } from '../db/index.ts';
import { listedPause } from '../lib/backoff.ts';
import { cleanText } from '../lib/clean-text.ts';
import { WorkLoop } from '../lib/work-loop.ts';
import type { Boot } from '../module/index.ts';
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
const MAX_FETCHED = 10 * MAX_PARALLEL;
const WAKE_MS = 5;
/**
 * The pauses after failed attempts. The person waits for an answer, so the first are short; five minutes cover a restart
 * of the service that failed.
 */
const PAUSES = [1_000, 4_000, 15_000, 60_000, 220_000];
/** After so many attempts a person has to look at it. */
export const MAX_ATTEMPTS = PAUSES.length + 1;
/** An event that another process holds is looked at again after this long. */
const REST_MS = 100;
/** A status that arrives before the answer to our request is looked at again after this long. */
const EARLY_MS = 2000;

export function startProcessor(boot: Boot, sources: ReadonlyMap<string, InboxSource>): Processor {
  const { clock, log, database } = boot;
  const system = database.system;
  const attempt = attempts(boot, sources, outsideSlot);
  const loop = new WorkLoop({
    look: takeUp,
    failed: (error) => log.warn({ error: error.message }, 'the inbox could not be read'),
    gatherMs: WAKE_MS,
  });
  /** order key → its event in progress */
  const busy = new Map<string, string>();
  /** order key → its event that is skipped for a moment */
  const resting = new Map<string, string>();
  /** due events that wait for a free slot */
  let ready: Due[] = [];
  /** events in their transaction, or about to be */
  let working = 0;
  /** when an event last arrived through this process, by the machine's running time: it measures load */
  let received = Number.NEGATIVE_INFINITY;

  /** Fills the free slots, each with another address. */
  async function takeUp(): Promise<void> {
    if (full()) return;
    if (ready.length === 0) {
      const due = await findDue(system, clock.now(), MAX_FETCHED, [...busy.values(), ...resting.values()]);
      // The next event of an address may have been found while the one before it was being committed.
      ready = due.filter((event) => !busy.has(orderKey(event)) && !resting.has(orderKey(event)));
    }
    fill();
  }

  const places = () => (performance.now() - received < RECEIVING_MS ? WHILE_RECEIVING : MAX_PARALLEL);
  const full = () => working >= places() || busy.size >= ADDRESSES;

  function fill(): void {
    while (!full() && ready.length > 0 && !loop.stopping) {
      const event = ready.shift() as Due;
      const name = orderKey(event);
      if (busy.has(name)) continue;
      busy.set(name, event.id);
      void loop.track(processEvent(name, event));
    }
  }

  async function processEvent(name: string, event: Due): Promise<void> {
    working++;
    try {
      const outcome = await attempt(event);
      if (outcome === 'taken') void loop.track(rest(name, event.id));
    } catch (error) {
      log.error({ error: (error as Error).message }, 'an event could not be handled');
      void loop.track(rest(name, event.id));
    } finally {
      working--;
      busy.delete(name);
      if (ready.length > 0) fill();
      else void loop.look();
    }
  }

  /** Skips an event for a moment: another process holds it, or the database is unavailable. */
  async function rest(name: string, event: string): Promise<void> {
    resting.set(name, event);
    await wait(REST_MS);
    resting.delete(name);
    void loop.look();
  }

  /** Frees the slot for other events while `work` runs. */
  async function outsideSlot<T>(work: () => Promise<T>): Promise<T> {
    working--;
    if (ready.length > 0) fill();
    else void loop.look();
    try {
      return await work();
    } finally {
      working++;
    }
  }

  loop.start();

  return {
    wake() {
      received = performance.now();
      loop.wake();
    },
    drain: () => loop.drain(),
    active: () => busy.size,
    stop: () => loop.stop(),
  };
}

type Outside = <T>(work: () => Promise<T>) => Promise<T>;

/** One try to process an event: what its source makes of it, or when it is tried again. */
function attempts(boot: Boot, sources: ReadonlyMap<string, InboxSource>, outsideSlot: Outside) {
  const { clock, log, database } = boot;
  const system = database.system;
  const organizationOf = organizationReader(system);
  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  return async function attempt(event: Due): Promise<Worked | 'later'> {
    const organization = await organizationOf(event.organization_id);
    if (!organization) {
      await putOff(system, event.organization_id, event.id, {
        now: clock.now(),
        nextAttemptAt: later(3_600_000),
        error: 'its organization is gone',
      });
      return 'later';
    }
    const ctx = boot.ctxFor(organization, event.source);
    const source = sources.get(event.source);
    try {
      if (!source) throw new Error(`nothing here is named ${event.source}`);
      const preparing = source.prepare?.(ctx, event);
      const prepared = preparing ? await outsideSlot(() => preparing) : event;
      if (!prepared) return 'later';
      const outcome = await source.work(ctx, prepared);
      if (outcome === 'early')
        await putOff(system, organization.id, event.id, { now: clock.now(), nextAttemptAt: later(EARLY_MS) });
      return outcome;
    } catch (error) {
      const text = cleanText((error as Error).message).slice(0, 500);
      const attempt = event.attempts + 1;
      log.error({ event: event.id, source: event.source, attempt, err: error }, 'an event failed');
      const pauseMs = listedPause(attempt, PAUSES);
      if (pauseMs === null) {
        await giveUp(ctx, source, event, text);
        return 'done';
      }
      await putOff(system, organization.id, event.id, { now: clock.now(), nextAttemptAt: later(pauseMs), error: text });
      return 'later';
    }
  };
}
