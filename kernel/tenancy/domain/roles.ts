import { ok, type Result, refuse } from '../../lib/result.ts';
import { ROLES, type Role } from '../../lib/roles.ts';

const rank = (role: Role): number => ROLES.indexOf(role);

/**
 * Whether someone with role `by` may turn `from` into `to` (null: not a member). Nobody gives or takes away more than
 * they have themselves: an admin can't make an owner, and can't remove one.
 */
export function mayChangeRole(by: Role, from: Role | null, to: Role | null): Result<null> {
  const highest = Math.max(from === null ? -1 : rank(from), to === null ? -1 : rank(to));
  return rank(by) >= highest ? ok(null) : refuse('tenancy.role_above_yours');
}

/** Whether an owner may stop being one: an organization without an owner could never be administered again. */
export function mayLoseOwner(owners: number): Result<null> {
  return owners > 1 ? ok(null) : refuse('tenancy.last_owner');
}

/**
 * What a key with `role` may do at present: never more than its maker, and nothing when the maker is no member (null).
 */
export function lesser(role: Role, maker: Role | null): Role | null {
  if (maker === null) return null;
  return rank(role) <= rank(maker) ? role : maker;
}
