/** Renders one message and passes it to its channel. */
import type { Ctx, Db, Log } from '../../ctx/index.ts';
import { doublingPause } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/time.ts';
import type { WorkLoop } from '../../lib/work-loop.ts';
import { optedOutSince } from '../actions/opt-out.action.ts';
import type { Sender } from '../channels/channel.ts';
import { SMTP_MAX_MS } from '../channels/smtp.ts';
import type { RenderedMessage } from '../define.ts';
import { RENDER_DEFERRALS } from './deferrals.ts';
import type { Outbox } from './outbox.ts';
import { renderMessage, type Templates, UnknownTemplate } from './render.ts';
import type { SendQueue } from './send-queue.ts';
import { settlementOf } from './settlement.ts';
import { type Claimed, unhold } from './store.ts';

/** A little longer than the channel can take, so that only a dead dispatcher's lease expires. */
const LEASE_MS = SMTP_MAX_MS + 60_000;

/** A claimed message in the send queue of its account. */
export type Item = Claimed & { ctx: Ctx; from: Sender };

type Deps = { system: Db; clock: Clock; log: Log; templates: Templates; outbox: Outbox; loop: WorkLoop };

export async function deliver(deps: Deps, queue: SendQueue<Item>, item: Item): Promise<void> {
  const { outbox, loop, clock, templates } = deps;
  try {
    const rendered = await render(deps, item);
    if (!rendered) return;
    if (rendered.hold) return await hold(deps, item, rendered.hold);
    const started = await outbox.start({
      organization_id: item.organization_id,
      id: item.id,
      claimed_until: item.claimed_until,
      lease_until: new Date(clock.now().getTime() + LEASE_MS),
      ...bodyOf(rendered, templates.get(item.template)?.confidential === true),
    });
    if (!started) return await releaseOptedOut(deps, item);
    const { id, to_address: to, from, language } = item;
    const outcome = await queue.channel.send({ ...rendered, id, to, from, language });
    queue.learn(outcome);
    // Not awaited: the next message may be sent while this outcome is written.
    void loop.track(outbox.settle(item, settlementOf(item, outcome, queue.downUntil, clock.now())));
  } catch (error) {
    // Not started: the claim expires. Started: the lease does.
    deps.log.error({ message: item.id, error: (error as Error).message }, 'a message could not be handled');
  }
}

/** Another statement took the message. If the reason is an opt-out, it is settled now. */
async function releaseOptedOut({ outbox }: Deps, item: Item): Promise<void> {
  const optedOut = await optedOutSince(item.ctx, item.channel, item.to_address);
  if (optedOut) await outbox.leaveUnsent(item, { state: 'opted_out' });
}

/** Holds a message, and releases it if the person wrote just before. */
async function hold(deps: Deps, item: Item, reason: string): Promise<void> {
  await deps.outbox.leaveUnsent(item, { state: 'held', held_reason: reason });
  const anew = await render(deps, item);
  if (anew && !anew.hold) await unhold(deps.system, item, deps.clock.now());
}

/** Null when it can't be rendered; then it is deferred or fails. */
async function render({ templates, log, clock, outbox }: Deps, item: Item): Promise<RenderedMessage | null> {
  try {
    return await renderMessage(templates, item.ctx, item);
  } catch (error) {
    const details = { message: item.id, template: item.template, error: (error as Error).message };
    log.error(details, 'a message could not be rendered');
    const last_error = `could not be rendered: ${(error as Error).message}`.slice(0, 500);
    const gone = error instanceof UnknownTemplate || item.deferrals + 1 >= RENDER_DEFERRALS.most;
    const pause = doublingPause(item.deferrals + 1, RENDER_DEFERRALS);
    const next_attempt_at = new Date(clock.now().getTime() + pause);
    if (gone) await outbox.leaveUnsent(item, { state: 'failed', last_error });
    else await outbox.leaveUnsent(item, { state: 'queued', next_attempt_at, last_error, deferred: true });
    return null;
  }
}

type Body = { subject: string; body_text: string | null; body_html: string | null };

/** The stored body of a message; of a confidential one only the subject. */
function bodyOf(rendered: RenderedMessage, confidential: boolean): Body {
  if (confidential) return { subject: rendered.subject, body_text: null, body_html: null };
  return { subject: rendered.subject, body_text: rendered.text, body_html: rendered.html ?? null };
}
