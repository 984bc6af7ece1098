import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { changedFields, trimmed } from '../changed-fields.ts';
import { MATERIAL } from '../names.ts';
import { type MaterialRow, readCost } from './check-material.rule.ts';
import type { Material, MaterialInput, MaterialPatch } from './contract.ts';
import { getMaterial } from './materials.query.ts';

const FIELDS = ['name', 'specification', 'cost_minor', 'active'] as const;

/** Adds a material. Refusals: `coffee.material.code_taken`, `coffee.material.cost`, `coffee.name_blank`. */
export async function addMaterial(ctx: Ctx, input: MaterialInput): Promise<Result<Material>> {
  const cost = readCost(input.cost ?? '', orgOf(ctx).currency);
  if (!cost.ok) return cost;
  const { code, unit, active = true } = input;
  const [name, specification] = [input.name.trim(), input.specification?.trim() ?? ''];
  if (!name) return refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
  return insertMaterial(ctx, { code, name, unit, specification, cost_minor: cost.data }, active);
}

/** Writes a checked material; refuses with `coffee.material.code_taken`. */
export function insertMaterial(ctx: Ctx, row: MaterialRow, active = true): Promise<Result<Material>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const { id: organization_id, currency } = orgOf(tx);
    const id = newId(now.getTime());
    const made = await tx.db
      .insertInto('coffee_material')
      .values({ organization_id, id, ...row, currency, active, created_at: now, updated_at: now })
      .onConflict((same) => same.columns(['organization_id', 'code']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('coffee.material.code_taken', undefined, { code: 'coffee.material.code_taken' });
    await audit(tx, 'coffee.material.added', { subject: { type: MATERIAL, id }, after: { ...row, currency } });
    publish(tx, MATERIAL, id);
    return getMaterial(tx, id);
  });
}

/**
 * Changes a material; equal values write nothing. Refusals: `coffee.material.not_found`, `coffee.material.cost`,
 * `coffee.name_blank`.
 */
export async function changeMaterial(ctx: Ctx, id: string, patch: MaterialPatch): Promise<Result<Material>> {
  const { cost, ...rest } = trimmed(patch);
  if (rest.name === '') return refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
  const { currency, id: organization_id } = orgOf(ctx);
  const read = cost === undefined ? ok(undefined) : readCost(cost, currency);
  if (!read.ok) return read;
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('coffee_material')
      .selectAll()
      .where('organization_id', '=', organization_id)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) return refuse('coffee.material.not_found');
    const change = changedFields(FIELDS, row, { ...rest, cost_minor: read.data });
    if (!change) return getMaterial(tx, id);
    await tx.db
      .updateTable('coffee_material')
      .set({ ...change.after, ...('cost_minor' in change.after && { currency }), updated_at: tx.clock.now() })
      .where('organization_id', '=', organization_id)
      .where('id', '=', id)
      .execute();
    await audit(tx, 'coffee.material.changed', {
      subject: { type: MATERIAL, id },
      before: { code: row.code, ...change.before },
      after: change.after,
    });
    publish(tx, MATERIAL, id);
    return getMaterial(tx, id);
  });
}
