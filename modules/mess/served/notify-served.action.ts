import { sql } from 'kysely';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatTime, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { devicesOf } from './served.query.ts';

type ServedMeal = {
  scan_id: string;
  person_id: string;
  at: Date;
  meal: string;
};

/** Locks few conversations at a time, not those of a whole hall. */
const BATCH = 25;
/** A scan that is uploaded later than this is too old for a message. */
const NOTICE_HOURS = 18;

/**
 * Messages the students who were served and want it, each once: message and mark are one commit. Students who never
 * wrote get nothing. Two workers take different students.
 */
export async function notifyServed(
  ctx: Ctx,
  progress: (done: number) => void = () => {},
): Promise<{ notified: number }> {
  for (let notified = 0; ; ) {
    const batch = await transaction(ctx, async (tx) => {
      const { rows } = await take(tx);
      const devices = await devicesOf(tx, rows);
      for (const served of rows) await notify(tx, served, devices.get(served.scan_id) ?? '');
      return ok(rows.length);
    });
    if (!batch.ok) throw new Error(batch.code);
    notified += batch.data;
    progress(notified);
    if (batch.data < BATCH) return { notified };
  }
}

function take(tx: Ctx) {
  // Raw SQL: it locks what it takes and skips what others hold, in one statement.
  return sql<ServedMeal>`
    with served as (
      select student_id, service_on, meal_id from mess_service
      where organization_id = ${orgOf(tx).id} and notify and notified_at is null
      order by at limit ${BATCH} for update skip locked
    )
    update mess_service v set notified_at = ${tx.clock.now()}
    from served, mess_student s, mess_meal m
    where v.organization_id = ${orgOf(tx).id} and (v.student_id, v.service_on, v.meal_id) = (served.student_id, served.service_on, served.meal_id)
      and s.organization_id = v.organization_id and s.id = v.student_id and m.organization_id = v.organization_id and m.id = v.meal_id
    returning v.scan_id, s.person_id, v.at, m.name as meal`.execute(tx.db);
}

async function notify(tx: Ctx, { person_id, at, meal }: ServedMeal, device: string): Promise<void> {
  if (tx.clock.now().getTime() - at.getTime() > NOTICE_HOURS * 3_600_000) return;
  const { country, timeZone } = orgOf(tx);
  await sendToPerson(tx, person_id, (language) => {
    const time = formatTime(at, { locale: localeIn(language, country), timeZone });
    return { text: t(inLanguage(tx, language), 'chat.mess.served', { meal, time, device }), about: 'mess.served' };
  });
}
