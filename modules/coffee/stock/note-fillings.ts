import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Heartbeat } from '../status/heartbeat.ts';
import { judgeLevel } from './level.rule.ts';

/**
 * Part of a heartbeat: a level that rose is a filling, which ends the time since the one before for all bins of the
 * machine with the same material. Reports without one cost nothing.
 */
export async function noteFillings(tx: Ctx, beats: Heartbeat[]): Promise<void> {
  for (const beat of beats) {
    const filled = beat.judged.levels.flatMap(({ position, level_milli }) => {
      const bin = beat.bins.find((one) => one.position === position);
      const rise = bin ? judgeLevel(bin.level_milli, level_milli, bin.capacity_milli).filled_milli : 0;
      return bin && rise > 0 ? [{ bin, rise }] : [];
    });
    if (filled.length > 0) await note(tx, beat, filled);
  }
}

type Filled = { bin: Heartbeat['bins'][number]; rise: number };

async function note(tx: Ctx, { machine, bins, at }: Heartbeat, filled: Filled[]): Promise<void> {
  const organization_id = orgOf(tx).id;
  const materials = new Set(filled.flatMap(({ bin }) => bin.material_id ?? []));
  const concerned = bins.filter(
    (bin) =>
      filled.some((one) => one.bin.position === bin.position) ||
      (bin.material_id !== null && materials.has(bin.material_id)),
  );
  const spans = [...materials].flatMap((material_id) => {
    const of = bins.filter((bin) => bin.material_id === material_id && bin.since_at !== null);
    const [first] = of;
    if (!first?.since_at) return [];
    const sum = (name: 'used_milli' | 'reckoned_milli' | 'capacity_milli') =>
      of.reduce((all, bin) => all + bin[name], 0);
    return {
      organization_id,
      id: newId(at.getTime()),
      machine_id: machine.id,
      merchant_id: machine.merchant_id,
      material_id,
      position: first.position,
      from_at: first.since_at,
      to_at: at,
      capacity_milli: sum('capacity_milli'),
      used_milli: sum('used_milli'),
      reckoned_milli: sum('reckoned_milli'),
      unknown_items: first.unknown_items,
    };
  });
  await Promise.all([
    tx.db
      .insertInto('coffee_refill')
      .values(
        filled.map(({ bin, rise }) => ({
          organization_id,
          id: newId(at.getTime()),
          machine_id: machine.id,
          merchant_id: machine.merchant_id,
          position: bin.position,
          material_id: bin.material_id,
          source: 'measured',
          amount_milli: rise,
          filled_at: at,
          received_at: at,
        })),
      )
      .onConflict((same) => same.doNothing())
      .execute(),
    spans.length > 0 && tx.db.insertInto('coffee_stock_span').values(spans).execute(),
    tx.db
      .updateTable('coffee_bin')
      .set({ since_at: at, used_milli: 0, reckoned_milli: 0, unknown_items: 0 })
      .where('organization_id', '=', organization_id)
      .where('machine_id', '=', machine.id)
      .where(
        'position',
        'in',
        concerned.map(({ position }) => position),
      )
      .execute(),
  ]);
}
