import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, type Limit, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { roleOf } from '../actor-role.ts';
import { asOwner } from '../as-owner.ts';
import type { MemberPatch } from '../contract.ts';
import { mayChangeRole, mayLoseOwner } from '../domain/roles.ts';
import { limitFrom } from '../limits.ts';
import { notifyOwners } from '../notify-owners.ts';
import { holdRoles } from '../role-lock.ts';
import { endKeysOf } from './api-keys.action.ts';
import { mayBeLimited } from './may-be-limited.action.ts';
import { mayGrant } from './may-grant.action.ts';

/**
 * Gives a member another role, one of the four or one by trade, or limits them to a part of the organization. The last owner keeps it, and nobody gives
 * or takes more than they have. Their keys follow. Refusals: `auth.person_required`, `tenancy.member_not_found`,
 * `role_above_yours`, `owner_only`, `last_owner`, `staff_role_unknown`, `limit_unknown`, `owner_unlimited`.
 */
export async function changeMember(
  ctx: Ctx,
  userId: string,
  patch: MemberPatch,
): Promise<Result<{ id: string; role: Role; staff_role: string | null; limit: Limit | null }>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    if (patch.staff_role) await holdRoles(tx);
    const known = await lockMember(tx, userId, undefined);
    if (!known.ok) return known;
    const { role: from, trade: before_trade, limit: before, person } = known.data;
    // Another role without a word about the trade is all of that role.
    const trade = patch.staff_role === undefined ? (patch.role ? null : before_trade) : patch.staff_role;
    const moved = patch.role !== undefined || trade !== before_trade;
    const granted = moved ? await mayGrant(tx, from, { role: patch.role ?? from, staff_role: trade }) : null;
    if (granted && !granted.ok) return granted;
    const to = granted?.data.role ?? from;
    const member = await lockMember(tx, userId, to);
    if (!member.ok) return member;
    const limit = patch.limit === undefined ? before : patch.limit;
    // All of a role is more than its part by trade, also where the role has the same name.
    const turned = from !== to || trade !== before_trade;
    if (turned && (before_trade !== null || trade !== null) && !byOwner(tx))
      return refuse('tenancy.owner_only', undefined, { role: 'tenancy.owner_only' });
    const allowed = await mayBeLimited(tx, to, limit);
    if (!allowed.ok) return allowed;
    const subject = { type: 'auth.user', id: userId };
    const limited = JSON.stringify(before) !== JSON.stringify(limit);
    if (!turned && !limited) return ok({ id: userId, role: to, staff_role: trade, limit });
    await tx.db
      .updateTable('membership')
      .set({
        role: to,
        staff_role: trade,
        ...(turned && { role_since: tx.clock.now() }),
        limit_kind: limit?.kind ?? null,
        limit_id: limit?.id ?? null,
        updated_at: tx.clock.now(),
      })
      .where(inOrg(tx))
      .where('user_id', '=', userId)
      .execute();
    if (turned) {
      const [was, is] = [{ role: before_trade ?? from }, { role: granted?.data.title ?? to, ...(trade && { trade }) }];
      await audit(tx, 'tenancy.member.role_changed', { subject, before: was, after: is });
      await notifyOwners(tx, {
        kind: 'role',
        person,
        from,
        to,
        ...(granted?.data.title && { title: granted.data.title }),
      });
    }
    if (limited) {
      const after = { person, limit, part: allowed.data };
      await audit(tx, limit ? 'tenancy.member.limited' : 'tenancy.member.limit_ended', {
        subject,
        before: { limit: before },
        after,
      });
    }
    return ok({ id: userId, role: to, staff_role: trade, limit });
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
    await tx.db.deleteFrom('membership').where(inOrg(tx)).where('user_id', '=', userId).execute();
    await tx.db
      .updateTable('auth_session')
      .set({ active_organization_id: null })
      .where('user_id', '=', userId)
      .where('active_organization_id', '=', organizationId)
      .execute();
    // For good: a key must not work again when its maker is invited again.
    await endKeysOf(tx, userId);
    await notifyOwners(tx, { kind: 'removed', person: member.data.person, from: member.data.role });
    await audit(tx, 'tenancy.member.removed', {
      subject: { type: 'auth.user', id: userId },
      before: { role: member.data.role, person: member.data.person },
    });
    return ok(null);
  });
}

/**
 * Locks the member and, when an owner would be lost, all owners, so that two owners who demote each other take turns.
 */
type Locked = { role: Role; trade: string | null; person: string; limit: Limit | null };

/**
 * `to`: the role that they get; null: they leave; undefined: they keep theirs.
 */
async function lockMember(tx: Ctx, userId: string, to: Role | null | undefined): Promise<Result<Locked>> {
  const rows = await tx.db
    .selectFrom('membership')
    .innerJoin('auth_user', 'auth_user.id', 'user_id')
    .select(['user_id', 'role', 'staff_role', 'name', 'limit_kind', 'limit_id'])
    .where(inOrg(tx))
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('role', '=', 'owner')]))
    .orderBy('user_id')
    .forUpdate('membership')
    .execute();
  const member = rows.find((r) => r.user_id === userId);
  if (!member) return refuse('tenancy.member_not_found');
  const role = member.role as Role;
  const allowed = mayChangeRole(roleOf(tx.actor), role, to === undefined ? role : to);
  if (!allowed.ok) return allowed;
  if (role === 'owner' && to !== undefined && to !== 'owner') {
    const stays = mayLoseOwner(rows.filter((r) => r.role === 'owner').length);
    if (!stays.ok) return stays;
  }
  return ok({ role, trade: member.staff_role, person: member.name, limit: limitFrom(member).limit ?? null });
}
