import type { Conversation, InboundHandler } from '../channels/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import type { Said } from './define.ts';
import { timeOut, turn } from './domain/turn.ts';
import { GO, readWire } from './domain/wire.ts';
import { findWord } from './domain/words.ts';
import { type Speaking, serviceOf, surroundings } from './flows.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

export function speakingOf({ id, personId, channel, language, displayName }: Conversation): Speaking {
  return { id, personId, channel, language, displayName };
}

/**
 * Answers what a person did, in the transaction of its event, whose holder has locked the conversation's row. A throw
 * undoes all of it. `services.conversations.handle`.
 */
export const handle: InboundHandler = async (tx, { conversation, said, message, start }) => {
  const kept = await readState(tx, conversation.id);
  const limits = limitsOf(tx, conversation.channel);
  let before = { place: kept.place, language: conversation.language, fresh: kept.fresh };
  // The sweep comes once a minute; who writes before it is told all the same why the question is gone.
  if (kept.expiresAt && kept.expiresAt <= tx.clock.now()) {
    const over = await timeOut(surroundings(tx, speakingOf(conversation), limits, null), before);
    await settle(tx, speakingOf(conversation), over);
    before = { ...before, place: over.place };
  }
  const world = surroundings(tx, speakingOf(conversation), limits, message);
  const outcome = await turn(world, before, said, start);
  if (conversation.mode === 'staff') await backToFlow(tx, conversation.id);
  await settle(tx, speakingOf(conversation), outcome);
};

/**
 * Whether what a person says in a conversation that waits for staff, and that nobody has taken yet, takes it back to
 * the flow: the word or button for the menu. Otherwise asking for a person at night would leave them without anything
 * until the morning.
 */
export function returnsToFlow(ctx: Ctx, said: Said): boolean {
  if (said.kind === 'choice') return said.id === GO.menu || readWire(said.id)?.kind === 'entry';
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
