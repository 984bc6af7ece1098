import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

type Self = { device: { id: string; kind: string; name: string; firmware: string | null; valid_until: string | null } };

/** Stores a device's firmware version if it changed. Without `firmware` it only returns the device. */
export async function noteFirmware(ctx: Ctx, firmware?: string): Promise<Result<Self>> {
  const own = ctx.db
    .selectFrom('device')
    .select(['id', 'kind', 'name', 'firmware', 'valid_until'])
    .where(inOrg(ctx))
    .where('id', '=', String(ctx.actor.id));
  const row = await own.executeTakeFirst();
  if (!row) return refuse('devices.not_found');
  if (firmware !== undefined && firmware !== row.firmware) {
    await ctx.db.updateTable('device').set({ firmware }).where(inOrg(ctx)).where('id', '=', row.id).execute();
    row.firmware = firmware;
  }
  return ok({ device: { ...row, valid_until: row.valid_until?.toISOString() ?? null } });
}
