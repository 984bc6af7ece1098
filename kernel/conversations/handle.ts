import type { Conversation, InboundHandler } from '../channels/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import type { ChatInput } from './define.ts';
import { GO, readButtonId } from './domain/button-id.ts';
import { timeOut, turn } from './domain/turn.ts';
import { findWord } from './domain/words.ts';
import { type Partner, serviceOf, surroundings } from './flows.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

export function partnerOf({ id, personId, channel, language, displayName }: Conversation): Partner {
  return { id, personId, channel, language, displayName };
}

/**
 * Answers a message, in the transaction of its event, whose caller has locked the conversation's row. A throw rolls all
 * of it back. `services.conversations.handle`.
 */
export const handle: InboundHandler = async (tx, { conversation, input, message, start }) => {
  const kept = await readState(tx, conversation.id);
  const limits = limitsOf(tx, conversation.channel);
  let before = { place: kept.place, language: conversation.language, fresh: kept.fresh };
  // The sweep runs once a minute; a person who writes before it still gets the text of the timeout.
  if (kept.expiresAt && kept.expiresAt <= tx.clock.now()) {
    const over = await timeOut(surroundings(tx, partnerOf(conversation), limits, null), before);
    await settle(tx, partnerOf(conversation), over);
    before = { ...before, place: over.place };
  }
  const world = surroundings(tx, partnerOf(conversation), limits, message);
  const outcome = await turn(world, before, input, start);
  if (conversation.mode === 'staff') await backToFlow(tx, conversation.id);
  await settle(tx, partnerOf(conversation), outcome);
};

/**
 * Whether a message in a conversation that waits for staff, and that nobody has taken yet, returns it to the flow: the
 * word or button for the menu. Otherwise a person who asks for staff at night would have no service until the morning.
 */
export function returnsToFlow(ctx: Ctx, input: ChatInput): boolean {
  if (input.kind === 'choice') return input.id === GO.menu || readButtonId(input.id)?.kind === 'entry';
  return input.kind === 'text' && findWord(serviceOf(ctx).words, input.text) === GO.menu;
}

async function backToFlow(tx: Ctx, conversationId: string): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ mode: 'flow', taken_by_id: null, taken_by_name: null, taken_at: null })
    .where(inOrg(tx))
    .where('id', '=', conversationId)
    .execute();
}
