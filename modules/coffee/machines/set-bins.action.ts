import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { MACHINE } from '../names.ts';
import { toMilli } from '../quantity.rule.ts';
import { binsOf } from './bins.query.ts';
import type { Bin, BinInput } from './contract.ts';
import { lockMachine } from './lock-machine.query.ts';

/**
 * Sets which bins a machine has. A bin that stays keeps its level, unless it no longer fits. Refusals:
 * `coffee.machine.not_found`, `coffee.bin.twice`, `coffee.bin.threshold_above`, `coffee.material.not_found`.
 */
export async function setBins(ctx: Ctx, reference: string, bins: BinInput[]): Promise<Result<Bin[]>> {
  if (new Set(bins.map(({ position }) => position)).size < bins.length) return refuse('coffee.bin.twice');
  if (bins.some(({ threshold, capacity }) => threshold > capacity)) return refuse('coffee.bin.threshold_above');
  return transaction(ctx, async (tx) => {
    const locked = await lockMachine(tx, reference);
    if (!locked.ok) return locked;
    const { id, serial, merchant_id } = locked.data;
    const organization_id = orgOf(tx).id;
    const codes = [...new Set(bins.flatMap(({ material }) => material ?? []))];
    const known = await tx.db
      .selectFrom('coffee_material')
      .select(['id', 'code'])
      .where(inOrg(tx))
      .where('code', 'in', codes.length ? codes : [''])
      .execute();
    const materials = new Map(known.map((material) => [material.code, material.id]));
    if (codes.some((code) => !materials.has(code))) return refuse('coffee.material.not_found');
    const before = await binsOf(tx, id);
    await tx.db.deleteFrom('coffee_bin').where(inOrg(tx)).where('machine_id', '=', id).execute();
    const reported = new Map<number, Date>();
    const rows = bins.map(({ position, material, capacity, threshold }) => {
      const old = before.find((bin) => bin.position === position && (bin.material?.code ?? null) === material);
      const level = old?.level != null && old.level <= capacity ? old.level : null;
      if (level !== null && old?.reported_at) reported.set(position, new Date(old.reported_at));
      return {
        organization_id,
        machine_id: id,
        position,
        merchant_id,
        material_id: material === null ? null : (materials.get(material) ?? null),
        capacity_milli: toMilli(capacity),
        threshold_milli: toMilli(threshold),
        held_milli: level === null ? null : toMilli(level),
        // Use is counted from now on: what the bins held together before means nothing for others.
        since_at: level === null ? null : tx.clock.now(),
      };
    });
    if (rows.length > 0) await tx.db.insertInto('coffee_bin').values(rows).execute();
    const places = Array.from({ length: Math.max(0, ...bins.map(({ position }) => position)) }, (_, n) => n + 1);
    const levels = new Map(rows.map(({ position, held_milli }) => [position, held_milli]));
    await tx.db
      .updateTable('coffee_machine')
      .set({
        // Raw SQL: arrays with nulls.
        levels: sql`${places.map((position) => levels.get(position) ?? null)}::int[]`,
        levels_at: sql`${places.map((position) => reported.get(position) ?? null)}::timestamptz[]`,
      })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const plain = (bin: BinInput | Bin) => {
      const code = typeof bin.material === 'string' || bin.material === null ? bin.material : bin.material.code;
      return { position: bin.position, material: code, capacity: bin.capacity, threshold: bin.threshold };
    };
    await audit(tx, 'coffee.machine.bins_set', {
      subject: { type: MACHINE, id },
      before: { bins: before.map(plain) },
      after: { serial, bins: bins.map(plain) },
    });
    publish(tx, MACHINE, id, merchant_id);
    return ok(await binsOf(tx, id));
  });
}
