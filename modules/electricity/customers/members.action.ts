import { audit } from '../../../kernel/audit/index.ts';
import { accountCounters, countAttempt, forgive } from '../../../kernel/auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { hashTyped, makeCode } from '../codes.ts';
import { CUSTOMER } from '../names.ts';
import type { CustomerView, Invitation, OwnCustomer } from './contract.ts';
import { getCustomer, ownCustomer } from './customers.query.ts';
import { memberOf } from './member.query.ts';
import type { MemberRole } from './roles.rule.ts';

const WEEK_MS = 7 * 86_400_000;
/** More are open only by mistake, and each is something to guess. */
const MAX_OPEN = 20;

/** Locks the customer's row: changes of its people take turns, so that one manager always remains. */
export async function lockCustomer(tx: Ctx, id: string): Promise<Result<{ id: string; name: string; kind: string }>> {
  const row = await tx.db
    .selectFrom('electricity_customer')
    .select(['id', 'name', 'kind'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? ok(row) : refuse('electricity.customer.not_found');
}

/** A code that makes whoever types it a member, once, within a week. Refuses like memberOf. */
export async function invite(ctx: Ctx, customerId: string, role: MemberRole): Promise<Result<Invitation>> {
  return transaction(ctx, async (tx) => {
    const customer = await lockCustomer(tx, customerId);
    if (!customer.ok) return customer;
    const manager = await memberOf(tx, customerId, 'manage');
    if (!manager.ok) return manager;
    const now = tx.clock.now();
    const organization_id = orgOf(tx).id;
    const { count } = await tx.db
      .selectFrom('electricity_invitation')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(inOrg(tx))
      .where('customer_id', '=', customerId)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    if (count >= MAX_OPEN) return refuse('electricity.invitation.too_many', { most: MAX_OPEN });
    const { code, hash } = makeCode(tx);
    const expires_at = new Date(now.getTime() + WEEK_MS);
    await tx.db
      .insertInto('electricity_invitation')
      .values({
        organization_id,
        id: newId(now.getTime()),
        customer_id: customerId,
        role,
        code_hash: hash,
        expires_at,
        created_by_name: tx.actor.name,
        created_at: now,
      })
      .execute();
    await audit(tx, 'electricity.member.invited', {
      subject: { type: CUSTOMER, id: customerId },
      after: { customer: customer.data.name, role },
    });
    return ok({ code, role, expires_at: expires_at.toISOString() });
  });
}

/**
 * Makes the caller a member by a code. Attempts are throttled. Refusals: `electricity.invitation.wrong`,
 * `auth.too_many_attempts`, `portal.account_wanted`.
 */
export async function acceptInvitation(ctx: Ctx, typed: string): Promise<Result<OwnCustomer>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const counters = accountCounters(ctx, 'electricity invitation', account.data.id);
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const hash = hashTyped(ctx, typed);
  if (!hash) return refuse('electricity.invitation.wrong');
  const accepted = await transaction(ctx, async (tx): Promise<Result<OwnCustomer>> => {
    const now = tx.clock.now();
    // One statement: of two who type one code at the same moment the second finds it used.
    const used = await tx.db
      .updateTable('electricity_invitation')
      .set({ used_by: account.data.id, used_at: now })
      .where(inOrg(tx))
      .where('code_hash', '=', hash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['customer_id', 'role'])
      .executeTakeFirst();
    if (!used) return refuse('electricity.invitation.wrong');
    const { customer_id, role } = used;
    const customer = await lockCustomer(tx, customer_id);
    if (!customer.ok) return customer;
    // Whoever belongs to it already keeps their role: an invitation never takes a right away.
    await addMember(tx, customer.data, account.data, role as MemberRole);
    const member = await memberOf(tx, customer_id, 'see');
    return member.ok ? ownCustomer(tx, customer_id, member.data.role) : member;
  });
  if (accepted.ok) await forgive(ctx, counters);
  return accepted;
}

/** Adds an account to a locked customer; does nothing when it belongs to it already. */
export async function addMember(
  tx: Ctx,
  customer: { id: string; name: string },
  account: { id: string; name: string },
  role: MemberRole,
): Promise<void> {
  const added = await tx.db
    .insertInto('electricity_member')
    .values({
      organization_id: orgOf(tx).id,
      customer_id: customer.id,
      account_id: account.id,
      role,
      created_at: tx.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'customer_id', 'account_id']).doNothing())
    .returning('role')
    .executeTakeFirst();
  if (!added) return;
  await audit(tx, 'electricity.member.added', {
    subject: { type: CUSTOMER, id: customer.id },
    after: { customer: customer.name, account_id: account.id, name: account.name, role },
  });
}

/** Gives a member another role, or (null) removes them. Refuses like memberOf, `member.not_found`, `last_manager`. */
export async function changeMember(
  ctx: Ctx,
  customerId: string,
  accountId: string,
  role: MemberRole | null,
): Promise<Result<CustomerView>> {
  return transaction(ctx, async (tx) => {
    const customer = await lockCustomer(tx, customerId);
    if (!customer.ok) return customer;
    const manager = await memberOf(tx, customerId, 'manage');
    if (!manager.ok) return manager;
    const before = await getCustomer(tx, customerId);
    if (!before.ok) return before;
    const member = before.data.members.find(({ account_id }) => account_id === accountId);
    if (!member) return refuse('electricity.member.not_found');
    const managers = before.data.members.filter((one) => one.role === 'manager');
    if (member.role === 'manager' && role !== 'manager' && managers.length === 1) {
      return refuse('electricity.customer.last_manager');
    }
    if (member.role === role) return before;
    const organization_id = orgOf(tx).id;
    const key = { organization_id, customer_id: customerId, account_id: accountId };
    if (role === null)
      await tx.db
        .deleteFrom('electricity_member')
        .where((row) => row.and(key))
        .execute();
    else
      await tx.db
        .updateTable('electricity_member')
        .set({ role })
        .where((row) => row.and(key))
        .execute();
    const shown = { customer: customer.data.name, account_id: accountId, name: member.name };
    await audit(tx, role === null ? 'electricity.member.removed' : 'electricity.member.changed', {
      subject: { type: CUSTOMER, id: customerId },
      before: { ...shown, role: member.role },
      after: { ...shown, role },
    });
    return getCustomer(tx, customerId);
  });
}
