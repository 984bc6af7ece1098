import { randomInt } from 'node:crypto';
import type { Ctx, Organization, Role } from '../../ctx/index.ts';
import { UNAMBIGUOUS } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import {
  addMember,
  asOwner,
  composeOrganization,
  insertOrganization,
  type OrganizationInput,
} from '../../tenancy/index.ts';
import {
  auditAccount,
  endEntries,
  findPerson,
  insertPerson,
  type NewPerson,
  type Person,
  preparePerson,
  writePassword,
} from '../account.ts';
import { accountCounters, forgive } from '../throttle.ts';
import { clearUnproven, turnSecondFactorOff } from '../unproven.ts';

/**
 * Makes an account and, if given, its membership, for the command line. Refuses an address that already has an account.
 */
export async function createUser(
  ctx: Ctx,
  input: NewPerson,
  member?: { organization: Organization; role: Role },
): Promise<Result<Person>> {
  const prepared = await preparePerson(input);
  if (!prepared.ok) return prepared;
  return asOwner(ctx, member?.organization ?? null, async (tx) => {
    const person = await insertPerson(tx, prepared.data, true);
    if (!person.ok) return person;
    if (member) await addMember(tx, person.data.id, member.role);
    await auditAccount(tx, 'auth.user.created', person.data.id);
    return person;
  });
}

export type PasswordSet = Person & { secondFactor: boolean };

/**
 * Sets a person's password from the command line, for somebody who is locked out and cannot receive mail. All their
 * sessions and passkeys end; `secondFactorOff` also turns the second factor off. When nobody had proven the address of the account,
 * everything that was set up on it ends too.
 */
export async function setPassword(
  ctx: Ctx,
  input: { email: string; password: string; secondFactorOff?: boolean },
): Promise<Result<PasswordSet>> {
  const known = await findPerson(ctx, input.email);
  if (!known) return refuse('auth.unknown_email');
  const prepared = await preparePerson({ ...known, password: input.password });
  if (!prepared.ok) return prepared;
  const { id, name, email } = known;
  const off = known.twoFactor && (input.secondFactorOff === true || !known.verified);
  const done = await asOwner(ctx, null, async (tx) => {
    await writePassword(tx, id, prepared.data.passwordHash);
    if (known.verified) await endEntries(tx, id);
    else await clearUnproven(tx, id);
    if (off) await turnSecondFactorOff(tx, id);
    // Earlier wrong codes must not count against the new password.
    await tx.db
      .updateTable('auth_two_factor')
      .set({ failed_verification_count: 0, locked_until: null })
      .where('user_id', '=', id)
      .execute();
    await auditAccount(tx, 'auth.password.set', id);
    if (off) await auditAccount(tx, 'auth.two_factor.removed', id);
    return ok({ id, name, email, secondFactor: known.twoFactor && !off });
  });
  if (done.ok) await forgive(ctx, accountCounters(ctx, 'sign-in', email));
  return done;
}

export type Founding = { owner: NewPerson; organization: OrganizationInput };
export type Founded = { owner: Person; organization: Organization };

/** Makes an account and an organization that it owns, both or neither. `before` runs first, in the same transaction. */
export async function found(
  ctx: Ctx,
  input: Founding,
  before: (tx: Ctx) => Promise<Result<null>> = async () => ok(null),
): Promise<Result<Founded>> {
  const composed = composeOrganization(ctx, input.organization);
  if (!composed.ok) return prefixed(composed, 'organization');
  const prepared = await preparePerson(input.owner);
  if (!prepared.ok) return prefixed(prepared, 'owner');
  return asOwner(ctx, composed.data, async (tx) => {
    const allowed = await before(tx);
    if (!allowed.ok) return allowed;
    const owner = await insertPerson(tx, prepared.data, true);
    if (!owner.ok) return prefixed(owner, 'owner');
    const slugWasAsked = input.organization.slug !== undefined;
    const organization = await insertOrganization(tx, composed.data, owner.data.id, slugWasAsked);
    if (!organization.ok) return prefixed(organization, 'organization');
    await auditAccount(tx, 'auth.user.created', owner.data.id);
    return ok({ owner: owner.data, organization: organization.data });
  });
}

/** The same for the demo, with a generated password: it is printed once and stored nowhere. */
export async function createOwner(
  ctx: Ctx,
  input: { name: string; email: string; organization: OrganizationInput },
): Promise<Result<Founded & { password: string }>> {
  const password = generatePassword();
  const founded = await found(ctx, {
    owner: { name: input.name, email: input.email, password },
    organization: input.organization,
  });
  return founded.ok ? ok({ ...founded.data, password }) : founded;
}

/** Four groups of four from 30 unambiguous characters: 78 bits, and easy to read aloud. */
export function generatePassword(): string {
  const character = () => UNAMBIGUOUS[randomInt(UNAMBIGUOUS.length)] as string;
  const group = () => Array.from({ length: 4 }, character).join('').toLowerCase();
  return Array.from({ length: 4 }, group).join('-');
}

/** Puts the name of a part of the form before its fields: `email` → `owner.email`. */
function prefixed<R extends { ok: false; fields?: Record<string, string> }>(refusal: R, part: string): R {
  if (!refusal.fields) return refusal;
  const fields = Object.fromEntries(Object.entries(refusal.fields).map(([name, code]) => [`${part}.${name}`, code]));
  return { ...refusal, fields };
}
