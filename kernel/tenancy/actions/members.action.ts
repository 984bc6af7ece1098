import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, type Limit, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { roleOf } from '../actor-role.ts';
import { asOwner } from '../as-owner.ts';
import type { MemberPatch } from '../contract.ts';
import { mayChangeRole, mayLoseOwner, needsOwner } from '../domain/roles.ts';
import { limitFrom } from '../limits.ts';
import { notifyOwners } from '../notify-owners.ts';
import { endKeysOf } from './api-keys.action.ts';
import { mayBeLimited } from './may-be-limited.action.ts';

/**
 * Gives a member another role, or limits them to a part of the organization. The last owner keeps it, and nobody gives
 * or takes more than they have. Their keys follow. Refusals: `auth.person_required`, `tenancy.member_not_found`,
 * `role_above_yours`, `owner_only`, `last_owner`, `limit_unknown`, `owner_unlimited`.
 */
export async function changeMember(
  ctx: Ctx,
  userId: string,
  patch: MemberPatch,
): Promise<Result<{ id: string; role: Role; limit: Limit | null }>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId, patch.role);
    if (!member.ok) return member;
    const { role: from, limit: before, person } = member.data;
    const to = patch.role ?? from;
    const limit = patch.limit === undefined ? before : patch.limit;
    if (needsOwner(from, to) && !byOwner(tx))
      return refuse('tenancy.owner_only', undefined, { role: 'tenancy.owner_only' });
    const allowed = await mayBeLimited(tx, to, limit);
    if (!allowed.ok) return allowed;
    const subject = { type: 'auth.user', id: userId };
    const limited = JSON.stringify(before) !== JSON.stringify(limit);
    if (from === to && !limited) return ok({ id: userId, role: to, limit });
    await tx.db
      .updateTable('membership')
      .set({
        role: to,
        ...(from !== to && { role_since: tx.clock.now() }),
        limit_kind: limit?.kind ?? null,
        limit_id: limit?.id ?? null,
        updated_at: tx.clock.now(),
      })
      .where(inOrg(tx))
      .where('user_id', '=', userId)
      .execute();
    if (from !== to) {
      await audit(tx, 'tenancy.member.role_changed', { subject, before: { role: from }, after: { role: to } });
      await notifyOwners(tx, { kind: 'role', person, from, to });
    }
    if (limited) {
      const after = { person, limit, part: allowed.data };
      await audit(tx, limit ? 'tenancy.member.limited' : 'tenancy.member.limit_ended', {
        subject,
        before: { limit: before },
        after,
      });
    }
    return ok({ id: userId, role: to, limit });
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
type Locked = { role: Role; person: string; limit: Limit | null };

/**
 * `to`: the role that they get; null: they leave; undefined: they keep theirs.
 */
async function lockMember(tx: Ctx, userId: string, to: Role | null | undefined): Promise<Result<Locked>> {
  const rows = await tx.db
    .selectFrom('membership')
    .innerJoin('auth_user', 'auth_user.id', 'user_id')
    .select(['user_id', 'role', 'name', 'limit_kind', 'limit_id'])
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
  return ok({ role, person: member.name, limit: limitFrom(member).limit ?? null });
}
