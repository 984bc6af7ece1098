/** What one event does: all of it and its "processed" mark in one transaction. */
import type { Ctx } from '../../ctx/index.ts';
import { orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Refusal, type Result } from '../../lib/result.ts';
import { applyStatus, releaseHeld } from '../../messages/index.ts';
import { type ConversationRow, toConversation } from '../conversation.ts';
import { announceMessage } from '../say.ts';
import type { ChatAdapter, InboundMessage, InboundStatus, Turn } from '../types.ts';
import { conversationOf, lockConversation } from './conversation-of.ts';
import { recordMessage, saidOf } from './record-message.ts';
import { type Due, takeEvent } from './store.ts';

/** `taken`: somebody else has it, or it is done. `early`: the message it speaks of is not known yet. */
export type Processed = 'done' | 'taken' | 'early';

/** A status may overtake the answer to our own request, which tells us the message's name; after this many minutes it is somebody else's. */
const EARLY_MINUTES = 10;

/**
 * Works off one event. Throws what its handler throws; then nothing of it stays, and it is tried again.
 * @param ctx the organization's, outside any transaction
 */
export async function processEvent(ctx: Ctx, adapter: ChatAdapter, event: Due): Promise<Processed> {
  const inbound = adapter.read(event.payload);
  const outcome = await transaction(ctx, async (tx): Promise<Result<null>> => {
    const organizationId = orgOf(tx).id;
    const now = tx.clock.now();
    const [taken, row] = await Promise.all([
      takeEvent(tx.db, organizationId, event.id, now),
      inbound?.kind === 'message' ? lockConversation(tx, event, inbound.address) : undefined,
    ]);
    if (!taken) return TAKEN;
    if (inbound?.kind === 'status') {
      const known = await heardStatus(tx, event, inbound);
      const age = now.getTime() - event.received_at.getTime();
      if (!known && age < EARLY_MINUTES * 60_000) return EARLY;
    }
    if (inbound?.kind === 'message') await heardMessage(tx, event, inbound, { handle: true, row });
    if (inbound?.kind === 'block') await heardBlock(tx, event, inbound.address);
    return ok(null);
  });
  if (outcome.ok) return 'done';
  if (outcome === TAKEN) return 'taken';
  if (outcome === EARLY) return 'early';
  throw new Error(outcome.code);
}

/** Not refusals of anybody: they undo the transaction, with the mark in it. */
const TAKEN: Refusal = { ok: false, code: 'taken' };
const EARLY: Refusal = { ok: false, code: 'early' };

/**
 * Puts a message into its conversation, lets go what waited for it, and has it answered.
 * @param row the conversation, when it is locked already
 * @param handle false when the answering failed for good: the message is kept for staff
 */
export async function heardMessage(
  tx: Ctx,
  event: Due,
  inbound: InboundMessage,
  { handle, row: locked }: { handle: boolean; row?: ConversationRow | undefined },
): Promise<string> {
  const row = locked ?? (await conversationOf(tx, event, inbound));
  const said = await saidOf(tx, event, inbound);
  const flows = handle ? tx.house.conversations : undefined;
  const waits = row.mode === 'staff' && row.taken_by_id === null;
  const handler = row.mode === 'flow' || (waits && flows?.returnsToFlow(tx, said)) ? flows?.handle : undefined;
  const [message] = await Promise.all([
    recordMessage(tx, row, event, inbound, said, { forStaff: handler === undefined }),
    releaseHeld(tx, row.channel, [inbound.address, inbound.formerAddress ?? inbound.address]),
  ]);
  announceMessage(tx, row.id);
  if (handler) {
    const turn: Turn = {
      conversation: { ...toConversation(row), lastInboundAt: tx.clock.now() },
      said,
      message: { id: message.id, eventId: event.id, ...(inbound.origin && { origin: inbound.origin }) },
      ...(inbound.start !== undefined && { start: inbound.start }),
      ...(inbound.languageHint && { languageHint: inbound.languageHint }),
    };
    await handler(tx, turn);
  }
  return row.id;
}

/** Whether the message that it speaks of is ours and known. */
async function heardStatus(tx: Ctx, event: Due, inbound: InboundStatus): Promise<boolean> {
  const message = await applyStatus(tx, event.channel, inbound);
  if (!message) return false;
  if (inbound.blocked) {
    await heardBlock(tx, event, message.to);
  }
  if (message.subject?.type === 'conversation') announceMessage(tx, message.subject.id);
  return true;
}

async function heardBlock(tx: Ctx, event: Due, address: string): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ blocked_at: tx.clock.now() })
    .where('organization_id', '=', orgOf(tx).id)
    .where('channel', '=', event.channel)
    .where('account', '=', event.account)
    .where('address', '=', address)
    .execute();
}
