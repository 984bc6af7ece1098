/** Takes due messages from the outbox and passes them to their channels. */
import type { Ctx, Db, Log, Organization } from '../../ctx/index.ts';
import { organizationReader } from '../../db/index.ts';
import { askedPause, doublingPause } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/time.ts';
import { WorkLoop } from '../../lib/work-loop.ts';
import { optedOutSince } from '../actions/opt-out.action.ts';
import type { ChannelAccount, ChannelKind, Outcome, Sender } from '../channels/channel.ts';
import { SMTP_MAX_MS } from '../channels/smtp.ts';
import type { RenderedMessage } from '../define.ts';
import { Batcher } from './batcher.ts';
import { CHAT_DEFERRALS, MAIL_DEFERRALS, RENDER_DEFERRALS } from './deferrals.ts';
import { renderMessage, type Templates, UnknownTemplate } from './render.ts';
import { SendQueue } from './send-queue.ts';
import {
  type Claimed,
  claimDue,
  markSending,
  type Settled,
  type Starting,
  settle,
  stream,
  sweepExpired,
  type Unsent,
  unhold,
  writeUnsent,
} from './store.ts';

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
/** A little longer than the channel can take, so that only a dead dispatcher's lease expires. */
const LEASE_MS = SMTP_MAX_MS + 60_000;
const WAKE_MS = 20;
/** A restart of the database takes seconds; a stop waits for five attempts. */
const WRITE_PAUSES = { firstMs: 200, longestMs: 5_000 };
const SWEEP_MS = 15_000;
/** An account unused for this long is closed: its settings were changed, or its organization is quiet. */
const QUEUE_IDLE_MS = 10 * 60_000;

type Item = Claimed & { ctx: Ctx; from: Sender };

