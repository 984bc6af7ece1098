import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import { dayIn, wallText } from '../lib/time.ts';
import { sendMessage } from '../messages/index.ts';
import { memberById } from '../staff/index.ts';
import { digestMail } from './messages.ts';
import { listWaiting } from './waiting.query.ts';

/** The hour of the organization's clock from which the day's mail may leave. */
const HOUR = 7;

/** Organizations in which somebody wants the mail. */
export async function organizationsWithDigest(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.system
    .selectFrom('membership')
    .select('organization_id')
    .distinct()
    .where('digest', '=', true)
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

/**
 * Mails one member what waits for them today, with the mark of the day in one commit, so that nobody gets it twice; true while
 * somebody may be left. Who has nothing waiting gets no mail.
 */
export async function sendDigest(inside: Ctx): Promise<boolean> {
  const { timeZone, language } = orgOf(inside);
  const now = inside.clock.now();
  if (Number(wallText(timeZone, now).slice(11, 13)) < HOUR) return false;
  const today = dayIn(timeZone, now);
  const sent = await transaction(inside, async (tx) => {
    const next = await tx.db
      .updateTable('membership')
      .set({ digest_on: today })
      .where(inOrg(tx))
      .where('user_id', '=', (one) =>
        one
          .selectFrom('membership as m')
          .select('m.user_id')
          .where(inOrg(tx, 'm'))
          .where('m.digest', '=', true)
          .where((eb) => eb.or([eb('m.digest_on', 'is', null), eb('m.digest_on', '<', today)]))
          .orderBy('m.user_id')
          .limit(1)
          .forUpdate()
          .skipLocked(),
      )
      .returning('user_id')
      .executeTakeFirst();
    if (!next) return ok(false);
    const actor = await memberById(tx, next.user_id);
    const items = actor ? await listWaiting({ ...tx, actor }) : [];
    if (!actor || items.length === 0) return ok(true);
    const person = await tx.db
      .selectFrom('auth_user')
      .select('language')
      .where('id', '=', actor.id)
      .executeTakeFirstOrThrow();
    await sendMessage(tx, {
      to: actor.email,
      template: digestMail,
      params: { items },
      language: person.language ?? language,
      subject: { type: 'auth.user', id: actor.id },
    });
    return ok(true);
  });
  return sent.ok && sent.data;
}
