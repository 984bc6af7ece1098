import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import { sendMessage } from '../../messages/index.ts';
import { roleOf } from '../actor-role.ts';
import { mayChangeRole } from '../domain/roles.ts';
import { INVITATION_DAYS, invitationMail, invitationUrl, sealInvitation } from '../messages.ts';

/** `url` is the link of the mail, for a house whose mail doesn't go out: whoever invites may hand it over themselves. */
export type Invited = { id: string; url: string };

/** Invites an address to the organization by e-mail. */
export async function invite(ctx: Ctx, input: { email: string; role: Role }): Promise<Result<Invited>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const email = input.email.trim().toLowerCase();
  const allowed = mayChangeRole(roleOf(ctx.actor), null, input.role);
  if (!allowed.ok) return allowed;
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const member = await tx.db
      .selectFrom('membership as m')
      .innerJoin('auth_user as u', 'u.id', 'm.user_id')
      .select('u.id')
      .where('m.organization_id', '=', organization_id)
      .where('u.email', '=', email)
      .executeTakeFirst();
    if (member) return refuse('tenancy.already_member', undefined, { email: 'tenancy.already_member' });
    const id = newId();
    const token = newSecret();
    const { role } = input;
    const made = await tx.db
      .insertInto('invitation')
      .values({
        organization_id,
        id,
        email,
        role,
        token_hash: hashSecret(token),
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
      after: { email, role },
    });
    await mail(tx, { id, email, role, token });
    return ok({ id, url: invitationUrl(tx, token) });
  });
}

/** Sends an open invitation again with a new link and a new term; the link sent before stops working. */
export async function resendInvitation(ctx: Ctx, id: string): Promise<Result<Invited>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const token = newSecret();
    const row = await tx.db
      .updateTable('invitation')
      .set({ token_hash: hashSecret(token), expires_at: expiry(tx), updated_at: tx.clock.now() })
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['email', 'role'])
      .executeTakeFirst();
    if (!row) return refuse('tenancy.invitation_not_found');
    const role = row.role as Role;
    // An admin may not send an owner's link: whoever receives it becomes one.
    const allowed = mayChangeRole(roleOf(tx.actor), null, role);
    if (!allowed.ok) return allowed;
    await audit(tx, 'tenancy.invitation.resent', {
      subject: { type: 'tenancy.invitation', id },
      after: { email: row.email },
    });
    await mail(tx, { id, email: row.email, role, token });
    return ok({ id, url: invitationUrl(tx, token) });
  });
}

/** Takes an open invitation back: its link stops working. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<Result<null>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const row = await tx.db
      .updateTable('invitation')
      .set({ revoked_at: now, updated_at: now })
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['email', 'role'])
      .executeTakeFirst();
    if (!row) return refuse('tenancy.invitation_not_found');
    await audit(tx, 'tenancy.invitation.revoked', { subject: { type: 'tenancy.invitation', id }, before: row });
    return ok(null);
  });
}

async function mail(tx: Ctx, it: { id: string; email: string; role: Role; token: string }): Promise<void> {
  await sendMessage(tx, {
    to: it.email,
    template: invitationMail,
    params: { inviter: tx.actor.name, role: it.role, sealedToken: sealInvitation(tx, it.token) },
    language: tx.locale,
    subject: { type: 'tenancy.invitation', id: it.id },
  });
}

function expiry(tx: Ctx): Date {
  return new Date(tx.clock.now().getTime() + INVITATION_DAYS * 86_400_000);
}

function personId(tx: Ctx): string | null {
  return tx.actor.kind === 'user' ? tx.actor.id : null;
}
