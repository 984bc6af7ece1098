import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { CUSTOMER } from '../names.ts';
import type { BuildingInput, CustomerView } from './contract.ts';
import { getCustomer } from './customers.query.ts';
import { memberOf } from './member.query.ts';
import { lockCustomer } from './members.action.ts';

export type PlaceKind = 'building' | 'department';
/** As many as a large hospital has; the list has no pages. */
const MAX_PLACES = 200;

/** Adds a building or a department. Refuses like memberOf, and with `name_blank`, `place.name_taken`, `too_many`. */
export async function addPlace(
  ctx: Ctx,
  customerId: string,
  kind: PlaceKind,
  input: BuildingInput,
): Promise<Result<CustomerView>> {
  const name = input.name.trim();
  if (!name) return refuse('electricity.name_blank', undefined, { name: 'electricity.name_blank' });
  return transaction(ctx, async (tx) => {
    const known = await ofManager(tx, customerId);
    if (!known.ok) return known;
    const places = known.data[`${kind}s`];
    if (places.length >= MAX_PLACES) return refuse('electricity.place.too_many', { most: MAX_PLACES });
    if (places.some((one) => one.name === name)) {
      return refuse('electricity.place.name_taken', undefined, { name: 'electricity.place.name_taken' });
    }
    const now = tx.clock.now();
    const row = { organization_id: orgOf(tx).id, id: newId(now.getTime()), customer_id: customerId, name };
    if (kind === 'building') {
      const place = input.place?.trim() ?? '';
      await tx.db
        .insertInto('electricity_building')
        .values({ ...row, place, created_at: now })
        .execute();
    } else
      await tx.db
        .insertInto('electricity_department')
        .values({ ...row, created_at: now })
        .execute();
    await audit(tx, `electricity.${kind}.added`, {
      subject: { type: CUSTOMER, id: customerId },
      after: { customer: known.data.name, id: row.id, name },
    });
    return getCustomer(tx, customerId);
  });
}

/** Removes one that no meter belongs to. Refuses like memberOf, and with `place.not_found`, `place.used`. */
export async function removePlace(
  ctx: Ctx,
  customerId: string,
  kind: PlaceKind,
  placeId: string,
): Promise<Result<CustomerView>> {
  return transaction(ctx, async (tx) => {
    const known = await ofManager(tx, customerId);
    if (!known.ok) return known;
    const place = known.data[`${kind}s`].find(({ id }) => id === placeId);
    if (!place) return refuse('electricity.place.not_found');
    const used = await tx.db
      .selectFrom('electricity_meter')
      .select('id')
      .where(inOrg(tx))
      .where('customer_id', '=', customerId)
      .where(`${kind}_id`, '=', placeId)
      .limit(1)
      .executeTakeFirst();
    if (used) return refuse('electricity.place.used');
    await tx.db.deleteFrom(`electricity_${kind}`).where(inOrg(tx)).where('id', '=', placeId).execute();
    await audit(tx, `electricity.${kind}.removed`, {
      subject: { type: CUSTOMER, id: customerId },
      before: { customer: known.data.name, id: placeId, name: place.name },
    });
    return getCustomer(tx, customerId);
  });
}

async function ofManager(tx: Ctx, customerId: string): Promise<Result<CustomerView>> {
  const customer = await lockCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const manager = await memberOf(tx, customerId, 'manage');
  return manager.ok ? getCustomer(tx, customerId) : manager;
}
