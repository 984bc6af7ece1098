import { sendToPerson } from '../../../kernel/channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';

/** Sends an announcement to one recipient. Each recipient has one job, so each gets it once. */
export async function sendAnnouncement(tx: Ctx, id: string, personId: string): Promise<void> {
  const row = await tx.db
    .selectFrom('mess_announcement')
    .select('text')
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return;
  const { name } = orgOf(tx);
  await sendToPerson(tx, personId, (language) => ({
    text: t(inLanguage(tx, language), 'chat.mess.announcement', { organization: name, text: row.text }),
    about: 'mess.announcement',
  }));
}
