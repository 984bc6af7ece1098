import { audit } from '../../../kernel/audit/index.ts';
import {
  changeConversationPerson,
  findConversation,
  sendToConversation,
  withdrawChoices,
} from '../../../kernel/channels/index.ts';
import { GO } from '../../../kernel/conversations/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { CLAIM, STUDENT } from '../names.ts';
import type { Student } from './contract.ts';
import { getStudent, studentOfPerson } from './students.query.ts';

type Claim = { student: string; conversation: string };

/**
 * Links a chat to an existing student, such as an imported one. Refuses with `mess.student.not_found`,
 * `mess.student.person_taken` when the writer is another student, and as changeConversationPerson does.
 */
export async function linkChat(ctx: Ctx, { student, conversation }: Claim): Promise<Result<Student>> {
  return transaction(ctx, async (tx) => {
    const [found, chat] = [await getStudent(tx, student), await findConversation(tx, conversation)];
    if (!found.ok) return found;
    if (!chat) return refuse('channels.conversation_not_found');
    const other = await studentOfPerson(tx, chat.person_id);
    if (other && other.id !== student) return refuse('mess.student.person_taken');
    const changed = await changeConversationPerson(tx, conversation, found.data.person_id);
    if (!changed.ok) return changed;
    await withdrawChoices(tx, { type: CLAIM, id: conversation });
    await audit(tx, 'mess.student.chat_linked', {
      subject: { type: STUDENT, id: student },
      after: { roll_number: found.data.roll_number, conversation },
    });
    const { name, roll_number: roll } = found.data;
    await sendToConversation(tx, conversation, {
      text: t(inLanguage(tx, chat.language), 'chat.mess.student.claim.linked', { name, roll }),
      choices: [{ id: GO.menu, label: t(chat.language, 'chat.button.menu') }],
      about: 'mess.claim',
    });
    return found;
  });
}

/**
 * The office decides that it is another person. Refuses with `mess.student.not_found` and
 * `channels.conversation_not_found`.
 */
export async function refuseClaim(ctx: Ctx, { student, conversation }: Claim): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const [found, chat] = [await getStudent(tx, student), await findConversation(tx, conversation)];
    if (!found.ok) return found;
    if (!chat) return refuse('channels.conversation_not_found');
    await withdrawChoices(tx, { type: CLAIM, id: conversation });
    await audit(tx, 'mess.student.claim_refused', {
      subject: { type: STUDENT, id: student },
      after: { roll_number: found.data.roll_number, conversation },
    });
    await sendToConversation(tx, conversation, {
      text: t(inLanguage(tx, chat.language), 'chat.mess.student.claim.refused', { roll: found.data.roll_number }),
      about: 'mess.claim',
    });
    return ok(null);
  });
}
