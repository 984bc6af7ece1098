import type { Selectable } from 'kysely';
import type { DB } from '../../db/types.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import type { ChatAdapter, Conversation } from './types.ts';

export type ConversationRow = Selectable<DB['conversation']>;

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    channel: row.channel,
    account: row.account,
    address: row.address,
    personId: row.person_id,
    displayName: row.display_name,
    language: row.language,
    mode: row.mode as Conversation['mode'],
    lastInboundAt: row.last_inbound_at,
  };
}

/** One conversation of the organization, or undefined. In a transaction, `lock` locks its row until the end. */
export function findConversation(
  ctx: Ctx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ConversationRow | undefined> {
  const query = ctx.db.selectFrom('conversation').selectAll().where(inOrg(ctx)).where('id', '=', id);
  // Not a full lock: another transaction that sends a message here refers to the key of this row, and need not wait.
  return (options.lock ? query.forNoKeyUpdate() : query).executeTakeFirst();
}

/** Until when the channel takes free text, null where it always does; in the past when the window is closed. */
export function windowEnds(adapter: Pick<ChatAdapter, 'windowHours'>, lastInboundAt: Date | null): Date | null {
  if (adapter.windowHours === null) return null;
  return new Date((lastInboundAt?.getTime() ?? 0) + adapter.windowHours * 3_600_000);
}

/** Whether free text may be sent now. */
export function windowOpen(adapter: Pick<ChatAdapter, 'windowHours'>, lastInboundAt: Date | null, now: Date): boolean {
  const ends = windowEnds(adapter, lastInboundAt);
  return ends === null || now < ends;
}

/** The name to show: the person's, or `Visitor 4F2A` for a visitor of the web chat without a name. */
export function nameOf(ctx: Ctx, row: { name: string; address: string; channel: string }): string {
  if (row.name !== row.address || row.channel !== 'web') return row.name;
  return t(ctx, 'console.inbox.visitor', { mark: row.address.slice(-4).toUpperCase() });
}
