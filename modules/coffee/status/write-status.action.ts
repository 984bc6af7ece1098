import { type CompiledQuery, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { MACHINE } from '../names.ts';
import { type Heartbeat, levelsAfter } from './heartbeat.query.ts';

/**
 * Writes what reports say to the rows of machines, and keeps some of them as telemetry. Raw SQL: one statement for a
 * whole group of reports, whose rows come as one document; single ones cost the database three times as much. With the ids
 * by themselves it finds the rows by their key; else it reads all machines.
 */
export async function writeStatus(tx: Ctx, heartbeats: Heartbeat[]): Promise<CompiledQuery[]> {
  const organizationId = orgOf(tx).id;
  // The newest of each machine: a statement changes a row once.
  const machines = new Map<string, object>();
  const reported = new Map<string, Set<number>>();
  const kept: object[] = [];
  for (const { machine, bins, judged, at, said } of heartbeats) {
    const { id, merchant_id } = machine;
    const now = judged.machine;
    const levels = levelsAfter(machine.levels, judged.levels);
    const positions = reported.get(id) ?? new Set();
    for (const { position } of judged.levels) positions.add(position);
    reported.set(id, positions);
    machines.set(id, { id, ...now, last_seen_at: at, levels, ...reportedOf(positions, bins.length) });
    if (judged.changed) publish(tx, MACHINE, id, merchant_id);
    if (!judged.keep) continue;
    kept.push({
      organization_id: organizationId,
      id: newId(at.getTime()),
      machine_id: id,
      merchant_id,
      said_at: said.at ?? null,
      status: now.status,
      temperature_dc: now.temperature_dc,
      errors: now.errors,
      bins: bins.map(({ position }) => [position, levels[position - 1] ?? null]),
    });
  }
  const document = (rows: Iterable<object>) => JSON.stringify([...rows]);
  const writes: CompiledQuery[] = [
    sql`update coffee_machine m set status = r.status, temperature_dc = r.temperature_dc, errors = r.errors,
        locked = r.locked, firmware = r.firmware, package_number = r.package_number, said_at = r.said_at,
        clock_offset_s = r.clock_offset_s, kept_at = r.kept_at, last_seen_at = r.last_seen_at, offline_at = null,
        levels = r.levels,
        levels_at = case when r.whole then array_fill(r.last_seen_at, array[cardinality(r.levels)])
          when r.reported is null then m.levels_at
          else array(select case when p = any (r.reported) then r.last_seen_at else m.levels_at[p] end
            from generate_series(1, cardinality(r.levels)) p order by p) end
      from jsonb_to_recordset(${document(machines.values())}::jsonb) as r (id uuid, status text, temperature_dc int,
        errors text[], locked boolean, firmware text, package_number int, said_at timestamptz, clock_offset_s int,
        kept_at timestamptz, last_seen_at timestamptz, levels int[], whole boolean, reported int[])
      where m.organization_id = ${organizationId} and m.id = any (${[...machines.keys()]}::uuid[]) and m.id = r.id`.compile(
      tx.db,
    ),
  ];
  if (kept.length > 0) {
    writes.push(
      sql`insert into coffee_status (organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc,
        errors, bins)
      select organization_id, id, machine_id, merchant_id, said_at, status, temperature_dc, errors, bins
      from jsonb_populate_recordset(null::coffee_status, ${document(kept)}::jsonb)`.compile(tx.db),
    );
  }
  return writes;
}

/** Which levels a report brought; most bring all. */
function reportedOf(positions: Set<number>, all: number) {
  if (positions.size === 0) return {};
  return positions.size === all ? { whole: true } : { reported: [...positions] };
}
