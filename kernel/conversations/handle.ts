import type { Conversation, InboundHandler } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import type { Said } from './define.ts';
import { GO, readButtonId } from './domain/button-id.ts';
import { timeOut, turn } from './domain/turn.ts';
import { findWord } from './domain/words.ts';
import { type Speaker, serviceOf, surroundings } from './flows.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

export function speakerOf({ id, personId, channel, language, displayName }: Conversation): Speaker {
  return { id, personId, channel, language, displayName };
}

/**
 * Answers a message, in the transaction of its event, whose caller has locked the conversation's row. A throw rolls all
 * of it back. `services.conversations.handle`.
 */
export const handle: InboundHandler = async (tx, { conversation, said, message, start }) => {
  const kept = await readState(tx, conversation.id);
  const limits = limitsOf(tx, conversation.channel);
  let before = { place: kept.place, language: conversation.language, fresh: kept.fresh };
  // The sweep runs once a minute; a person who writes before it still gets the text of the timeout.
  if (kept.expiresAt && kept.expiresAt <= tx.clock.now()) {
    const over = await timeOut(surroundings(tx, speakerOf(conversation), limits, null), before);
    await settle(tx, speakerOf(conversation), over);
    before = { ...before, place: over.place };
  }
  const world = surroundings(tx, speakerOf(conversation), limits, message);
  const outcome = await turn(world, before, said, start);
  if (conversation.mode === 'staff') await backToFlow(tx, conversation.id);
  await settle(tx, speakerOf(conversation), outcome);
};

/**
 * Whether a message in a conversation that waits for staff, and that nobody has taken yet, returns it to the flow: the
 * word or button for the menu. Otherwise a person who asks for staff at night would have no service until the morning.
 */
export function returnsToFlow(ctx: Ctx, said: Said): boolean {
  if (said.kind === 'choice') return said.id === GO.menu || readButtonId(said.id)?.kind === 'entry';
  return said.kind === 'text' && findWord(serviceOf(ctx).words, said.text) === GO.menu;
}

async function backToFlow(tx: Ctx, conversationId: string): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ mode: 'flow', taken_by_id: null, taken_by_name: null, taken_at: null })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', conversationId)
    .execute();
}
