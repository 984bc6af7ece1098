import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { MACHINE } from '../names.ts';
import { judgeLevel } from '../stock/level.rule.ts';
import type { Heartbeat } from './heartbeat.ts';

/**
 * Writes what reports say to the rows of machines and bins, and keeps some of them as telemetry. Raw SQL: one statement
 * for a whole group of reports, whose rows come as one document; single ones cost the database three times as much.
 */
export async function writeStatus(tx: Ctx, beats: Heartbeat[]): Promise<void> {
  const organizationId = orgOf(tx).id;
  // The newest of each machine: a statement changes a row once.
  const machines = new Map<string, object>();
  const bins = new Map<string, { used_milli: number }>();
  const kept: object[] = [];
  for (const { machine, judged, at, said, bins: before } of beats) {
    const { id, merchant_id } = machine;
    const now = judged.machine;
    machines.set(id, { id, ...now, last_seen_at: at });
    for (const { position, level_milli } of judged.levels) {
      const key = `${id} ${position}`;
      const bin = before.find((one) => one.position === position);
      const used = bin ? judgeLevel(bin.level_milli, level_milli, bin.capacity_milli).used_milli : 0;
      const used_milli = (bins.get(key)?.used_milli ?? 0) + used;
      const row = { machine_id: id, position, level_milli, reported_at: at, used_milli };
      bins.set(key, row);
    }
    if (judged.changed) publish(tx, MACHINE, id, merchant_id);
    if (!judged.keep) continue;
    const levels = before.map(({ position, level_milli }) => [
      position,
      judged.levels.find((one) => one.position === position)?.level_milli ?? level_milli,
    ]);
    kept.push({
      organization_id: organizationId,
      id: newId(at.getTime()),
      machine_id: id,
      merchant_id,
      said_at: said.at ?? null,
      status: now.status,
      temperature_dc: now.temperature_dc,
      errors: now.errors,
      bins: levels,
    });
  }
  const document = (rows: Iterable<object>) => JSON.stringify([...rows]);
  await Promise.all([
    sql`update coffee_machine m set status = r.status, temperature_dc = r.temperature_dc, errors = r.errors,
        locked = r.locked, firmware = r.firmware, package_number = r.package_number, said_at = r.said_at,
        clock_offset_s = r.clock_offset_s, kept_at = r.kept_at, last_seen_at = r.last_seen_at, offline_at = null
      from jsonb_to_recordset(${document(machines.values())}::jsonb) as r (id uuid, status text, temperature_dc int,
        errors text[], locked boolean, firmware text, package_number int, said_at timestamptz, clock_offset_s int,
        kept_at timestamptz, last_seen_at timestamptz)
      where m.organization_id = ${organizationId} and m.id = r.id`.execute(tx.db),
    bins.size > 0 &&
      sql`update coffee_bin b set level_milli = r.level_milli, reported_at = r.reported_at,
        used_milli = b.used_milli + r.used_milli, since_at = coalesce(b.since_at, r.reported_at)
      from jsonb_to_recordset(${document(bins.values())}::jsonb) as r (machine_id uuid, position int, level_milli bigint,
        reported_at timestamptz, used_milli bigint)
      where b.organization_id = ${organizationId} and b.machine_id = r.machine_id and b.position = r.position`.execute(
        tx.db,
      ),
    kept.length > 0 &&
      sql`insert into coffee_status (organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc,
        errors, bins)
      select organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc, errors, bins
      from jsonb_populate_recordset(null::coffee_status, ${document(kept)}::jsonb)`.execute(tx.db),
  ]);
}
