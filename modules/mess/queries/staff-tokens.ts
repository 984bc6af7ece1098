import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Device, StaffToken } from '../door-contract.ts';

type TokenRow = {
  id: string;
  name: string;
  role: string;
  valid_until: Date;
  created_at: Date;
  created_by_name: string;
  revoked_at: Date | null;
  devices: number;
};

function tokenState(
  { revoked_at, valid_until }: { revoked_at: Date | null; valid_until: Date },
  now: Date,
): StaffToken['state'] {
  if (revoked_at) return 'revoked';
  return valid_until <= now ? 'expired' : 'active';
}

export function asStaffToken(row: TokenRow, now: Date): StaffToken {
  const { id, name, valid_until, created_at, created_by_name, revoked_at, devices } = row;
  return {
    id,
    name,
    role: row.role as StaffToken['role'],
    state: tokenState(row, now),
    valid_until: valid_until.toISOString(),
    created_at: created_at.toISOString(),
    created_by_name,
    revoked_at: revoked_at?.toISOString() ?? null,
    devices: Number(devices),
  };
}

function tokens(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_staff_token as t')
    .select(['t.id', 't.name', 't.role', 't.valid_until', 't.created_at', 't.created_by_name', 't.revoked_at'])
    .select((of) =>
      of
        .selectFrom('mess_device as d')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('d.organization_id', '=', 't.organization_id')
        .whereRef('d.token_id', '=', 't.id')
        .as('devices'),
    )
    .where('t.organization_id', '=', orgOf(ctx).id);
}

/** All staff tokens, the newest first; a hostel has some dozens. Never with what opens the door. */
export async function listStaffTokens(ctx: Ctx): Promise<StaffToken[]> {
  const now = ctx.clock.now();
  const rows = await tokens(ctx).orderBy('t.id', 'desc').limit(500).execute();
  return rows.map((row) => asStaffToken({ ...row, devices: row.devices ?? 0 }, now));
}

export async function findStaffToken(ctx: Ctx, id: string): Promise<StaffToken | null> {
  const row = await tokens(ctx).where('t.id', '=', id).executeTakeFirst();
  return row ? asStaffToken({ ...row, devices: row.devices ?? 0 }, ctx.clock.now()) : null;
}

function devices(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_device as d')
    .innerJoin('mess_staff_token as t', (on) =>
      on.onRef('t.organization_id', '=', 'd.organization_id').onRef('t.id', '=', 'd.token_id'),
    )
    .select(['d.id', 'd.name', 'd.token_id', 't.name as token_name', 'd.stale_policy', 'd.stale_minutes', 'd.last_seq'])
    .select(['t.role as token_role', 'd.by_hand', 'd.created_at'])
    .select(['d.last_seen_at', 'd.roster_at', 'd.public_key', 't.valid_until', 't.revoked_at'])
    .where('d.organization_id', '=', orgOf(ctx).id);
}

type DeviceRow = Awaited<ReturnType<ReturnType<typeof devices>['execute']>>[number];

function asDevice(
  { public_key, created_at, last_seen_at, roster_at, stale_policy, valid_until, revoked_at, ...row }: DeviceRow,
  now: Date,
): Device {
  return {
    ...row,
    token_state: tokenState({ valid_until, revoked_at }, now),
    token_role: row.token_role as Device['token_role'],
    stale_policy: stale_policy as Device['stale_policy'],
    last_seen_at: last_seen_at?.toISOString() ?? null,
    roster_at: roster_at?.toISOString() ?? null,
  };
}

export async function listDevices(ctx: Ctx): Promise<Device[]> {
  const now = ctx.clock.now();
  const rows = await devices(ctx).orderBy('d.id', 'desc').limit(500).execute();
  return rows.map((row) => asDevice(row, now));
}

export async function findDevice(ctx: Ctx, id: string): Promise<Device | null> {
  const row = await devices(ctx).where('d.id', '=', id).executeTakeFirst();
  return row ? asDevice(row, ctx.clock.now()) : null;
}

/** What a token's own device may do, and since when; null when the token has no such device. */
export async function queueDevice(
  ctx: Ctx,
  tokenId: string,
  id: string,
): Promise<Pick<DeviceRow, 'public_key' | 'by_hand' | 'created_at'> | null> {
  const row = await devices(ctx).where('d.id', '=', id).where('d.token_id', '=', tokenId).executeTakeFirst();
  return row ?? null;
}
