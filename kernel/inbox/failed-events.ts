import { sql } from 'kysely';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { cutPage, readCursor } from '../lib/cursor.ts';
import type { Result } from '../lib/result.ts';
import type { InboxEvent } from './contract.ts';

/** The bytes shown of an unreadable event: enough to see what it was. */
const SHOWN_BYTES = 2048;

/** Lists the events that could not be processed and wait for staff, newest first, by keyset pages. */
export async function listFailedEvents(
  ctx: Ctx,
  { limit, after }: { limit: number; after?: string },
): Promise<Result<InboxEvent[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const [before] = cursor.data;
  let query = ctx.db
    .selectFrom('inbox_event')
    .select(['id', 'source', 'address', 'kind', 'state', 'attempts', 'last_error', 'received_at'])
    .select(sql<Buffer | null>`substring(raw for ${SHOWN_BYTES})`.as('raw'))
    .where(inOrg(ctx))
    .where('state', '=', 'failed')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (before) query = query.where('id', '<', String(before));
  return cutPage(
    await query.execute(),
    limit,
    (row) => [row.id],
    ({ received_at, raw, ...row }) =>
      ({
        ...row,
        ...(raw && { state: 'set_aside' }),
        raw: raw?.toString('base64') ?? null,
        received_at: received_at.toISOString(),
      }) as InboxEvent,
  );
}
