import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { changedFields, trimmed } from '../changed-fields.ts';
import { getMerchant } from '../merchants/merchants.query.ts';
import { LOCATION } from '../names.ts';
import type { Location, LocationInput, LocationPatch } from './contract.ts';
import { getLocation } from './locations.query.ts';

const FIELDS = ['name', 'address', 'latitude', 'longitude'] as const;
const TAKEN = refuse('coffee.location.name_taken', undefined, { name: 'coffee.location.name_taken' });
const BLANK = refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
const HALF = refuse('coffee.location.half_coordinates', undefined, { longitude: 'coffee.location.half_coordinates' });
const isTaken = (error: unknown) => (error as { constraint?: string }).constraint === 'coffee_location_name';
const isHalf = (at: { latitude?: number | null; longitude?: number | null }) =>
  ((at.latitude ?? null) === null) !== ((at.longitude ?? null) === null);

/**
 * Adds a location of a merchant. Refusals: `coffee.name_blank`, `coffee.location.name_taken`, `half_coordinates`,
 * `coffee.machine.merchant_unknown`.
 */
export async function addLocation(ctx: Ctx, input: LocationInput): Promise<Result<Location>> {
  const values = trimmed(input);
  if (!values.name) return BLANK;
  if (isHalf(values)) return HALF;
  try {
    return await transaction(ctx, async (tx) => {
      const merchant = await getMerchant(tx, input.merchant_id);
      if (!merchant.ok) {
        const code = 'coffee.machine.merchant_unknown';
        return refuse('coffee.machine.merchant_unknown', undefined, { merchant_id: code });
      }
      const now = tx.clock.now();
      const id = newId(now.getTime());
      await tx.db
        .insertInto('coffee_location')
        .values({ organization_id: orgOf(tx).id, id, ...values, created_at: now, updated_at: now })
        .execute();
      await audit(tx, 'coffee.location.added', { subject: { type: LOCATION, id }, after: values });
      publish(tx, LOCATION, id, input.merchant_id);
      return getLocation(tx, id);
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}

/**
 * Changes a location; equal values write nothing. Refusals: `coffee.location.not_found`, `name_taken`,
 * `half_coordinates`, `coffee.name_blank`.
 */
export async function changeLocation(ctx: Ctx, id: string, patch: LocationPatch): Promise<Result<Location>> {
  const values = trimmed(patch);
  if (values.name === '') return BLANK;
  try {
    return await transaction(ctx, async (tx) => {
      const row = await tx.db
        .selectFrom('coffee_location')
        .selectAll()
        .where(inOrg(tx))
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!row) return refuse('coffee.location.not_found');
      if (isHalf({ ...row, ...values })) return HALF;
      const change = changedFields(FIELDS, row, values);
      if (!change) return getLocation(tx, id);
      await tx.db
        .updateTable('coffee_location')
        .set({ ...change.after, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      await audit(tx, 'coffee.location.changed', {
        subject: { type: LOCATION, id },
        before: { name: row.name, ...change.before },
        after: { name: row.name, ...change.after },
      });
      publish(tx, LOCATION, id, row.merchant_id);
      return getLocation(tx, id);
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}
