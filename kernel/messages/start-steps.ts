import { orgOf } from '../ctx/index.ts';
import type { StartStep } from '../module/index.ts';
import { keptMail } from './queries/kept.ts';

/** Ticks when a mail really went out: one of the outbox, or the test mail of the settings. */
export const mailStep: StartStep = {
  id: 'messages.mail',
  permission: 'settings.write',
  to: '/office/settings/mail',
  async look(ctx) {
    const kept = await keptMail(ctx);
    const { ready, count } = kept.ok ? kept.data : { ready: false, count: 0 };
    if (!ready) return { done: false, say: count > 0 ? 'waiting' : 'todo', trouble: count > 0, values: { count } };
    const { id } = orgOf(ctx);
    const [sent, tested] = await Promise.all([
      ctx.db
        .selectFrom('message')
        .select('id')
        .where('organization_id', '=', id)
        .where('channel', '=', 'email')
        .where('state', '=', 'sent')
        .limit(1)
        .executeTakeFirst(),
      ctx.db
        .selectFrom('audit_entry')
        .select('after')
        .where('organization_id', '=', id)
        .where('action', '=', 'messages.mail_tested')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
    ]);
    const result = (tested?.after as { result?: string } | null)?.result;
    return { done: sent !== undefined || result === 'sent', say: result === undefined ? 'untested' : 'failing' };
  },
};
