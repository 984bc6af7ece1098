/**
 * Works off what the channels sent: each person's events strictly in order, different people side by side. The table is the queue: an
 * event is due until the transaction that holds its effect has marked it processed.
 */
import { organizationReader } from '../../messages/index.ts';
import type { Boot } from '../../module/index.ts';
import type { ChannelName, ChatAdapter } from '../types.ts';
import { eventPause } from './backoff.ts';
import { fetchMedia } from './fetch-media.ts';
import { giveUp } from './give-up.ts';
import { processEvent } from './process-event.ts';
import { type Due, findDue, firstOf, nameOf, putOff, type Whose } from './store.ts';

export type Processor = {
  /** Something came in: look soon. Cheap, and may be called thousands of times a second. */
  poke(): void;
  /** Works until nothing is due and nothing is under way. For tests and the command line. */
  drain(): Promise<void>;
  /** People whose events are being worked off. */
  active(): number;
  /** Takes nothing new and lets what is under way finish. */
  stop(): Promise<void>;
};

/** People at once: enough to hide a slow picture, few enough to leave connections to requests. */
const SIDE_BY_SIDE = 6;
/** Of one person before others get their turn. */
const IN_A_ROW = 20;
const POKE_MS = 5;
const POLL_MS = 1000;
/** An event that another process has in hand is looked at again after this long. */
const TAKEN_MS = 100;
/** A status that came before the answer to our request is looked at again after this long. */
const EARLY_MS = 2000;

export function startProcessor(
  boot: Boot,
  adapters: Map<ChannelName, ChatAdapter>,
  options: { pollMs?: number } = {},
): Processor {
  const { clock, log, database } = boot;
  const system = database.system;
  const organizationOf = organizationReader(system);
  const busy = new Map<string, { event: string | null; done: Promise<void> }>();
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
        log.warn({ error: (error as Error).message }, 'what the channels sent could not be read');
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  /** Fills the free places with people who have something due. */
  async function takeUp(): Promise<void> {
    if (busy.size >= SIDE_BY_SIDE) return;
    const underway = [...busy.values()].flatMap(({ event }) => event ?? []);
    const due = await findDue(system, clock.now(), 4 * SIDE_BY_SIDE, underway);
    for (const whose of due) {
      const name = nameOf(whose);
      if (busy.has(name)) continue;
      if (busy.size >= SIDE_BY_SIDE || stopping) return;
      const place = { event: null as string | null, done: Promise.resolve() };
      busy.set(name, place);
      place.done = workOff(whose, (event) => {
        place.event = event;
      }).finally(() => {
        busy.delete(name);
        if (!stopping) void look();
      });
    }
  }

  /** One person's events, one after the other, until none is due. */
  async function workOff(whose: Whose, at: (event: string) => void): Promise<void> {
    for (let count = 0; count < IN_A_ROW && !stopping; count++) {
      try {
        const event = await firstOf(system, whose, clock.now());
        if (!event) return;
        at(event.id);
        if (!(await attempt(whose, event))) return;
      } catch (error) {
        log.error({ error: (error as Error).message }, 'what a channel sent could not be handled');
        return;
      }
    }
  }

  /** Whether the next one may follow. */
  async function attempt(whose: Whose, event: Due): Promise<boolean> {
    const organization = await organizationOf(whose.organization_id);
    if (!organization) {
      await putOff(system, whose.organization_id, event.id, {
        now: clock.now(),
        until: later(3_600_000),
        error: 'its organization is gone',
      });
      return false;
    }
    const ctx = boot.ctxFor(organization, 'channels');
    const adapter = adapters.get(event.channel as ChannelName);
    try {
      if (!adapter) throw new Error(`no channel named ${event.channel}`);
      const inbound = adapter.read(event.payload);
      let ready: Due | null = event;
      if (inbound?.kind === 'message' && inbound.media && !event.file_id && !event.fault)
        ready = await fetchMedia(ctx, adapter, event, inbound.media);
      if (!ready) return false;
      const outcome = await processEvent(ctx, adapter, ready);
      if (outcome === 'taken') await new Promise((resolve) => setTimeout(resolve, TAKEN_MS));
      if (outcome === 'early')
        await putOff(system, organization.id, event.id, { now: clock.now(), until: later(EARLY_MS) });
      return outcome === 'done';
    } catch (error) {
      const text = (error as Error).message.slice(0, 500);
      const pause = eventPause(event.attempts + 1);
      log.error(
        { event: event.id, channel: event.channel, attempt: event.attempts + 1, err: error },
        'an event of a channel failed',
      );
      if (pause === null) {
        await giveUp(ctx, adapter, event, text);
        return true;
      }
      await putOff(system, organization.id, event.id, { now: clock.now(), until: later(pause), error: text });
      return false;
    }
  }

  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  const timer = setInterval(() => void look(), options.pollMs ?? POLL_MS);
  void look();

  return {
    poke() {
      if (poked || stopping) return;
      poked = setTimeout(() => {
        poked = undefined;
        void look();
      }, POKE_MS);
    },
    async drain() {
      for (;;) {
        await look();
        if (busy.size === 0) return;
        await Promise.all([...busy.values()].map(({ done }) => done));
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
