import { ok, type Result, refuse } from '../../lib/result.ts';
import { ROLES, type Role } from '../../lib/roles.ts';

const rank = (role: Role): number => ROLES.indexOf(role);

/**
 * Whether a person with role `by` may change `from` to `to` (null: not a member). Nobody gives or takes more than they
 * have: an admin can't make or remove an owner.
 */
export function mayChangeRole(by: Role, from: Role | null, to: Role | null): Result<null> {
  const highest = Math.max(from === null ? -1 : rank(from), to === null ? -1 : rank(to));
  return rank(by) >= highest ? ok(null) : refuse('tenancy.role_above_yours');
}

/** The least role that confirms money and serves people; a viewer only looks. */
const WORKS: Role = 'ops';

/**
 * Whether a member's role may change from `from` to `to` by somebody who is no owner. A role controls people, so only an
 * owner gives or takes one that works; others may let somebody look, and take a member out.
 */
export function needsOwner(from: Role | null, to: Role | null): boolean {
  if (to === null || from === to) return false;
  return rank(to) >= rank(WORKS) || (from !== null && rank(from) >= rank(WORKS));
}

/** Whether an owner may give up the role: nobody could administer an organization without an owner. */
export function mayLoseOwner(owners: number): Result<null> {
  return owners > 1 ? ok(null) : refuse('tenancy.last_owner');
}

/**
 * The current rights of a key with `role`: never more than its maker's, and none when the maker is no longer a member
 * (null).
 */
export function lesser(role: Role, maker: Role | null): Role | null {
  if (maker === null) return null;
  return rank(role) <= rank(maker) ? role : maker;
}
