import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { roleOf } from '../actor-role.ts';
import { asOwner } from '../as-owner.ts';
import { mayChangeRole, mayLoseOwner } from '../domain/roles.ts';
import { endKeysOf } from './api-keys.ts';

/** Gives a member another role. The last owner keeps it, and nobody gives or takes more than they have. */
export async function changeRole(ctx: Ctx, userId: string, to: Role): Promise<Result<{ role: Role }>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId, to);
    if (!member.ok) return member;
    const { role: from } = member.data;
    if (from === to) return ok({ role: to });
    await tx.db
      .updateTable('membership')
      .set({ role: to, updated_at: tx.clock.now() })
      .where('organization_id', '=', orgOf(tx).id)
      .where('user_id', '=', userId)
      .execute();
    await audit(tx, 'tenancy.member.role_changed', {
      subject: { type: 'auth.user', id: userId },
      before: { role: from },
      after: { role: to },
    });
    return ok({ role: to });
  });
}

/**
 * Removes a person from the organization: they and their keys are refused from the next request on. Their account
 * stays.
 */
export async function removeMember(ctx: Ctx, userId: string): Promise<Result<null>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return asOwner(ctx, orgOf(ctx), async (tx) => {
    const member = await lockMember(tx, userId, null);
    if (!member.ok) return member;
    const organizationId = orgOf(tx).id;
    await tx.db
      .deleteFrom('membership')
      .where('organization_id', '=', organizationId)
      .where('user_id', '=', userId)
      .execute();
    await tx.db
      .updateTable('auth_session')
      .set({ active_organization_id: null })
      .where('user_id', '=', userId)
      .where('active_organization_id', '=', organizationId)
      .execute();
    // For good: a key must not work again when its maker is invited again.
    await endKeysOf(tx, userId);
    await audit(tx, 'tenancy.member.removed', { subject: { type: 'auth.user', id: userId }, before: member.data });
    return ok(null);
  });
}

/**
 * Locks the member and, when an owner would be lost, all owners, so that two owners who demote each other take turns.
 */
async function lockMember(tx: Ctx, userId: string, to: Role | null): Promise<Result<{ role: Role; person: string }>> {
  const rows = await tx.db
    .selectFrom('membership')
    .innerJoin('auth_user', 'auth_user.id', 'user_id')
    .select(['user_id', 'role', 'name'])
    .where('organization_id', '=', orgOf(tx).id)
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('role', '=', 'owner')]))
    .orderBy('user_id')
    .forUpdate('membership')
    .execute();
  const member = rows.find((r) => r.user_id === userId);
  if (!member) return refuse('tenancy.member_not_found');
  const role = member.role as Role;
  const allowed = mayChangeRole(roleOf(tx.actor), role, to);
  if (!allowed.ok) return allowed;
  if (role === 'owner' && to !== 'owner') {
    const stays = mayLoseOwner(rows.filter((r) => r.role === 'owner').length);
    if (!stays.ok) return stays;
  }
  return ok({ role, person: member.name });
}
