import { findConversation, toConversation } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import type { Flow } from './define.ts';
import type { Step } from './domain/flow.ts';
import { lead } from './domain/turn.ts';
import { surroundings } from './flows.ts';
import { speakingOf } from './handle.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

/**
 * Leads a conversation into a flow from outside, in the transaction of `tx`: says the step's `say` and asks the question of its state, whose
 * answer then comes to the flow. For what staff decide while the person waits: "the photo can't be read, send another".
 * False, and nothing is done, while a person of ours has the conversation. Outside the channel's window the words wait, or go by a template.
 */
export async function leadConversation<D>(
  tx: Ctx,
  conversationId: string,
  flow: Flow,
  step: Extract<Step<D>, { to: string }>,
): Promise<boolean> {
  const row = await findConversation(tx, conversationId, { lock: true });
  if (!row) throw new Error(`no conversation ${conversationId}`);
  if (row.mode !== 'flow') return false;
  const { place } = await readState(tx, conversationId);
  const conversation = speakingOf(toConversation(row));
  const world = surroundings(tx, conversation, limitsOf(tx, conversation.channel), null);
  await settle(
    tx,
    conversation,
    await lead(world, { place, language: conversation.language, fresh: false }, flow, step),
  );
  return true;
}
