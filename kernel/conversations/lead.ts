import { findConversation, toConversation } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import type { Flow } from './define.ts';
import type { Step } from './domain/flow.ts';
import { again, type Before, lead, type Outcome } from './domain/turn.ts';
import { surroundings } from './flows.ts';
import { partnerOf } from './handle.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

/**
 * Leads a conversation into a flow from outside, in the transaction of `tx`: sends the step’s `send` and asks the
 * question of its state, and the flow gets the answer. For decisions of staff while the person waits: "the photo can't
 * be read, send another". `{ end }` sends its texts and leaves the flow. Returns false and does nothing while staff
 * have the conversation, or when its place is not in `options.from`. Outside the channel's window the messages wait, or
 * a template is sent.
 */
export async function leadConversation<D>(
  tx: Ctx,
  conversationId: string,
  flow: Flow,
  step: Exclude<Step<D>, { stay: true }>,
  options: { from?: { flow: string; states?: string[] } } = {},
): Promise<boolean> {
  const { from } = options;
  return moved(tx, conversationId, (world, before) => {
    const { place } = before;
    const elsewhere = from && (place.flow !== from.flow || !(from.states ?? [place.state]).includes(place.state ?? ''));
    return elsewhere ? null : lead(world, before, flow, step);
  });
}

/** Repeats the current question, or shows the menu: for a conversation that staff hand back. */
export async function resume(tx: Ctx, conversationId: string): Promise<void> {
  await moved(tx, conversationId, again);
}

type World = ReturnType<typeof surroundings>;

async function moved(
  tx: Ctx,
  conversationId: string,
  move: (world: World, before: Before) => Promise<Outcome> | null,
): Promise<boolean> {
  const row = await findConversation(tx, conversationId, { lock: true });
  if (!row) throw new Error(`no conversation ${conversationId}`);
  if (row.mode !== 'flow') return false;
  const { place } = await readState(tx, conversationId);
  const conversation = partnerOf(toConversation(row));
  const world = surroundings(tx, conversation, limitsOf(tx, conversation.channel), null);
  const outcome = await move(world, { place, language: conversation.language, fresh: false });
  if (!outcome) return false;
  await settle(tx, conversation, outcome);
  return true;
}
