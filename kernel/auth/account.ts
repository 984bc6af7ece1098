import { audit, NO_ORGANIZATION } from '../audit/index.ts';
import type { Actor, Ctx, Role } from '../ctx/index.ts';
import { readEmail } from '../lib/contact.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { membershipsOf } from '../tenancy/index.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './contract.ts';
import { hashPassword } from './passwords.ts';

export type Person = { id: string; name: string; email: string };
export type NewPerson = { name: string; email: string; password: string };

/** The form in which addresses are stored and compared. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * The signed-in person of a ctx. Refuses API keys and portals, because these actions concern a person's own account.
 */
export function personOf(ctx: Ctx): Result<Person> {
  const { actor } = ctx;
  return actor.kind === 'user'
    ? ok({ id: actor.id, name: actor.name, email: actor.email })
    : refuse('auth.person_required');
}

/** The same ctx with this person as its actor, for audit entries of actions before the person has a session. */
export function asPerson(ctx: Ctx, person: Person, role: Role | null): Ctx {
  const actor: Actor = { kind: 'user', ...person, role };
  return { ...ctx, actor };
}

/** `verified`: a mailed token proved the address, or the operator of the installation confirmed it. */
export async function findPerson(
  ctx: Ctx,
  email: string,
): Promise<(Person & { twoFactor: boolean; verified: boolean }) | null> {
  const row = await ctx.system
    .selectFrom('auth_user')
    .select(['id', 'name', 'email', 'two_factor_enabled as twoFactor', 'email_verified as verified'])
    .where('email', '=', normalEmail(email))
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Checks a new person's data and hashes the password. Hashing (scrypt) is slow, so call this before the transaction.
 */
export async function preparePerson(input: NewPerson): Promise<Result<Person & { passwordHash: string }>> {
  const name = input.name.trim();
  if (name === '') return refuse('auth.name_missing', undefined, { name: 'auth.name_missing' });
  const email = readEmail(input.email);
  if (!email.ok) return { ...email, fields: { email: email.code } };
  const { password } = input;
  if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    return refuse('auth.password_length', undefined, { password: 'auth.password_length' });
  }
  return ok({ id: newId(), name, email: normalEmail(email.data), passwordHash: await hashPassword(password) });
}

/**
 * Writes a new account with the columns that better-auth expects (provider `credential`). `tx` is a transaction of the
 * tables' owner.
 */
export async function insertPerson(
  tx: Ctx,
  person: Person & { passwordHash: string },
  emailVerified: boolean,
): Promise<Result<Person>> {
  const { id, name, email, passwordHash } = person;
  const made = await tx.db
    .insertInto('auth_user')
    .values({ id, name, email, email_verified: emailVerified })
    .onConflict((oc) => oc.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return refuse('auth.email_taken', undefined, { email: 'auth.email_taken' });
  await tx.db
    .insertInto('auth_account')
    .values({ id: newId(), user_id: id, account_id: id, provider_id: 'credential', password: passwordHash })
    .execute();
  return ok({ id, name, email });
}

/** Replaces a password; `hash` comes from `preparePerson`. `tx` is a transaction of the tables' owner. */
export async function writePassword(tx: Ctx, personId: string, hash: string): Promise<void> {
  await tx.db
    .updateTable('auth_account')
    .set({ password: hash, updated_at: tx.clock.now() })
    .where('user_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .execute();
}

/**
 * Writes the audit entry of an action on an account to the trail of every organization that the account belongs to,
 * because each owner must see it. Without a membership it goes to the server's own trail. `tx` is a transaction of the
 * tables' owner.
 */
export async function auditAccount(tx: Ctx, action: string, personId: string, note?: string): Promise<void> {
  const memberships = await membershipsOf(tx, personId, tx.db);
  const ids = memberships.length > 0 ? memberships.map((m) => m.organization.id) : [NO_ORGANIZATION];
  for (const organizationId of ids) {
    await audit(tx, action, { subject: { type: 'auth.user', id: personId }, organizationId, note: note ?? null });
  }
}

/** Ends every session and refresh token of a person, except the session to keep. */
export async function endSessions(tx: Ctx, personId: string, keepSessionId?: string): Promise<void> {
  let ending = tx.db.deleteFrom('auth_session').where('user_id', '=', personId);
  if (keepSessionId) ending = ending.where('id', '!=', keepSessionId);
  await ending.execute();
  await tx.db
    .updateTable('auth_refresh_token')
    .set({ revoked_at: tx.clock.now() })
    .where('user_id', '=', personId)
    .where('revoked_at', 'is', null)
    .execute();
}

/**
 * The same with their passkeys: for a password that is set without the one before, by somebody who may have lost the
 * account to another person.
 */
export async function endEntries(tx: Ctx, personId: string): Promise<void> {
  await tx.db.deleteFrom('auth_passkey').where('user_id', '=', personId).execute();
  await endSessions(tx, personId);
}
