/**
 * The row with a conversation's place. The caller has locked the conversation's own row, so no other transaction reads
 * it at the same time.
 */
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { nowhere, type Place } from './domain/round.ts';

export type Kept = {
  place: Place;
  expiresAt: Date | null;
  /** no message was answered yet */
  fresh: boolean;
};

export async function readState(tx: Ctx, conversationId: string): Promise<Kept> {
  const row = await tx.db
    .selectFrom('conversation_state')
    .selectAll()
    .where(inOrg(tx))
    .where('conversation_id', '=', conversationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return { place: nowhere(), expiresAt: null, fresh: true };
  const { flow, state, data } = row;
  const place = { flow, state, data, stack: row.stack as Place['stack'], offered: row.offered as Place['offered'] };
  return { place, expiresAt: row.expires_at, fresh: false };
}

export async function writeState(tx: Ctx, conversationId: string, place: Place, expiresAt: Date | null): Promise<void> {
  const kept = {
    flow: place.flow,
    state: place.state,
    data: cleanJson(place.data ?? {}),
    stack: cleanJson(place.stack),
    offered: cleanJson(place.offered),
    expires_at: expiresAt,
    updated_at: tx.clock.now(),
  };
  await tx.db
    .insertInto('conversation_state')
    .values({ organization_id: orgOf(tx).id, conversation_id: conversationId, ...kept })
    .onConflict((conflict) => conflict.columns(['organization_id', 'conversation_id']).doUpdateSet(kept))
    .execute();
}
