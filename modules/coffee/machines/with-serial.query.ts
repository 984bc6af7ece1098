import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The devices of machines in use with a serial number, in all organizations; read by a function of the tables' owner. */
export async function withSerial(ctx: Ctx, serial: string): Promise<{ organizationId: string; deviceId: string }[]> {
  const { rows } = await sql<{ organization_id: string; device_id: string }>`
    select * from coffee_machines_with_serial(${serial})`.execute(ctx.db);
  return rows.map(({ organization_id, device_id }) => ({ organizationId: organization_id, deviceId: device_id }));
}
