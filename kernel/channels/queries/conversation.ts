import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { firstIdAfter, isUuid } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { optedOutSince } from '../../messages/index.ts';
import { adapterOf } from '../channels-service.ts';
import type { ConversationView } from '../contract.ts';
import { type ConversationRow, nameOf, windowEnds, windowOpen } from '../conversation.ts';

/**
 * One conversation with its person, the state of its flow, and how a reply would be sent now. Refuses with
 * `channels.conversation_not_found`.
 */
export async function getConversation(ctx: Ctx, id: string): Promise<Result<ConversationView>> {
  if (!isUuid(id)) return refuse('channels.conversation_not_found');
  const row = await ctx.db
    .selectFrom('conversation as c')
    .innerJoin('person as p', onOrg('p.id', 'c.person_id'))
    .selectAll('c')
    .select(['p.name', 'p.phone', 'p.email'])
    .where(inOrg(ctx, 'c'))
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (!row) return refuse('channels.conversation_not_found');
  const [places, question, window, optedOut] = await Promise.all([
    ctx.services.conversations?.placesOf(ctx, [id]),
    lastQuestion(ctx, id),
    windowOf(ctx, row),
    optedOutSince(ctx, row.channel, row.address),
  ]);
  const place = places?.get(id);
  return ok({
    id: row.id,
    channel: row.channel,
    name: nameOf(ctx, row),
    last_text: row.last_text,
    last_message_at: row.last_message_at.toISOString(),
    unread: row.unread,
    mode: row.mode as ConversationView['mode'],
    taken_by: row.taken_by_name,
    address: row.address,
    language: row.language,
    person: { id: row.person_id, name: nameOf(ctx, row), phone: row.phone, email: row.email },
    taken_at: row.taken_at?.toISOString() ?? null,
    blocked_at: row.blocked_at?.toISOString() ?? null,
    opted_out_at: optedOut?.toISOString() ?? null,
    last_inbound_at: row.last_inbound_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    flow: place ? { name: place.flow, state: place.state, title: place.title, question } : null,
    window,
  });
}

/** The last message of the flow: its open question. */
async function lastQuestion(ctx: Ctx, conversationId: string): Promise<string> {
  const line = await ctx.db
    .selectFrom('conversation_message')
    .select('body')
    .where(inOrg(ctx))
    .where('conversation_id', '=', conversationId)
    .where('id', '>=', firstIdAfter(conversationId))
    .where('author', '=', 'flow')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return line?.body ?? '';
}

/** Whether free text can be sent to the person now, and what happens to a reply otherwise. */
export async function windowOf(ctx: Ctx, row: ConversationRow): Promise<ConversationView['window']> {
  const adapter = adapterOf(ctx, row.channel);
  const now = ctx.clock.now();
  if (!adapter || windowOpen(adapter, row.last_inbound_at, now)) {
    const ends = adapter && windowEnds(adapter, row.last_inbound_at);
    return { open: true, ends_at: ends?.toISOString() ?? null, otherwise: null, other_channel: null };
  }
  const closed = { open: false, ends_at: windowEnds(adapter, row.last_inbound_at)?.toISOString() ?? null };
  if (await adapter.templateFor?.(ctx, 'channels.staff')) {
    return { ...closed, otherwise: 'template', other_channel: null };
  }
  const other = await otherOpen(ctx, row);
  return {
    ...closed,
    otherwise: other ? 'other_channel' : 'held',
    other_channel: other?.channel ?? null,
  };
}

/** The person's other conversation where free text can be sent now; with several, the one they wrote in last. */
export async function otherOpen(ctx: Ctx, row: ConversationRow): Promise<ConversationRow | undefined> {
  const others = await ctx.db
    .selectFrom('conversation')
    .selectAll()
    .where(inOrg(ctx))
    .where('person_id', '=', row.person_id)
    .where('id', '<>', row.id)
    .where('blocked_at', 'is', null)
    .where('last_inbound_at', 'is not', null)
    .orderBy('last_inbound_at', 'desc')
    .limit(20)
    .execute();
  const now = ctx.clock.now();
  return others.find(({ channel, last_inbound_at }) => {
    const adapter = adapterOf(ctx, channel);
    return adapter !== undefined && windowOpen(adapter, last_inbound_at, now);
  });
}
