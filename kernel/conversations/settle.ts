/** Applies the outcome of a round: sends messages, stores the place and the language, hands over to staff. */
import { adapterOf, type ChatLimits, sendToConversation } from '../channels/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { changePerson } from '../people/index.ts';
import { publish } from '../realtime/index.ts';
import { render } from './domain/render.ts';
import type { Outcome } from './domain/turn.ts';
import { type Partner, serviceOf } from './flows.ts';
import { writeState } from './state.ts';

/** For a channel that the server no longer has: plain text with the smallest limits. */
const BARE: ChatLimits = {
  buttons: 0,
  buttonLabel: 0,
  rows: 0,
  rowLabel: 0,
  rowDescription: 0,
  idBytes: 64,
  text: 1000,
};

export const limitsOf = (tx: Ctx, channel: string): ChatLimits => adapterOf(tx, channel)?.limits ?? BARE;

/** Applies the outcome in the transaction of `tx`. */
export async function settle(tx: Ctx, conversation: Partner, outcome: Outcome): Promise<void> {
  const { place, timeoutMinutes, language } = outcome;
  if (language !== conversation.language) await changeLanguage(tx, conversation, language);
  const limits = limitsOf(tx, conversation.channel);
  const { texts } = serviceOf(tx);
  const words = {
    listButton: texts.t(language, 'chat.button.list'),
    reply: texts.t(language, outcome.letters ? 'chat.reply.letter' : 'chat.reply.number'),
  };
  // One after the other, because the order of the inserts is the order of the messages.
  for (const prompt of outcome.send)
    for (const content of render(prompt, limits, words, outcome.letters))
      await sendToConversation(tx, conversation.id, content, { author: 'flow' });
  const expiresAt = timeoutMinutes === null ? null : new Date(tx.clock.now().getTime() + timeoutMinutes * 60_000);
  await writeState(tx, conversation.id, place, expiresAt);
  if (outcome.person) await askForStaff(tx, conversation.id);
}

async function changeLanguage(tx: Ctx, conversation: Partner, language: string): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ language })
    .where(inOrg(tx))
    .where('id', '=', conversation.id)
    .execute();
  const changed = await changePerson(tx, conversation.personId, { language });
  if (!changed.ok) throw new Error(`the person's language: ${changed.code}`);
}

/** Stops the flow's answers; the conversation waits for staff as unread. */
async function askForStaff(tx: Ctx, conversationId: string): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set((eb) => ({
      mode: 'staff',
      taken_by_id: null,
      taken_by_name: null,
      taken_at: null,
      unread: eb('unread', '+', 1),
    }))
    .where(inOrg(tx))
    .where('id', '=', conversationId)
    .execute();
  publish(tx, 'conversation', conversationId);
}
