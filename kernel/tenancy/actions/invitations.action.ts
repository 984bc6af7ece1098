import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, type Limit, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import { mailGoesOut, sendMessage, withdrawMessages } from '../../messages/index.ts';
import { roleOf } from '../actor-role.ts';
import { mayChangeRole, needsOwner } from '../domain/roles.ts';
import { INVITATION_DAYS, invitationMail, invitationUrl, sealInvitation } from '../messages.ts';
import { notifyOwners } from '../notify-owners.ts';
import { findStaffRole } from '../queries/staff-roles.ts';
import { mayBeLimited } from './may-be-limited.action.ts';
import { mayGrant } from './may-grant.action.ts';

/**
 * `url` is a link to hand over, shown only once. It differs from the link in the mail: the inviter has seen it, so it
 * proves nothing about the address. `mail`: whether the mail is queued, or kept because no server is set up.
 */
export type Invited = { id: string; url: string; mail: 'queued' | 'kept' };

/** Invites an address to the organization by e-mail. */
export async function invite(
  ctx: Ctx,
  input: { email: string; role?: Role; staff_role?: string; limit?: Limit | null },
): Promise<Result<Invited>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const email = input.email.trim().toLowerCase();
  const { limit = null } = input;
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const granted = await mayGrant(tx, null, input);
    if (!granted.ok) return granted;
    const { role, staff_role, title } = granted.data;
    const limited = await mayBeLimited(tx, role, limit);
    if (!limited.ok) return limited;
    const member = await tx.db
      .selectFrom('membership as m')
      .innerJoin('auth_user as u', 'u.id', 'm.user_id')
      .select('u.id')
      .where(inOrg(tx, 'm'))
      .where('u.email', '=', email)
      .executeTakeFirst();
    if (member) return refuse('tenancy.already_member', undefined, { email: 'tenancy.already_member' });
    const id = newId();
    const { tokens, hashes } = newLinks();
    const made = await tx.db
      .insertInto('invitation')
      .values({
        organization_id,
        id,
        email,
        role,
        staff_role,
        limit_kind: limit?.kind ?? null,
        limit_id: limit?.id ?? null,
        ...hashes,
        invited_by: personId(tx),
        expires_at: expiry(tx),
      })
      .onConflict((oc) =>
        oc
          .columns(['organization_id', 'email'])
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .doNothing(),
      )
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('tenancy.already_invited', undefined, { email: 'tenancy.already_invited' });
    await audit(tx, 'tenancy.invitation.created', {
      subject: { type: 'tenancy.invitation', id },
      after: { email, role, ...(staff_role && { trade: staff_role }), limit, part: limited.data },
    });
    if (needsOwner(null, role))
      await notifyOwners(tx, { kind: 'invited', person: email, to: role, ...(title && { title }) });
    return ok(await send(tx, { id, email, role, title, tokens }));
  });
}

/** Sends an open invitation again with new links and a new term; the earlier links stop working. */
export async function resendInvitation(ctx: Ctx, id: string): Promise<Result<Invited>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const { tokens, hashes } = newLinks();
    const row = await tx.db
      .updateTable('invitation')
      .set({ ...hashes, expires_at: expiry(tx), updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['email', 'role', 'staff_role'])
      .executeTakeFirst();
    if (!row) return refuse('tenancy.invitation_not_found');
    const role = row.role as Role;
    // An admin may not send an owner's link, because its receiver becomes an owner.
    const allowed = mayChangeRole(roleOf(tx.actor), null, role);
    if (!allowed.ok) return allowed;
    if (needsOwner(null, role) && !byOwner(tx)) return refuse('tenancy.owner_only');
    await audit(tx, 'tenancy.invitation.resent', {
      subject: { type: 'tenancy.invitation', id },
      after: { email: row.email },
    });
    await withdrawMessages(tx, invitationMail.name, { type: 'tenancy.invitation', id });
    const title = row.staff_role && (await titleOf(tx, row.staff_role));
    return ok(await send(tx, { id, email: row.email, role, title, tokens }));
  });
}

/** Withdraws an open invitation: its link stops working. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<Result<null>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const row = await tx.db
      .updateTable('invitation')
      .set({ revoked_at: now, updated_at: now })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['email', 'role'])
      .executeTakeFirst();
    if (!row) return refuse('tenancy.invitation_not_found');
    const allowed = mayChangeRole(roleOf(tx.actor), row.role as Role, null);
    if (!allowed.ok) return allowed;
    await withdrawMessages(tx, invitationMail.name, { type: 'tenancy.invitation', id });
    await audit(tx, 'tenancy.invitation.revoked', { subject: { type: 'tenancy.invitation', id }, before: row });
    return ok(null);
  });
}

type Links = { mailed: string; copied: string };

function newLinks() {
  const tokens: Links = { mailed: newSecret(), copied: newSecret() };
  return { tokens, hashes: { token_hash: hashSecret(tokens.mailed), link_hash: hashSecret(tokens.copied) } };
}

async function send(
  tx: Ctx,
  it: { id: string; email: string; role: Role; title: string | null; tokens: Links },
): Promise<Invited> {
  await sendMessage(tx, {
    to: it.email,
    template: invitationMail,
    params: {
      inviter: tx.actor.name,
      role: it.role,
      ...(it.title && { title: it.title }),
      sealedToken: sealInvitation(tx, it.tokens.mailed),
    },
    language: tx.locale,
    subject: { type: 'tenancy.invitation', id: it.id },
  });
  return { id: it.id, url: invitationUrl(tx, it.tokens.copied), mail: (await mailGoesOut(tx)) ? 'queued' : 'kept' };
}

async function titleOf(tx: Ctx, key: string): Promise<string | null> {
  const found = await findStaffRole(tx, key);
  return found.ok ? found.data.name : null;
}

function expiry(tx: Ctx): Date {
  return new Date(tx.clock.now().getTime() + INVITATION_DAYS * 86_400_000);
}

function personId(tx: Ctx): string | null {
  return tx.actor.kind === 'user' ? tx.actor.id : null;
}
