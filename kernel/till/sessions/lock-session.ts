import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

export type LockedSession = NonNullable<Awaited<ReturnType<typeof read>>>;

/** A session, locked so that no sale and no second close gets in between. Refuses with `till.session_not_found`. */
export async function lockSession(tx: Ctx, id: string): Promise<Result<LockedSession>> {
  const row = await read(tx, id);
  return row ? ok(row) : refuse('till.session_not_found');
}

/** The same, of the caller and open. Refuses with `till.not_yours` and `till.closed` as well. */
export async function lockOwn(tx: Ctx, id: string): Promise<Result<LockedSession>> {
  const locked = await lockSession(tx, id);
  if (!locked.ok) return locked;
  const { cashier_id, cashier_name, closed_at, closed_by_name } = locked.data;
  if (cashier_id !== tx.actor.id) return refuse('till.not_yours', { name: cashier_name });
  return closed_at === null ? locked : refuse('till.closed', { by: closed_by_name ?? '' });
}

const read = (tx: Ctx, id: string) =>
  tx.db
    .selectFrom('till_session as s')
    .innerJoin('till_drawer as d', onOrg('d.id', 's.drawer_id'))
    .selectAll('s')
    .select(['d.code', 'd.name as drawer_name'])
    .where(inOrg(tx, 's'))
    .where('s.id', '=', id)
    .forNoKeyUpdate('s')
    .executeTakeFirst();
