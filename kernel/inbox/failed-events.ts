import { sql } from 'kysely';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { findPage, type PageQuery } from '../db/index.ts';
import type { Result } from '../lib/result.ts';
import type { InboxEvent } from './contract.ts';

/** The bytes shown of an unreadable event: enough to see what it was. */
const SHOWN_BYTES = 2048;

/** Lists the events that could not be processed and wait for staff, newest first, by keyset pages. */
export async function listFailedEvents(ctx: Ctx, page: PageQuery): Promise<Result<InboxEvent[]>> {
  const query = ctx.db
    .selectFrom('inbox_event')
    .select(['id', 'source', 'address', 'kind', 'state', 'attempts', 'last_error', 'received_at'])
    .select(sql<Buffer | null>`substring(raw for ${SHOWN_BYTES})`.as('raw'))
    .where(inOrg(ctx))
    .where('state', '=', 'failed');
  return findPage(
    query,
    'id',
    page,
    ({ received_at, raw, ...row }) =>
      ({
        ...row,
        ...(raw && { state: 'set_aside' }),
        raw: raw?.toString('base64') ?? null,
        received_at: received_at.toISOString(),
      }) as InboxEvent,
  );
}
