import type { Ctx, Organization, Role } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { addMember, asOwner } from '../../tenancy/index.ts';
import { asPerson, findPerson, insertPerson, type Person, preparePerson } from '../account.ts';
import { checkCredentials, type Entered } from './check-credentials.ts';
import { beginSession, type SignedIn } from './sign-in.ts';

export type Acceptance = { token: string; name?: string; password?: string; code?: string };
type Open = { id: string; email: string; organization: Organization };

/** What the page of an invitation shows before it is accepted. */
export async function findInvitation(ctx: Ctx, token: string): Promise<Result<Open & { hasAccount: boolean }>> {
  const row = await ctx.system
    .selectFrom('invitation')
    .select(['id', 'organization_id', 'email'])
    .where('token_hash', '=', hashSecret(token))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .executeTakeFirst();
  const organization = row && (await findOrganization(ctx.system, { id: row.organization_id }));
  if (!row || !organization) return refuse('auth.link_expired');
  const hasAccount = (await findPerson(ctx, row.email)) !== null;
  return ok({ id: row.id, email: row.email, organization, hasAccount });
}

/**
 * Accepts an invitation. A newcomer gives a name and a password; someone with an account proves that it is theirs, by being
 * signed in (`ctx.actor`) or with its password: holding the mail alone must not open an account that exists.
 * Returns the new session, or null when the one that asked goes on.
 */
export async function acceptInvitation(ctx: Ctx, input: Acceptance): Promise<Result<SignedIn | null>> {
  const open = await findInvitation(ctx, input.token);
  if (!open.ok) return open;
  const { email, hasAccount } = open.data;
  const { actor } = ctx;
  if (actor.kind === 'user' && actor.email === email) {
    const { id, name } = actor;
    const joined = await join(ctx, open.data, async () => ok({ id, name, email }));
    return joined.ok ? ok(null) : joined;
  }
  if (!input.password) return refuse('auth.password_missing', undefined, { password: 'auth.password_missing' });
  return hasAccount ? joinWithAccount(ctx, open.data, input) : joinAsNewcomer(ctx, open.data, input);
}

async function joinWithAccount(ctx: Ctx, open: Open, input: Acceptance): Promise<Result<SignedIn>> {
  const { password = '', code } = input;
  const entered = await checkCredentials(ctx, { email: open.email, password, ...(code && { code }) });
  if (!entered.ok) return entered.code === 'auth.wrong_credentials' ? wrongPassword() : entered;
  const joined = await join(ctx, open, async () => ok(entered.data.person));
  if (joined.ok) return beginSession(ctx, entered.data, open.organization.id);
  await ctx.system.deleteFrom('auth_session').where('token', '=', entered.data.token).execute();
  return joined;
}

async function joinAsNewcomer(ctx: Ctx, open: Open, input: Acceptance): Promise<Result<SignedIn>> {
  const { name = '', password = '' } = input;
  const { email } = open;
  const prepared = await preparePerson({ name, email, password });
  if (!prepared.ok) return prepared;
  // The mail arrived, so the address is theirs.
  const joined = await join(ctx, open, (tx) => insertPerson(tx, prepared.data, true));
  if (!joined.ok) return joined;
  const entered: Result<Entered> = await checkCredentials(ctx, { email, password });
  return entered.ok ? beginSession(ctx, entered.data, open.organization.id) : entered;
}

async function join(ctx: Ctx, open: Open, person: (tx: Ctx) => Promise<Result<Person>>): Promise<Result<null>> {
  return asOwner(ctx, open.organization, async (tx) => {
    const found = await person(tx);
    if (!found.ok) return found;
    const now = tx.clock.now();
    // Decides between two who accept at the same moment, and against a revocation since it was read.
    const taken = await tx.db
      .updateTable('invitation')
      .set({ accepted_at: now, accepted_by: found.data.id, updated_at: now })
      .where('organization_id', '=', open.organization.id)
      .where('id', '=', open.id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('role')
      .executeTakeFirst();
    if (!taken) return refuse('auth.link_expired');
    const role = taken.role as Role;
    await addMember(asPerson(tx, found.data, role), found.data.id, role);
    return ok(null);
  });
}

function wrongPassword() {
  return refuse('auth.wrong_password', undefined, { password: 'auth.wrong_password' });
}
