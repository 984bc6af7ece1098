import { type Ctx, inOrg } from '../ctx/index.ts';
import { enqueue } from '../jobs/index.ts';
import { firstIdAfter } from '../lib/ids.ts';
import { withdrawChoicesJob } from './jobs/withdraw-choices.job.ts';
import { publishConversation } from './send-to-conversation.ts';
import type { Asked } from './types.ts';

/** Long enough for a message that is just being sent to have its id from the channel. */
const AFTER_SECONDS = 2;

/**
 * Removes the buttons of all messages that asked about a record, in the transaction that decides it: here at once, for
 * messages that were not sent yet, and after the commit for sent ones, if the channel can change them.
 */
export async function withdrawChoices(tx: Ctx, { type, id }: Asked): Promise<void> {
  const rows = await tx.db
    .updateTable('conversation_message')
    .set({ choices: null, asks_type: null, asks_id: null })
    .where(inOrg(tx))
    .where('asks_id', '=', id)
    .where('id', '>=', firstIdAfter(id))
    .where('asks_type', '=', type)
    .returning(['conversation_id', 'message_id'])
    .execute();
  for (const { conversation_id, message_id } of rows) {
    publishConversation(tx, conversation_id);
    if (message_id) await enqueue(tx, withdrawChoicesJob, { message: message_id }, { after: AFTER_SECONDS });
  }
}
