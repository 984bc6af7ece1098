import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { SmtpReason } from '../channels/smtp-failure.ts';
import type { RenderedMessage } from '../define.ts';
import { mailBody } from '../layout.ts';
import { rendered } from '../mail-look.ts';
import { emailChannel } from '../mail-settings.ts';

export type MailTested = {
  state: 'sent' | 'failed' | 'unknown';
  to: string;
  /** what went wrong; null when nothing did */
  reason: SmtpReason | null;
  /** the same as a text */
  message: string;
  /** the server's own answer, if it gave one */
  answer: string | null;
};

/** Milliseconds; shorter than the outbox's, because a person waits for the result. */
const TIMEOUTS = { connection: 10_000, greeting: 10_000, reply: 20_000 };

/**
 * Sends one mail to the person who asks, at once and without the outbox, with the saved settings, and returns the
 * result of the whole exchange with the server. Refuses with `auth.person_required`, and `messages.no_server` when none
 * is set up.
 */
export async function testMail(ctx: Ctx): Promise<Result<MailTested>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const account = await emailChannel(TIMEOUTS).accountOf(ctx);
  if (!account) return refuse('messages.no_server');
  const to = ctx.actor.email;
  const text = (key: string) => t(ctx, `messages.mail_test.${key}`, { organization: orgOf(ctx).name, to });
  const blocks = [{ kind: 'heading', text: text('heading') } as const, { kind: 'text', text: text('text') } as const];
  const channel = account.open();
  const mail = { id: newId(), to, from: account.from, language: ctx.locale, subject: text('subject') };
  const body: Omit<RenderedMessage, 'subject'> = await rendered(ctx, (looking) => mailBody(looking, blocks));
  const outcome = await channel.send({ ...mail, ...body });
  channel.close();
  // Only chat messages can be held.
  const state = outcome.state === 'held' ? 'failed' : outcome.state;
  const cause = outcome.state === 'failed' ? outcome.failure : undefined;
  const reason = state === 'failed' ? (cause?.reason ?? 'other') : null;
  return transaction(ctx, async (tx) => {
    const subject = { type: 'settings', id: 'mail' };
    await audit(tx, 'messages.mail_tested', { subject, after: { to, result: reason ?? state } });
    return ok({ state, to, reason, message: text(reason ?? state), answer: cause?.answer ?? null });
  });
}
