import { findConversation, toConversation } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok, type Result } from '../lib/result.ts';
import { timeOut } from './domain/turn.ts';
import { surroundings } from './flows.ts';
import { partnerOf } from './handle.ts';
import { limitsOf, settle } from './settle.ts';
import { readState } from './state.ts';

/** Sends the text of a timeout and moves on, once: a second job finds that the question no longer waits. */
export function timeOutConversation(ctx: Ctx, id: string): Promise<Result<{ timedOut: boolean }>> {
  return transaction<{ timedOut: boolean }>(ctx, async (tx) => {
    const row = await findConversation(tx, id, { lock: true });
    if (row?.mode !== 'flow') return ok({ timedOut: false });
    const { place, expiresAt } = await readState(tx, id);
    if (!expiresAt || expiresAt > tx.clock.now()) return ok({ timedOut: false });
    const conversation = partnerOf(toConversation(row));
    const before = { place, language: conversation.language, fresh: false };
    const world = surroundings(tx, conversation, limitsOf(tx, conversation.channel), null);
    await settle(tx, conversation, await timeOut(world, before));
    return ok({ timedOut: true });
  });
}
