import { type Ctx, inOrg } from '../../ctx/index.ts';
import { cutPage, readCursor } from '../../lib/cursor.ts';
import type { Result } from '../../lib/result.ts';
import type { MirrorFilter, MirrorRow } from '../contract.ts';
import { nameOf } from './view.ts';

/** Mirrored rows, newest first, by keyset pages. */
export async function listRows(
  ctx: Ctx,
  { filter, limit, after }: { filter: MirrorFilter; limit: number; after?: string },
): Promise<Result<MirrorRow[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const [before] = cursor.data;
  let query = ctx.db
    .selectFrom('mirror_row')
    .select(['id', 'event', 'state', 'cells', 'at', 'attempts', 'last_error', 'settled_at'])
    .where(inOrg(ctx))
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.event) query = query.where('event', '=', filter.event);
  if (before) query = query.where('id', '<', String(before));
  return cutPage(
    await query.execute(),
    limit,
    (row) => [row.id],
    ({ cells, at, settled_at, state, ...row }) => ({
      ...row,
      name: nameOf(ctx, row.event),
      state: state as MirrorRow['state'],
      cells: cells as MirrorRow['cells'],
      at: at.toISOString(),
      settled_at: settled_at?.toISOString() ?? null,
    }),
  );
}
