import { audit } from '../../../kernel/audit/index.ts';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { formatMoney, formattingOf, inLanguage, t } from '../../../kernel/i18n/index.ts';
import { CYCLE } from '../names.ts';
import { rebateOf } from './rebates.query.ts';

/**
 * Notifies one student of their rebate, in the language of their chat. Each student has one job, so each gets it once.
 */
export async function sendRebate(tx: Ctx, cycleId: string, personId: string): Promise<void> {
  const rebate = await rebateOf(tx, cycleId, personId);
  if (!rebate) return;
  const { cycle, total_minor, currency } = rebate;
  const sent = await sendToPerson(tx, personId, (language) => {
    const total = formatMoney(total_minor, currency, formattingOf({ ...tx, locale: language }));
    return { text: t(inLanguage(tx, language), 'chat.mess.rebate', { cycle, total }), about: 'mess.rebate' };
  });
  if (sent.ok)
    await audit(tx, 'mess.cycle.rebate_notified', {
      subject: { type: CYCLE, id: cycleId },
      after: { person: personId },
    });
}
