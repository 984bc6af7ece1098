import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import type { Result } from '../../lib/result.ts';
import type { Device, DeviceFilter } from '../contract.ts';

function devices(ctx: Ctx) {
  return ctx.db
    .selectFrom('device')
    .select(['id', 'kind', 'name', 'firmware', 'valid_until', 'code_expires_at', 'enrolled_at', 'last_seen_at'])
    .select(['created_at', 'created_by_name', 'revoked_at'])
    .where(inOrg(ctx));
}

type Row = Awaited<ReturnType<ReturnType<typeof devices>['execute']>>[number];

function deviceState(row: Pick<Row, 'revoked_at' | 'valid_until' | 'enrolled_at'>, now: Date): Device['state'] {
  if (row.revoked_at) return 'revoked';
  if (row.valid_until && row.valid_until <= now) return 'expired';
  return row.enrolled_at ? 'active' : 'waiting';
}

const text = (at: Date | null) => at?.toISOString() ?? null;

function asDevice(row: Row, now: Date): Device {
  return {
    ...row,
    state: deviceState(row, now),
    valid_until: text(row.valid_until),
    code_expires_at: text(row.code_expires_at),
    enrolled_at: text(row.enrolled_at),
    last_seen_at: text(row.last_seen_at),
    created_at: row.created_at.toISOString(),
    revoked_at: text(row.revoked_at),
  };
}

/** A keyset page of an organization's devices, newest first. */
export async function listDevices(
  ctx: Ctx,
  { filter, search, ...page }: PageQuery & { filter: DeviceFilter; search?: string },
): Promise<Result<Device[]>> {
  const now = ctx.clock.now();
  let query = devices(ctx);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (search?.trim()) query = query.where('name', 'ilike', `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.state === 'revoked') query = query.where('revoked_at', 'is not', null);
  if (filter.state && filter.state !== 'revoked') query = query.where('revoked_at', 'is', null);
  if (filter.state === 'expired') query = query.where('valid_until', '<=', now);
  if (filter.state === 'waiting' || filter.state === 'active') {
    query = query
      .where('enrolled_at', filter.state === 'active' ? 'is not' : 'is', null)
      .where((is) => is.or([is('valid_until', 'is', null), is('valid_until', '>', now)]));
  }
  return findPage(query, 'id', page, (row) => asDevice(row, now));
}

/** A device of the organization, or null. */
export async function findDevice(ctx: Ctx, id: string): Promise<Device | null> {
  const row = await devices(ctx).where('id', '=', id).executeTakeFirst();
  return row ? asDevice(row, ctx.clock.now()) : null;
}
