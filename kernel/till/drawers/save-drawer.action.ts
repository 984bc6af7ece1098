import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { isCurrency } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Drawer, DrawerInput, DrawerPatch } from '../contract.ts';
import { DRAWER } from '../names.ts';
import { getDrawer } from './drawers.query.ts';

/**
 * Adds a drawer. Its code names an account of the ledger, so it never changes. Refusals: `till.name_blank`,
 * `till.code_malformed`, `till.code_taken`, `till.currency_unknown`.
 */
export async function addDrawer(ctx: Ctx, input: DrawerInput): Promise<Result<Drawer>> {
  const name = input.name.trim();
  if (!name) return refuse('till.name_blank', undefined, { name: 'till.name_blank' });
  const currency = input.currency ?? orgOf(ctx).currency;
  if (!isCurrency(currency)) return refuse('till.currency_unknown', undefined, { currency: 'till.currency_unknown' });
  const given = input.code?.trim();
  if (given && !/^[a-z0-9_]{1,30}$/.test(given))
    return refuse('till.code_malformed', undefined, { code: 'till.code_malformed' });
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const values = { organization_id: orgOf(tx).id, id, name, currency, shared: input.shared ?? false };
    for (const code of given ? [given] : codesFor(name, id)) {
      const made = await tx.db
        .insertInto('till_drawer')
        .values({ ...values, code, created_at: now, updated_at: now })
        .onConflict((on) => on.columns(['organization_id', 'code']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) continue;
      await audit(tx, 'till.drawer.added', {
        subject: { type: DRAWER, id },
        after: { name, code, currency, shared: values.shared },
      });
      return getDrawer(tx, id);
    }
    return refuse('till.code_taken', undefined, { code: 'till.code_taken' });
  });
}

/** The name in plain letters; with a part of the id when that is taken, or nothing of it is left. */
function codesFor(name: string, id: string): string[] {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 20);
  const own = id.replaceAll('-', '').slice(-8);
  return [...(plain ? [plain] : []), `${plain || 'drawer'}_${own}`];
}

/**
 * Renames a drawer, shares it, or takes it out of use. Whether it is shared decides how many cashiers may open it, so
 * that and the end wait until nobody has it open. Refusals: `till.drawer_not_found`, `till.name_blank`,
 * `till.drawer_in_use`.
 */
export async function changeDrawer(ctx: Ctx, id: string, patch: DrawerPatch): Promise<Result<Drawer>> {
  const name = patch.name?.trim();
  if (name === '') return refuse('till.name_blank', undefined, { name: 'till.name_blank' });
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('till_drawer')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) return refuse('till.drawer_not_found');
    const now = tx.clock.now();
    const archived = row.archived_at !== null;
    const after = {
      name: name ?? row.name,
      shared: patch.shared ?? row.shared,
      archived: patch.archived ?? archived,
    };
    const before = { name: row.name, shared: row.shared, archived };
    if (after.shared !== before.shared || (after.archived && !archived)) {
      const open = await openIn(tx, id);
      if (open) return refuse('till.drawer_in_use', { name: open });
    }
    if (after.name !== before.name || after.shared !== before.shared || after.archived !== archived) {
      await tx.db
        .updateTable('till_drawer')
        .set({
          name: after.name,
          shared: after.shared,
          archived_at: after.archived ? (row.archived_at ?? now) : null,
          updated_at: now,
        })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      await audit(tx, 'till.drawer.changed', { subject: { type: DRAWER, id }, before, after });
    }
    return getDrawer(tx, id);
  });
}

/**
 * From now on the drawer's cash is somebody else's, in whose account it is booked when the till opens, closes and is
 * counted; null: the house's again. Refusals: `till.drawer_not_found`, `till.drawer_in_use`.
 */
export async function ownDrawer(tx: Ctx, id: string, account: string | null): Promise<Result<null>> {
  const row = await tx.db
    .selectFrom('till_drawer')
    .select(['name', 'owner_account'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return refuse('till.drawer_not_found');
  const busy = await openIn(tx, id);
  if (busy) return refuse('till.drawer_in_use', { name: busy });
  await tx.db
    .updateTable('till_drawer')
    .set({ owner_account: account, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  await audit(tx, 'till.drawer.changed', {
    subject: { type: DRAWER, id },
    before: { owner_account: row.owner_account },
    after: { owner_account: account },
  });
  return ok(null);
}

/** A cashier who has the drawer open. */
async function openIn(tx: Ctx, id: string): Promise<string | undefined> {
  const open = await tx.db
    .selectFrom('till_session')
    .select('cashier_name')
    .where(inOrg(tx))
    .where('drawer_id', '=', id)
    .where('closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return open?.cashier_name;
}
