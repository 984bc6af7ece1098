/** Takes due messages from the outbox and passes them to their channels. */
import type { Ctx, Db, Log, Organization } from '../../ctx/index.ts';
import { organizationReader } from '../../db/index.ts';
import type { Clock } from '../../lib/time.ts';
import { WorkLoop } from '../../lib/work-loop.ts';
import type { ChannelKind } from '../channels/channel.ts';
import { deliver, type Item } from './deliver.ts';
import { Outbox } from './outbox.ts';
import type { Templates } from './render.ts';
import type { SendQueue } from './send-queue.ts';
import { SendQueues } from './send-queues.ts';
import { type Claimed, claimDue, sweepExpired } from './store.ts';

export type DispatcherDeps = {
  /** unscoped: the outbox is read over all organizations */
  system: Db;
  clock: Clock;
  log: Log;
  templates: Templates;
  channels: ChannelKind[];
  ctxFor(organization: Organization | null, what: string): Ctx;
  /** Called for each message whose state has changed, for the pages that show it. */
  changed?(message: Claimed): void;
};

type QueueReport = {
  key: string;
  channel: string;
  waiting: number;
  active: number;
  down: boolean;
  lastError: string | null;
};

/** `channelDown`: the account is at fault, and isn't just asked to wait. */
export type AccountFault = { error: string; retryAfterMs: number; channelDown?: boolean };

export type Dispatcher = {
  /** A message was queued: look soon. Cheap, and may be called thousands of times a second. */
  wake(): void;
  /** Works until nothing is due or in progress. For tests and the command line. */
  drain(): Promise<void>;
  queues(): QueueReport[];
  /** Stops sending through an account for a time: the channel reported that it must wait or is at fault. */
  pause(organizationId: string, channel: string, fault: AccountFault): void;
  /** Takes nothing new, puts waiting messages back, and lets running sends finish for `graceMs` (5000). */
  stop(graceMs?: number): Promise<void>;
};

/** A claim covers rendering and the wait in a send queue; a crash delays its messages by this long. */
const CLAIM_MS = 5 * 60_000;
/** A send queue takes up to two claims ahead, so that it is never empty between two looks. */
const BATCH = 100;
const WAKE_MS = 20;
const SWEEP_MS = 15_000;

export function startDispatcher(deps: DispatcherDeps): Dispatcher {
  const { clock, log } = deps;
  const loop = new WorkLoop({
    look: async () => {
      await sweep();
      await claimAll();
    },
    failed: (error) => log.warn({ error: error.message }, 'the outbox could not be read'),
    gatherMs: WAKE_MS,
  });
  const outbox = new Outbox(deps.system, log, loop, deps.changed);
  const queues = new SendQueues(clock, handle, giveBack);
  const assign = assigner(deps, outbox, queues);
  let sweptAt = 0;
  let backlog = false;

  async function sweep(): Promise<void> {
    if (performance.now() - sweptAt <= SWEEP_MS && sweptAt !== 0) return;
    sweptAt = performance.now();
    const lost = await sweepExpired(deps.system, clock.now());
    if (lost > 0) log.warn({ lost }, 'messages of a dispatcher that died are now unknown');
    queues.closeIdle();
  }

  async function claimAll(): Promise<void> {
    while (!loop.stopping) {
      const now = clock.now();
      const until = new Date(now.getTime() + CLAIM_MS);
      const claimed = await claimDue(deps.system, now, until, BATCH, queues.unavailable(BATCH));
      await Promise.all(claimed.map((message) => assign(message)));
      backlog = claimed.length === BATCH || queues.all().some((queue) => queue.waiting.length >= BATCH);
      if (claimed.length < BATCH) return;
    }
  }

  async function handle(queue: SendQueue<Item>, item: Item): Promise<void> {
    await loop.track(deliver({ ...deps, outbox, loop }, queue, item));
    // The send queue is half empty and there was more.
    if (backlog && queue.waiting.length <= BATCH / 2) void loop.look();
  }

  function giveBack(queue: SendQueue<Item>, items: Item[]): void {
    for (const item of items) {
      const next_attempt_at = new Date(Math.max(queue.downUntil, clock.now().getTime()));
      void loop.track(outbox.leaveUnsent(item, { state: 'queued', next_attempt_at, last_error: queue.lastError }));
    }
  }

  loop.start();

  return {
    wake: loop.wake,
    drain: () => loop.drain(),
    queues: () => queues.all().map(reportOf),
    pause(organizationId, channel, fault) {
      const queue = queues.ofStream(organizationId, channel);
      queue?.learn({ state: 'failed', retryable: true, pauses: 'account', ...fault });
    },
    async stop(graceMs = 5000) {
      await loop.halt();
      for (const queue of queues.all()) giveBack(queue, queue.waiting.splice(0));
      await loop.stop(graceMs, () => {
        for (const queue of queues.all()) queue.close({ force: true });
      });
      queues.close();
    },
  };
}

/** Puts claimed messages into the queue of the account that sends them, or aside when there is none. */
function assigner(deps: DispatcherDeps, outbox: Outbox, queues: SendQueues): (message: Claimed) => Promise<void> {
  const kinds = new Map(deps.channels.map((kind) => [kind.name, kind]));
  const organizationOf = organizationReader(deps.system);
  return async (message) => {
    const organization = await organizationOf(message.organization_id);
    if (!organization)
      return outbox.leaveUnsent(message, { state: 'cancelled', last_error: 'its organization is gone' });
    if (message.opted_out) return outbox.leaveUnsent(message, { state: 'opted_out' });
    const ctx = deps.ctxFor(organization, 'messages');
    const definition = deps.templates.get(message.template);
    const account = await kinds.get(message.channel)?.accountOf(ctx, definition);
    // Not rendered: the console renders it when somebody opens it, and most are never opened.
    if (!account) return outbox.leaveUnsent(message, { state: 'kept' });
    // A confidential message may use another account than the rest of its stream.
    queues.push({ ...message, ctx, from: account.from }, account, !definition?.confidential);
  };
}

function reportOf(queue: SendQueue<Item>): QueueReport {
  return {
    key: queue.key,
    channel: queue.channel.name,
    waiting: queue.waiting.length,
    active: queue.active,
    down: queue.failures > 0,
    lastError: queue.lastError,
  };
}
