import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { cutPage, readCursor } from '../../lib/cursor.ts';
import type { Result } from '../../lib/result.ts';
import { searchPattern } from '../../lib/searchable.ts';
import type { ConversationCounts, ConversationFilter, ConversationRow } from '../contract.ts';
import { nameOf } from '../conversation.ts';

export type ListInput = { filter: ConversationFilter; search?: string; limit: number; after?: string };

/**
 * The inbox: a keyset page of conversations by their latest message, newest first. `search` matches names, phones and
 * addresses.
 */
export async function listConversations(ctx: Ctx, input: ListInput): Promise<Result<ConversationRow[]>> {
  const { filter, search } = input;
  const cursor = readCursor(input.after, 'instant', 'uuid');
  if (!cursor.ok) return cursor;
  const [at, id] = cursor.data;
  let query = inbox(ctx)
    .orderBy('c.last_message_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(input.limit + 1);
  if (at && id) {
    query = query.where((eb) =>
      eb(eb.refTuple('c.last_message_at', 'c.id'), '<', eb.tuple(new Date(String(at)), String(id))),
    );
  }
  if (filter.channel) query = query.where('c.channel', '=', filter.channel);
  if (filter.mode) query = query.where('c.mode', '=', filter.mode);
  if (filter.person_id) query = query.where('c.person_id', '=', filter.person_id);
  if (filter.unread !== undefined) query = query.where('c.unread', filter.unread ? '>' : '=', 0);
  const pattern = searchPattern(search);
  if (pattern) {
    query = query.where((eb) =>
      eb.or([
        eb('p.search_text', 'like', pattern),
        eb(eb.fn('app_fold', ['c.display_name']), 'like', pattern),
        eb('c.address', 'like', pattern),
      ]),
    );
  }
  return cutPage(
    await query.execute(),
    input.limit,
    (row) => [row.last_message_at.toISOString(), row.id],
    ({ last_message_at, address, ...row }) => ({
      ...row,
      name: nameOf(ctx, { ...row, address }),
      channel: row.channel,
      mode: row.mode as ConversationRow['mode'],
      last_message_at: last_message_at.toISOString(),
    }),
  );
}

function inbox(ctx: Ctx) {
  return ctx.db
    .selectFrom('conversation as c')
    .innerJoin('person as p', onOrg('p.id', 'c.person_id'))
    .select(['c.id', 'c.channel', 'c.address', 'p.name', 'c.last_text', 'c.last_message_at', 'c.unread', 'c.mode'])
    .select('c.taken_by_name as taken_by')
    .where(inOrg(ctx, 'c'));
}

/** Counts for the menu. */
export async function countConversations(ctx: Ctx): Promise<ConversationCounts> {
  const of = ctx.db
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inOrg(ctx));
  const [unread, staff, failed] = await Promise.all([
    of.where('unread', '>', 0).executeTakeFirstOrThrow(),
    of.where('mode', '=', 'staff').executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('inbox_event')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(inOrg(ctx))
      .where('state', '=', 'failed')
      .executeTakeFirstOrThrow(),
  ]);
  return { unread: unread.count, staff: staff.count, failed_events: failed.count };
}
