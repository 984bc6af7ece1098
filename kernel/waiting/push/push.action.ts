import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { inLanguage, t } from '../../i18n/index.ts';
import { ok } from '../../lib/result.ts';
import { exchange, OutboundError, policyOf } from '../../outbound/index.ts';
import { memberById } from '../../staff/index.ts';
import type { PushSubscriptionInput, WaitingView } from '../contract.ts';
import { listWaiting } from '../waiting.query.ts';
import { encrypt } from './encrypt.ts';
import { opened } from './secrets.ts';
import { newsFor, pauseAfter, type Told, toldOf } from './tell.rule.ts';
import { authorization } from './vapid.ts';

const TIMEOUTS = { connect: 5_000, reply: 15_000 };
/** Of what is answered nothing is read. */
const MAX_ANSWER = 64 * 1024;
/** How long a push service keeps it for a phone that is off: later the bell says more. */
const KEPT_SECONDS = 12 * 3600;

/** What the console's service worker shows (web/console/sw.ts). */
type Notice = { title: string; body: string; to: string; tag: string };

/**
 * Notifies one device of what it has not been told of, in words and by an encrypted message. Twice does no harm: it takes the
 * place of the one before. What the push service refuses is tried again later; a device that it doesn't know any more is
 * removed.
 */
export async function push(ctx: Ctx, id: string): Promise<void> {
  const device = await ctx.db
    .selectFrom('waiting_device')
    .select(['user_id', 'session_id', 'sealed', 'told', 'failures', 'next_at'])
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!device || device.next_at > ctx.clock.now() || !(await isSignedIn(ctx, device.session_id))) return;
  const actor = await memberById(ctx, device.user_id);
  const waiting = actor ? await listWaiting({ ...ctx, actor }) : [];
  const { news } = newsFor(device.told as Told, waiting);
  if (!actor || news.length === 0) return;
  const address = opened(ctx.config, device.sealed, orgOf(ctx).id);
  if (!address) return remove(ctx, id, device.user_id);
  const { language } = await ctx.db
    .selectFrom('auth_user')
    .select('language')
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow();
  const heard = await send(ctx, id, address, noticeOf(ctx, language ?? orgOf(ctx).language, news));
  if (heard.status === 404 || heard.status === 410) return remove(ctx, id, device.user_id);
  const now = ctx.clock.now();
  const failures = device.failures + 1;
  const pause = pauseAfter(failures, heard.retryAfter);
  const arrived = heard.status !== null && heard.status >= 200 && heard.status < 300;
  if (!arrived) ctx.log.warn({ device: id, status: heard.status, failures, pause }, 'a device could not be notified');
  await ctx.db
    .updateTable('waiting_device')
    .set(
      arrived
        ? { told: JSON.stringify(toldOf(waiting)), failures: 0, next_at: now, sent_at: now }
        : { failures, next_at: new Date(now.getTime() + pause * 1000) },
    )
    .where(inOrg(ctx))
    .where('id', '=', id)
    .execute();
}

/** Ended sessions are removed by night only. */
async function isSignedIn(ctx: Ctx, sessionId: string): Promise<boolean> {
  const row = await ctx.system
    .selectFrom('auth_session')
    .select('id')
    .where('id', '=', sessionId)
    .where('expires_at', '>', ctx.clock.now())
    .executeTakeFirst();
  return row !== undefined;
}

/** No more than the bell shows: kinds and how many, no names and no amounts. */
function noticeOf(ctx: Ctx, language: string, news: WaitingView[]): Notice {
  const reader = inLanguage(ctx, language);
  return {
    title: orgOf(ctx).name,
    body: news.map(({ kind, count }) => t(reader, `console.waiting.${kind}`, { count })).join('\n'),
    to: news[0]?.to ?? '/',
    tag: orgOf(ctx).id,
  };
}

type Heard = { status: number | null; retryAfter?: string | undefined };

async function send(
  ctx: Ctx,
  id: string,
  { endpoint, ...keys }: PushSubscriptionInput,
  notice: Notice,
): Promise<Heard> {
  try {
    const { status, headers } = await exchange({
      method: 'POST',
      url: endpoint,
      policy: policyOf(ctx.config),
      headers: {
        authorization: authorization(ctx.config, endpoint, ctx.clock.now()),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(KEPT_SECONDS),
        urgency: 'high',
        // One that a phone has not got yet is replaced by the next (RFC 8030, 5.4).
        topic: id.replaceAll('-', ''),
      },
      body: encrypt(JSON.stringify(notice), keys),
      timeouts: TIMEOUTS,
      maxBytes: MAX_ANSWER,
    });
    return { status, retryAfter: headers['retry-after'] };
  } catch (error) {
    if (error instanceof OutboundError) return { status: null };
    throw error;
  }
}

async function remove(ctx: Ctx, id: string, userId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await tx.db
      .deleteFrom('waiting_device')
      .where(inOrg(tx))
      .where('id', '=', id)
      .returning('user_agent')
      .executeTakeFirst();
    if (row)
      await audit(tx, 'waiting.device.gone', {
        subject: { type: 'auth.user', id: userId },
        before: { device: row.user_agent },
      });
    return ok(null);
  });
}
