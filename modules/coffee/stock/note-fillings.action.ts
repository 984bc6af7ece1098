import { type CompiledQuery, sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Heartbeat, levelsAfter } from '../status/heartbeat.query.ts';
import { filledBetween } from './level.rule.ts';

/**
 * Part of a heartbeat: the first level of a bin begins the time in which its use is counted, and a level that rose is a
 * filling, which ends that time for all bins of the machine with the same material. Reports without either cost nothing.
 */
export async function noteFillings(tx: Ctx, heartbeats: Heartbeat[]): Promise<CompiledQuery[]> {
  for (const heartbeat of heartbeats) {
    const first: Level[] = [];
    const filled: Filled[] = [];
    for (const { position, level_milli } of heartbeat.judged.levels) {
      const bin = heartbeat.bins.find((one) => one.position === position);
      if (!bin) continue;
      if (bin.level_milli === null) first.push({ position, level_milli });
      const rise = filledBetween(bin.level_milli, level_milli, bin.capacity_milli);
      if (rise > 0) filled.push({ position, rise });
    }
    if (first.length > 0) await begin(tx, heartbeat, first);
    if (filled.length > 0) await note(tx, heartbeat, filled);
  }
  // A second report of a machine reads what the first one wrote, so nothing is left for the end.
  return [];
}

type Level = { position: number; level_milli: number | null };
type Filled = { position: number; rise: number };

/** A bin that had no level may stand beside one with the same material that was filled, which began its time. */
async function begin(tx: Ctx, { machine, at }: Heartbeat, levels: Level[]): Promise<void> {
  await sql`update coffee_bin b set held_milli = r.level_milli, since_at = coalesce(b.since_at, ${at})
    from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as r (position int, level_milli bigint)
    where b.organization_id = ${orgOf(tx).id} and b.machine_id = ${machine.id} and b.position = r.position`.execute(
    tx.db,
  );
}

async function note(tx: Ctx, { machine, judged, at }: Heartbeat, filled: Filled[]): Promise<void> {
  const organization_id = orgOf(tx).id;
  const bins = await tx.db
    .selectFrom('coffee_bin')
    .select(['position', 'material_id', 'capacity_milli', 'held_milli', 'reckoned_milli', 'unknown_items', 'since_at'])
    .where(inOrg(tx))
    .where('machine_id', '=', machine.id)
    .orderBy('position')
    .execute();
  const materialOf = new Map(bins.map(({ position, material_id }) => [position, material_id]));
  const materials = new Set(filled.flatMap(({ position }) => materialOf.get(position) ?? []));
  const concerned = bins.filter(
    (bin) =>
      filled.some(({ position }) => position === bin.position) ||
      (bin.material_id !== null && materials.has(bin.material_id)),
  );
  const used = ({ position, held_milli }: (typeof bins)[number]) => {
    const level = machine.levels[position - 1] ?? null;
    return level === null || held_milli === null ? 0 : held_milli - level;
  };
  const spans = [...materials].flatMap((material_id) => {
    const of = bins.filter((bin) => bin.material_id === material_id && bin.since_at !== null);
    const [first] = of;
    if (!first?.since_at) return [];
    const sum = (what: (bin: (typeof bins)[number]) => number) => of.reduce((all, bin) => all + what(bin), 0);
    return {
      organization_id,
      id: newId(at.getTime()),
      machine_id: machine.id,
      merchant_id: machine.merchant_id,
      material_id,
      position: first.position,
      from_at: first.since_at,
      to_at: at,
      capacity_milli: sum((bin) => bin.capacity_milli),
      used_milli: sum(used),
      reckoned_milli: sum((bin) => bin.reckoned_milli),
      unknown_items: first.unknown_items,
    };
  });
  const levels = levelsAfter(machine.levels, judged.levels);
  const held = concerned.map(({ position }) => ({ position, level_milli: levels[position - 1] ?? null }));
  await Promise.all([
    tx.db
      .insertInto('coffee_refill')
      .values(
        filled.map(({ position, rise }) => ({
          organization_id,
          id: newId(at.getTime()),
          machine_id: machine.id,
          merchant_id: machine.merchant_id,
          position,
          material_id: materialOf.get(position) ?? null,
          source: 'measured',
          amount_milli: rise,
          filled_at: at,
          received_at: at,
        })),
      )
      .onConflict((same) => same.doNothing())
      .execute(),
    spans.length > 0 && tx.db.insertInto('coffee_stock_span').values(spans).execute(),
    sql`update coffee_bin b set since_at = ${at}, held_milli = r.level_milli, reckoned_milli = 0, unknown_items = 0
      from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as r (position int, level_milli bigint)
      where b.organization_id = ${organization_id} and b.machine_id = ${machine.id}
        and b.position = r.position`.execute(tx.db),
  ]);
}
