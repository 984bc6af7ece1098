import { audit } from '../../../kernel/audit/index.ts';
import { sendToPerson } from '../../../kernel/channels/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { formatDate, formattingOf, inLanguage, t } from '../../../kernel/i18n/index.ts';
import type { DayRange } from '../calendar/days.rule.ts';
import { mealsOf } from '../meals/meals.query.ts';
import { CLOSURE } from '../names.ts';
import { getClosure } from './closures.query.ts';

/** The message's kind and days: all of the closure's, unless `days` names some of them. */
export type ClosureNotice = { notice: 'closed' | 'open'; days?: DayRange | undefined };

/** Sends the message to one student, in the language of their chat. Each student has one job, so each gets it once. */
export async function sendClosure(
  tx: Ctx,
  id: string,
  personId: string,
  { notice, days: some }: ClosureNotice,
): Promise<void> {
  const closure = await getClosure(tx, id);
  if (!closure.ok) return;
  const { meal, reason } = closure.data;
  const { from, to } = some ?? closure.data;
  const name = meal ? (await mealsOf(tx)).find(({ code }) => code === meal)?.name : undefined;
  const sent = await sendToPerson(tx, personId, (language) => {
    const formatting = formattingOf({ ...tx, locale: language });
    const days = from === to ? 'day' : 'days';
    return {
      text: t(inLanguage(tx, language), `chat.mess.closure.${notice}.${name ? 'meal' : 'all'}_${days}`, {
        meal: name ?? '',
        from: formatDate(from, formatting),
        to: formatDate(to, formatting),
        reason,
      }),
      about: `mess.${notice}`,
    };
  });
  if (sent.ok)
    await audit(tx, 'mess.closure.notified', { subject: { type: CLOSURE, id }, after: { person: personId, notice } });
}
