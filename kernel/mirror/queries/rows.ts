import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import type { Result } from '../../lib/result.ts';
import type { MirrorFilter, MirrorRow } from '../contract.ts';
import { nameOf } from './view.ts';

/** Mirrored rows, newest first, by keyset pages. */
export async function listRows(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: MirrorFilter },
): Promise<Result<MirrorRow[]>> {
  let query = ctx.db
    .selectFrom('mirror_row')
    .select(['id', 'event', 'state', 'cells', 'at', 'attempts', 'last_error', 'settled_at'])
    .where(inOrg(ctx));
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.event) query = query.where('event', '=', filter.event);
  return findPage(query, 'id', page, ({ cells, at, settled_at, state, ...row }) => ({
    ...row,
    name: nameOf(ctx, row.event),
    state: state as MirrorRow['state'],
    cells: cells as MirrorRow['cells'],
    at: at.toISOString(),
    settled_at: settled_at?.toISOString() ?? null,
  }));
}
