import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { ENTRANCE, type Entrance } from './contract.ts';

function rows(ctx: Ctx) {
  return ctx.db
    .selectFrom('device as d')
    .leftJoin('exhibition_entrance as e', (on) =>
      on.onRef('e.organization_id', '=', 'd.organization_id').onRef('e.device_id', '=', 'd.id'),
    )
    .select(['d.id', 'd.name', 'd.enrolled_at', 'd.valid_until', 'd.revoked_at', 'd.last_seen_at', 'e.exhibition_id'])
    .where(inOrg(ctx, 'd'))
    .where('d.kind', '=', ENTRANCE);
}
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

function stateOf({ revoked_at, valid_until, enrolled_at }: Row, now: Date): Entrance['state'] {
  if (revoked_at) return 'revoked';
  if (valid_until && valid_until <= now) return 'expired';
  return enrolled_at ? 'active' : 'waiting';
}

/** Whether an exhibition, or (null) any of the organization, has an entrance. */
export async function hasEntrance(ctx: Ctx, exhibitionId: string | null): Promise<boolean> {
  let entrances = ctx.db.selectFrom('exhibition_entrance').select('device_id').where(inOrg(ctx)).limit(1);
  if (exhibitionId !== null) entrances = entrances.where('exhibition_id', '=', exhibitionId);
  return (await entrances.executeTakeFirst()) !== undefined;
}

/** The scanners of an exhibition's entrances, the newest first; refuses an unknown exhibition. */
export async function listEntrances(ctx: Ctx, exhibitionId: string): Promise<Result<Entrance[]>> {
  const [exhibition, found] = await Promise.all([
    exhibitionRows(ctx).where('id', '=', exhibitionId).executeTakeFirst(),
    rows(ctx).where('e.exhibition_id', '=', exhibitionId).orderBy('d.id', 'desc').limit(200).execute(),
  ]);
  if (!exhibition) return refuse('exhibition.not_found');
  const now = ctx.clock.now();
  return ok(
    found.map((row) => ({
      id: row.id,
      name: row.name,
      state: stateOf(row, now),
      valid_until: row.valid_until?.toISOString() ?? null,
      last_seen_at: row.last_seen_at?.toISOString() ?? null,
    })),
  );
}

/** Whether a device is a scanner of an entrance. */
export const isEntrance = async (ctx: Ctx, id: string): Promise<boolean> =>
  (await rows(ctx).where('d.id', '=', id).executeTakeFirst()) !== undefined;

/**
 * The scanner that asks, with when it was valid, and its exhibition. One that was added under Devices has none before it
 * first lets somebody in (`bound`): then it is for the only exhibition that is open.
 */
export async function ownEntrance(ctx: Ctx) {
  const { actor } = ctx;
  // Only devices have the permissions of its routes.
  if (actor.kind !== 'device') throw new Error('it is no scanner that asks');
  const row = await rows(ctx).where('d.id', '=', actor.id).executeTakeFirst();
  if (!row?.enrolled_at) return refuse('exhibition.entrance.not_found');
  const named = row.exhibition_id === null ? await exhibitionFor(ctx) : ok({ id: row.exhibition_id });
  if (!named.ok) return named;
  const exhibition = await exhibitionRows(ctx).where('id', '=', named.data.id).executeTakeFirst();
  if (!exhibition) return refuse('exhibition.not_found');
  const { revoked_at, valid_until } = row;
  const until = revoked_at && (!valid_until || revoked_at < valid_until) ? revoked_at : valid_until;
  return ok({
    id: row.id,
    name: row.name,
    since: row.enrolled_at,
    until,
    exhibition,
    bound: row.exhibition_id !== null,
  });
}
