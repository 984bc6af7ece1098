import type { Ctx, Organization, Role } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { reachesRecipientOnly, withdrawMessages } from '../../messages/index.ts';
import { addMember, asOwner, holdRoles, invitationMail, limitFrom } from '../../tenancy/index.ts';
import {
  asPerson,
  auditAccount,
  findPerson,
  insertPerson,
  type Person,
  preparePerson,
  writePassword,
} from '../account.ts';
import { passwordRefused } from '../provider-only.ts';
import { clearUnproven, proveAddress } from '../unproven.ts';
import { checkCredentials } from './check-credentials.action.ts';
import { beginSession, type SignedIn } from './sign-in.action.ts';

export type Acceptance = { token: string; name?: string; password?: string; code?: string };

/** An open invitation, as one of its two links finds it. */
type Open = {
  id: string;
  email: string;
  organization: Organization;
  /**
   * True for the mailed link, which only the holder of the address reads. The link to copy proves nothing, because the
   * inviter has seen it.
   */
  proven: boolean;
  account: (Person & { verified: boolean }) | null;
};

export async function findInvitation(ctx: Ctx, token: string): Promise<Result<Open>> {
  const hash = hashSecret(token);
  const row = await ctx.system
    .selectFrom('invitation')
    .select(['id', 'organization_id', 'email', 'token_hash'])
    .where((eb) => eb.or([eb('token_hash', '=', hash), eb('link_hash', '=', hash)]))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .executeTakeFirst();
  const organization = row && (await findOrganization(ctx.system, { id: row.organization_id }));
  if (!row || !organization) return refuse('auth.link_expired');
  const { id, email } = row;
  const mailed = hash.equals(row.token_hash);
  const proven = mailed && (await reachesRecipientOnly(ctx, organization.id));
  return ok({ id, email, organization, proven, account: await findPerson(ctx, email) });
}

/**
 * Whether the page asks for the password of an existing account (true) or for a new one (false). Null when the caller
 * may not know; then the person chooses.
 */
export function hasAccount({ proven, account }: Open): boolean | null {
  // The inviter can open the link to copy, and must not learn whether the address has an account.
  return proven ? account?.verified === true : null;
}

/**
 * Accepts an invitation. A new person gives a name and a password. A person with an account proves that it is theirs:
 * they are signed in (`ctx.actor`), or they give its password. The mail alone must not open an existing account.
 *
 * One exception: when nobody has proven the address of the account, the mailed link takes the account over, because
 * somebody else may have made it. Returns the new session, or null when the caller's session continues or their password
 * opens nothing where they have joined.
 */
export async function acceptInvitation(ctx: Ctx, input: Acceptance): Promise<Result<SignedIn | null>> {
  const found = await findInvitation(ctx, input.token);
  if (!found.ok) return found;
  const open = found.data;
  const { email, account, proven } = open;
  const { actor } = ctx;
  if (actor.kind === 'user' && actor.email === email) {
    const { id, name } = actor;
    const joined = await join(ctx, open, async () => ok({ id, name, email }));
    return joined.ok ? ok(null) : joined;
  }
  if (!input.password) return refuse('auth.password_missing', undefined, { password: 'auth.password_missing' });
  if (account && (account.verified || !proven)) return joinWithAccount(ctx, open, input);
  return joinWithNewPassword(ctx, open, input);
}

async function joinWithAccount(ctx: Ctx, open: Open, input: Acceptance): Promise<Result<SignedIn | null>> {
  const { password = '', code } = input;
  const entered = await checkCredentials(ctx, { email: open.email, password, ...(code && { code }) });
  if (!entered.ok) return entered.code === 'auth.wrong_credentials' ? wrongPassword() : entered;
  const joined = await join(ctx, open, async () => ok(entered.data.person));
  // Where they have joined their password may open nothing; then the console leads to the provider's button.
  if (joined.ok && !(await passwordRefused(ctx, entered.data.person.id)))
    return beginSession(ctx, entered.data, open.organization.id);
  await ctx.system.deleteFrom('auth_session').where('token', '=', entered.data.token).execute();
  return joined;
}

/**
 * Makes a new account, or hands an unproven one to the holder of the address. Of the earlier account only the
 * memberships stay.
 */
async function joinWithNewPassword(ctx: Ctx, open: Open, input: Acceptance): Promise<Result<SignedIn | null>> {
  const { name = '', password = '' } = input;
  const { email, account, proven } = open;
  const prepared = await preparePerson({ name, email, password });
  if (!prepared.ok) return prepared;
  const joined = await join(ctx, open, async (tx) => {
    if (!account) return insertPerson(tx, prepared.data, proven);
    const person = { ...prepared.data, id: account.id };
    await clearUnproven(tx, account.id);
    await tx.db.updateTable('auth_user').set({ name: person.name }).where('id', '=', account.id).execute();
    await writePassword(tx, account.id, prepared.data.passwordHash);
    await auditAccount(asPerson(tx, person, null), 'auth.account.taken_over', account.id);
    return ok(person);
  });
  if (!joined.ok) return joined;
  const entered = await checkCredentials(ctx, { email, password });
  // They have joined, and sign in by the provider.
  if (!entered.ok) return entered.code === 'auth.single_sign_on_only' ? ok(null) : entered;
  return beginSession(ctx, entered.data, open.organization.id);
}

async function join(ctx: Ctx, open: Open, person: (tx: Ctx) => Promise<Result<Person>>): Promise<Result<null>> {
  return asOwner(ctx, open.organization, async (tx) => {
    await holdRoles(tx);
    const found = await person(tx);
    if (!found.ok) return found;
    const { id } = found.data;
    const now = tx.clock.now();
    // Only one of two simultaneous acceptances succeeds, and none after the invitation was revoked.
    const taken = await tx.db
      .updateTable('invitation')
      .set({ accepted_at: now, accepted_by: id, updated_at: now })
      .where('organization_id', '=', open.organization.id)
      .where('id', '=', open.id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['role', 'staff_role', 'limit_kind', 'limit_id'])
      .executeTakeFirst();
    if (!taken) return refuse('auth.link_expired');
    const role = taken.role as Role;
    if (open.proven) await proveAddress(tx, id);
    await addMember(asPerson(tx, found.data, role), id, role, {
      limit: limitFrom(taken).limit ?? null,
      staffRole: taken.staff_role,
    });
    // The link to copy was used, so a mail that still waits would contain a dead link.
    await withdrawMessages(tx, invitationMail.name, { type: 'tenancy.invitation', id: open.id });
    return ok(null);
  });
}

function wrongPassword() {
  return refuse('auth.wrong_password', undefined, { password: 'auth.wrong_password' });
}
