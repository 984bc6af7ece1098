import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { NewStaffRole, StaffRolePatch, StaffRoleView } from '../contract.ts';
import { findStaffRole } from '../queries/staff-roles.ts';
import { lockRoles } from '../role-lock.ts';
import { leastRole } from '../staff-roles.ts';

/**
 * Makes a role by trade of the organization's own. Only owners do, since it controls people. Refusals: `auth.person_required`,
 * `tenancy.owner_only`, `name_missing`, `name_taken`, `permission_unknown`.
 */
export async function makeStaffRole(ctx: Ctx, input: NewStaffRole): Promise<Result<StaffRoleView>> {
  const allowed = mayChange(ctx, input);
  if (!allowed.ok) return allowed;
  return transaction(ctx, async (tx) => {
    const id = newId();
    const free = await nameIsFree(tx, id, input.name);
    if (!free.ok) return free;
    const { name, permissions, pages } = tidy(input);
    await tx.db
      .insertInto('staff_role')
      .values({ organization_id: orgOf(tx).id, id, key: id, name, permissions, pages })
      .execute();
    const after = { name, permissions, pages };
    await audit(tx, 'tenancy.staff_role.made', { subject: { type: 'tenancy.staff_role', id }, after });
    return findStaffRole(tx, id);
  });
}

/**
 * Changes a role by trade, for all who have it, from their next request on; a usual one gets the organization's own form.
 * Refusals: as `makeStaffRole`, `tenancy.staff_role_unknown`.
 */
export async function changeStaffRole(ctx: Ctx, key: string, patch: StaffRolePatch): Promise<Result<StaffRoleView>> {
  const allowed = mayChange(ctx, patch);
  if (!allowed.ok) return allowed;
  return transaction(ctx, async (tx) => {
    await lockRoles(tx);
    const found = await findStaffRole(tx, key);
    if (!found.ok) return found;
    const before = described(found.data);
    const after = { ...before, ...tidy(patch) };
    if (found.data.usual && patch.name !== undefined && patch.name !== found.data.name)
      return refuse('tenancy.usual_name', undefined, { name: 'tenancy.usual_name' });
    if (!found.data.usual) {
      const free = await nameIsFree(tx, key, after.name);
      if (!free.ok) return free;
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return found;
    const id = newId();
    const { permissions, pages } = after;
    const name = found.data.usual ? null : after.name;
    await tx.db
      .insertInto('staff_role')
      .values({ organization_id: orgOf(tx).id, id, key, name, permissions, pages })
      .onConflict((oc) =>
        oc.columns(['organization_id', 'key']).doUpdateSet({ name, permissions, pages, updated_at: tx.clock.now() }),
      )
      .execute();
    await audit(tx, 'tenancy.staff_role.changed', { subject: { type: 'tenancy.staff_role', id: key }, before, after });
    if (JSON.stringify(before.permissions) !== JSON.stringify(permissions)) await moveHolders(tx, key, permissions);
    return findStaffRole(tx, key);
  });
}

/**
 * Removes a role of the organization's own that nobody has; of a usual one, the organization's form of it. Refusals:
 * `auth.person_required`, `tenancy.owner_only`, `staff_role_unknown`, `staff_role_used`.
 */
export async function removeStaffRole(ctx: Ctx, key: string): Promise<Result<null>> {
  const allowed = mayChange(ctx, {});
  if (!allowed.ok) return allowed;
  return transaction(ctx, async (tx) => {
    await lockRoles(tx);
    const found = await findStaffRole(tx, key);
    if (!found.ok) return found;
    if (!found.data.usual && found.data.holders > 0) return refuse('tenancy.staff_role_used');
    await tx.db.deleteFrom('staff_role').where(inOrg(tx)).where('key', '=', key).execute();
    const before = described(found.data);
    await audit(tx, 'tenancy.staff_role.removed', { subject: { type: 'tenancy.staff_role', id: key }, before });
    if (found.data.usual) {
      const now = await findStaffRole(tx, key);
      if (now.ok) await moveHolders(tx, key, now.data.permissions);
    }
    return ok(null);
  });
}

const described = ({ name, permissions, pages }: StaffRoleView) => ({ name, permissions, pages });

function mayChange(ctx: Ctx, { permissions = [], name }: StaffRolePatch): Result<null> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  if (!byOwner(ctx)) return refuse('tenancy.owner_only');
  if (name?.trim() === '') return refuse('tenancy.name_missing', undefined, { name: 'tenancy.name_missing' });
  const least = leastRole(ctx.services.auth, permissions);
  return least
    ? ok(null)
    : refuse('tenancy.permission_unknown', undefined, { permissions: 'tenancy.permission_unknown' });
}

function tidy<P extends StaffRolePatch>(patch: P): P {
  const { name, permissions } = patch;
  return {
    ...patch,
    ...(name !== undefined && { name: name.trim() }),
    ...(permissions && { permissions: [...new Set(permissions)].sort() }),
  };
}

async function nameIsFree(tx: Ctx, key: string, name: string): Promise<Result<null>> {
  const other = await tx.db
    .selectFrom('staff_role')
    .select('id')
    .where(inOrg(tx))
    .where('key', '<>', key)
    .where((eb) => eb(eb.fn('lower', ['name']), '=', name.trim().toLowerCase()))
    .executeTakeFirst();
  return other ? refuse('tenancy.name_taken', undefined, { name: 'tenancy.name_taken' }) : ok(null);
}

/** The role of all who have this role by trade follows what it may do, and since when they have it. */
async function moveHolders(tx: Ctx, key: string, permissions: readonly string[]): Promise<void> {
  const role = leastRole(tx.services.auth, permissions) as Role;
  const now = tx.clock.now();
  await tx.db
    .updateTable('membership')
    .set({ role, role_since: now, updated_at: now })
    .where(inOrg(tx))
    .where('staff_role', '=', key)
    .execute();
  await tx.db.updateTable('invitation').set({ role }).where(inOrg(tx)).where('staff_role', '=', key).execute();
  await tx.db.updateTable('api_key').set({ role }).where(inOrg(tx)).where('staff_role', '=', key).execute();
}
