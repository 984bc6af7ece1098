import { type Ctx, inOrg, limitOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STALL } from '../names.ts';

/** Where a bill is made: at a stall with its commission, or at the house's own desk. */
export type At = { stall_id: string | null; commission_basis_points: number | null };
const HOUSE: At = { stall_id: null, commission_basis_points: null };

/** The stall that an actor is limited to; null: none. */
export function ownStall({ actor }: Pick<Ctx, 'actor'>): string | null {
  const limit = limitOf(actor);
  return limit?.kind === STALL ? limit.id : null;
}

/**
 * The stall at which a desk stands, or the house's own (null). Whoever is limited to a stall is there; another one, or one
 * that is archived or of another exhibition, is refused as `exhibition.stall.not_found`.
 */
export async function stallAt(tx: Ctx, exhibitionId: string, named: string | null | undefined): Promise<Result<At>> {
  const id = named ?? ownStall(tx);
  if (id === null) return ok(HOUSE);
  const stall = await tx.db
    .selectFrom('exhibition_stall')
    .select(['id', 'exhibition_id', 'commission_basis_points', 'archived_at'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (stall?.exhibition_id !== exhibitionId || stall.archived_at !== null)
    return refuse('exhibition.stall.not_found', undefined, { stall_id: 'exhibition.stall.not_found' });
  return ok({ stall_id: stall.id, commission_basis_points: stall.commission_basis_points });
}