export function startDispatcher(deps: DispatcherDeps): Dispatcher {
  const { system, clock, log } = deps;
  const kinds = new Map(deps.channels.map((kind) => [kind.name, kind]));
  const queues = new Map<string, SendQueue<Item>>();
  const queueOf = new Map<string, string>(); // stream → its last send queue
  const organizationOf = organizationReader(system);
  const starts = new Batcher((batch: Starting[]) => markSending(system, batch));
  const ends = new Batcher((batch: Settled[]) => retryWrite(() => settle(system, batch)));
  const unsent = new Batcher((batch: Unsent[]) => retryWrite(() => writeUnsent(system, batch)));
  const loop = new WorkLoop({
    look: claimAll,
    failed: (error) => log.warn({ error: error.message }, 'the outbox could not be read'),
    gatherMs: WAKE_MS,
  });
  let sweptAt = 0;
  let backlog = false;

  const now = () => clock.now();
  const later = (ms: number) => new Date(now().getTime() + ms);

  /** Repeats a write while the database restarts: a message without an outcome would become `unknown`. */
  async function retryWrite(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await write();
      } catch (error) {
        log.error({ error: (error as Error).message, attempt }, 'the outcome of messages could not be written down');
        if (attempt >= 30 || (loop.stopping && attempt >= 5)) return;
        await new Promise((resolve) => setTimeout(resolve, doublingPause(attempt, WRITE_PAUSES)));
      }
    }
  }

  async function claimAll(): Promise<void> {
    if (performance.now() - sweptAt > SWEEP_MS || sweptAt === 0) {
      sweptAt = performance.now();
      const lost = await sweepExpired(system, now());
      if (lost > 0) log.warn({ lost }, 'messages of a dispatcher that died are now unknown');
      closeIdleQueues();
    }
    while (!loop.stopping) {
      const claimed = await claimDue(system, now(), later(CLAIM_MS), BATCH, unavailable());
      await Promise.all(claimed.map((message) => assign(message)));
      backlog = claimed.length === BATCH || [...queues.values()].some((queue) => queue.waiting.length >= BATCH);
      if (claimed.length < BATCH) return;
    }
  }

  /** Streams whose account doesn't answer or is full. */
  function unavailable(): string[] {
    const keys = new Set<string>();
    for (const queue of queues.values()) if (queue.down || queue.waiting.length >= BATCH) keys.add(queue.key);
    return keys.size === 0 ? [] : [...queueOf].filter(([, key]) => keys.has(key)).map(([its]) => its);
  }

  async function assign(message: Claimed): Promise<void> {
    const organization = await organizationOf(message.organization_id);
    if (!organization) return leaveUnsent(message, { state: 'cancelled', last_error: 'its organization is gone' });
    if (message.opted_out) return leaveUnsent(message, { state: 'opted_out' });
    const kind = kinds.get(message.channel);
    const ctx = deps.ctxFor(organization, 'messages');
    const definition = deps.templates.get(message.template);
    const account = kind ? await kind.accountOf(ctx, definition) : null;
    // Not rendered: the console renders it when somebody opens it, and most are never opened.
    if (!account) return leaveUnsent(message, { state: 'kept' });
    const queue = queueFor(message.channel, account);
    // A confidential message may use another account than the rest of its stream.
    if (!definition?.confidential) queueOf.set(stream(message.organization_id, message.channel), queue.key);
    queue.push({ ...message, ctx, from: account.from });
  }

  function queueFor(channel: string, account: ChannelAccount): SendQueue<Item> {
    const key = `${channel}:${account.key}`;
    let queue = queues.get(key);
    if (!queue) {
      queue = new SendQueue(key, account, clock, (its, item) => loop.track(deliver(its, item)), giveBack);
      queues.set(key, queue);
    }
    return queue;
  }

  function giveBack(queue: SendQueue<Item>, items: Item[]): void {
    for (const item of items) {
      const next_attempt_at = new Date(Math.max(queue.downUntil, now().getTime()));
      void loop.track(leaveUnsent(item, { state: 'queued', next_attempt_at, last_error: queue.lastError }));
    }
  }

  async function deliver(queue: SendQueue<Item>, item: Item): Promise<void> {
    try {
      const rendered = await render(item);
      if (!rendered) return;
      if (rendered.hold) return await hold(item, rendered.hold);
      const started = await starts.add({
        ...keyOf(item),
        claimed_until: item.claimed_until,
        lease_until: later(LEASE_MS),
        ...bodyOf(rendered, deps.templates.get(item.template)?.confidential === true),
      });
      if (!started.has(item.id)) return await releaseOptedOut(item);
      const outcome = await queue.channel.send({
        ...rendered,
        id: item.id,
        to: item.to_address,
        from: item.from,
        language: item.language,
      });
      queue.learn(outcome);
      // Not awaited: the next message may be sent while this outcome is written.
      const ended = ends.add(settled(queue, item, outcome)).then(() => {
        deps.changed?.(item);
        return followUp(item);
      });
      void loop.track(ended);
    } catch (error) {
      // Not started: the claim expires. Started: the lease does.
      log.error({ message: item.id, error: (error as Error).message }, 'a message could not be handled');
    } finally {
      // The send queue is half empty and there was more.
      if (backlog && queue.waiting.length <= BATCH / 2) void loop.look();
    }
  }

  /** Another statement took the message. If the reason is an opt-out, it is settled now. */
  async function releaseOptedOut(item: Item): Promise<void> {
    if (await optedOutSince(item.ctx, item.channel, item.to_address)) await leaveUnsent(item, { state: 'opted_out' });
  }

  /** Only the first waiting message of a chat can be claimed; now the next one can. */
  function followUp({ channel }: Claimed): void {
    if (channel !== 'email') void loop.look();
  }

  /** Holds a message, and releases it if the person wrote just before. */
  async function hold(item: Item, reason: string): Promise<void> {
    await leaveUnsent(item, { state: 'held', held_reason: reason });
    const anew = await render(item);
    if (anew && !anew.hold) await unhold(system, item, now());
  }

  /** Null when it can't be rendered; then it is deferred or fails. */
  async function render(item: Item): Promise<RenderedMessage | null> {
    try {
      return await renderMessage(deps.templates, item.ctx, item);
    } catch (error) {
      log.error(
        { message: item.id, template: item.template, error: (error as Error).message },
        'a message could not be rendered',
      );
      const last_error = `could not be rendered: ${(error as Error).message}`.slice(0, 500);
      const gone = error instanceof UnknownTemplate || item.deferrals + 1 >= RENDER_DEFERRALS.most;
      if (gone) await leaveUnsent(item, { state: 'failed', last_error });
      else
        await leaveUnsent(item, {
          state: 'queued',
          next_attempt_at: later(doublingPause(item.deferrals + 1, RENDER_DEFERRALS)),
          last_error,
          deferred: true,
        });
      return null;
    }
  }

  function settled(queue: SendQueue<Item>, item: Item, outcome: Outcome): Settled {
    const plain = {
      ...keyOf(item),
      attempt: item.attempts + 1,
      at: now(),
      next_attempt_at: null,
      last_error: null,
      provider_id: null,
      held_reason: null,
      deferred: false,
    };
    if (outcome.state === 'sent') return { ...plain, state: 'sent', provider_id: outcome.providerId };
    if (outcome.state === 'unknown') return { ...plain, state: 'unknown', last_error: outcome.error };
    if (outcome.state === 'held') return { ...plain, state: 'held', held_reason: outcome.reason };
    if (outcome.optedOut) return { ...plain, state: 'opted_out', last_error: outcome.error };
    if (outcome.channelDown)
      return { ...plain, state: 'queued', next_attempt_at: new Date(queue.downUntil), last_error: outcome.error };
    if (outcome.retryAfterMs !== undefined)
      return {
        ...plain,
        state: 'queued',
        next_attempt_at: later(askedPause(outcome.retryAfterMs)),
        last_error: outcome.error,
      };
    const pauses = item.channel === 'email' ? MAIL_DEFERRALS : CHAT_DEFERRALS;
    if (!outcome.retryable || item.deferrals + 1 >= pauses.most)
      return { ...plain, state: 'failed', last_error: outcome.error };
    return {
      ...plain,
      state: 'queued',
      next_attempt_at: later(doublingPause(item.deferrals + 1, pauses)),
      last_error: outcome.error,
      deferred: true,
    };
  }

  function leaveUnsent(message: Claimed, change: Partial<Unsent> & Pick<Unsent, 'state'>): Promise<void> {
    const blank = { next_attempt_at: null, last_error: null, held_reason: null, deferred: false };
    const written = unsent.add({ ...keyOf(message), claimed_until: message.claimed_until, ...blank, ...change });
    // Every change but putting it back frees the next message of the chat.
    if (change.state !== 'queued') {
      void written.then(() => {
        deps.changed?.(message);
        return followUp(message);
      });
    }
    return written;
  }

  function closeIdleQueues(): void {
    for (const [key, queue] of queues) {
      if (queue.active > 0 || queue.waiting.length > 0 || now().getTime() - queue.lastUsed < QUEUE_IDLE_MS) continue;
      queue.close();
      queues.delete(key);
      for (const [its, queue] of queueOf) if (queue === key) queueOf.delete(its);
    }
  }

  loop.start();

  return {
    wake: loop.wake,
    drain: () => loop.drain(),
    queues: () =>
      [...queues.values()].map((queue) => ({
        key: queue.key,
        channel: queue.channel.name,
        waiting: queue.waiting.length,
        active: queue.active,
        down: queue.failures > 0,
        lastError: queue.lastError,
      })),
    pause(organizationId, channel, fault) {
      const key = queueOf.get(stream(organizationId, channel));
      const queue = key && queues.get(key);
      if (queue) queue.learn({ state: 'failed', retryable: true, pauses: 'account', ...fault });
    },
    async stop(graceMs = 5000) {
      await loop.halt();
      for (const queue of queues.values()) giveBack(queue, queue.waiting.splice(0));
      await loop.stop(graceMs, () => {
        for (const queue of queues.values()) queue.close({ force: true });
      });
      for (const queue of queues.values()) queue.close();
      queues.clear();
    },
  };
}

function keyOf({ organization_id, id }: Claimed): { organization_id: string; id: string } {
  return { organization_id, id };
}

type Body = { subject: string; body_text: string | null; body_html: string | null };

/** The stored body of a message; of a confidential one only the subject. */
function bodyOf(rendered: RenderedMessage, confidential: boolean): Body {
  if (confidential) return { subject: rendered.subject, body_text: null, body_html: null };
  return { subject: rendered.subject, body_text: rendered.text, body_html: rendered.html ?? null };
}
