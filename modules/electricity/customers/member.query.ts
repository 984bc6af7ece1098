import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type AccountRow, ownAccount } from '../../../kernel/portal/index.ts';
import type { Meter } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import { type MemberRight, type MemberRole, mayMember } from './roles.rule.ts';

export type Membership = { account: AccountRow; customerId: string; role: MemberRole };

/**
 * The caller's membership of a customer, when their role has this right. Refuses with `portal.account_wanted`,
 * `electricity.customer.not_found` (also for whoever doesn't belong to it) and `electricity.role_lacks`.
 */
export async function memberOf(ctx: Ctx, customerId: string, right: MemberRight): Promise<Result<Membership>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const row = await ctx.db
    .selectFrom('electricity_member')
    .select('role')
    .where(inOrg(ctx))
    .where('customer_id', '=', customerId)
    .where('account_id', '=', account.data.id)
    .executeTakeFirst();
  if (!row) return refuse('electricity.customer.not_found');
  const role = row.role as MemberRole;
  return mayMember(right, role) ? ok({ account: account.data, customerId, role }) : refuse('electricity.role_lacks');
}

/** A meter of the caller's; refuses like memberOf, and with `electricity.meter.not_found` for everybody else's. */
export async function ownMeter(
  ctx: Ctx,
  reference: string,
  right: MemberRight,
): Promise<Result<Membership & { meter: Meter }>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { customer } = meter.data;
  const member = customer ? await memberOf(ctx, customer.id, right) : refuse('electricity.meter.not_found');
  if (member.ok) return ok({ ...member.data, meter: meter.data });
  return member.code === 'electricity.customer.not_found' ? refuse('electricity.meter.not_found') : member;
}
