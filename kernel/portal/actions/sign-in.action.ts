import { audit } from '../../audit/index.ts';
import {
  accountCounters,
  type Counter,
  countAttempt,
  forgive,
  hashPassword,
  issuePortalTokens,
  mayHash,
  revokePortalTokens,
  type Tokens,
  verifyPassword,
} from '../../auth/index.ts';
import { countText } from '../../channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { addressKey } from '../../lib/address.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { createPerson } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { type Address, accountByAddress, accountSubject, asHolder, readAddress } from '../account.ts';
import type { SignInInput } from '../contract.ts';
import { portalSettings } from '../settings.ts';
import { countCode, isCode, takeCode } from './take-code.action.ts';

type Known = { id: string; name: string };

/**
 * Returns tokens for a code that was sent to the address, or for the password of its account. With a code, an address
 * without an account gets one, with a new person: an existing person with the same address may be somebody else, since
 * people share telephones. The caller may also set a new password, which ends all other sessions.
 *
 * Refusals: `portal.wrong_credentials` (whatever is wrong with them), `portal.name_wanted` (to sign up; the code stays
 * valid), `portal.proof_wanted`, `auth.too_many_attempts`, and those of the address.
 */
export async function signIn(ctx: Ctx, input: SignInInput): Promise<Result<Tokens>> {
  const address = readAddress(ctx, input);
  if (!address.ok) return address;
  if ((input.code === undefined) === (input.password === undefined)) return refuse('portal.proof_wanted');
  const busy = input.code === undefined ? mayHash() : null;
  if (busy) return busy;
  const counted = await (input.code === undefined ? countPassword : countCode)(ctx, address.data);
  if (!counted.ok) return counted;
  const known = await (input.code === undefined ? byPassword : byCode)(ctx, address.data, input);
  if (!known.ok) return known;
  await forgive(ctx, counted.data);
  const subject = accountSubject(known.data.id);
  if (input.new_password !== undefined) await revokePortalTokens(ctx, orgOf(ctx).id, subject);
  const { idle_minutes } = await getSettings(ctx, portalSettings);
  return issuePortalTokens(asHolder(ctx, known.data), orgOf(ctx), subject, idle_minutes * 60);
}

async function countPassword(ctx: Ctx, { value }: Address): Promise<Result<Counter[]>> {
  const counters = accountCounters(ctx, 'portal sign-in', `${orgOf(ctx).id} ${value}`);
  const counted = await countAttempt(ctx, counters);
  return counted.ok ? ok(counters) : counted;
}

// Both hash a new password after the proof, so that a stranger can't make the server hash; and outside a transaction,
// because a connection would be idle meanwhile.

async function byPassword(ctx: Ctx, address: Address, input: SignInInput): Promise<Result<Known>> {
  const account = await accountByAddress(ctx, address);
  // An unknown address takes as long as a wrong password.
  const hash = account?.password_hash ?? (await nobodysHash());
  const right = await verifyPassword({ hash, password: input.password ?? '' });
  if (!account?.password_hash || !right) return refuse('portal.wrong_credentials');
  if (input.new_password === undefined) return ok(account);
  const passwordHash = await hashPassword(input.new_password);
  return transaction(ctx, async (tx) => {
    await setPassword(tx, account, passwordHash);
    return ok(account);
  });
}

let nobodys: Promise<string> | undefined;
const nobodysHash = () => (nobodys ??= hashPassword('the password of nobody'));

async function byCode(ctx: Ctx, address: Address, input: SignInInput): Promise<Result<Known>> {
  let passwordHash: string | null = null;
  if (input.new_password !== undefined) {
    const proven = await transaction(ctx, async (tx) => ok(await isCode(tx, address, input.code ?? '')));
    if (!proven.ok || !proven.data) return refuse('portal.wrong_credentials');
    passwordHash = await hashPassword(input.new_password);
  }
  const outcome = await transaction<Known | 'wrong'>(ctx, async (tx) => {
    if (!(await takeCode(tx, address, input.code ?? ''))) return ok('wrong');
    const account = (await accountByAddress(tx, address)) ?? null;
    if (!account && !input.name?.trim()) return refuse('portal.name_wanted', undefined, { name: 'portal.name_wanted' });
    if (!account) {
      // The person, the account, the entry of the audit.
      const counted = await countText(tx, `portal ${addressKey(tx.ip)}`, Buffer.byteLength(input.name ?? ''), 3);
      if (!counted.ok) return counted;
    }
    const entered = account ? ok<Known>(account) : await signUp(tx, address, input);
    if (!entered.ok) return entered;
    if (passwordHash !== null) await setPassword(tx, entered.data, passwordHash);
    return entered;
  });
  if (!outcome.ok) return outcome;
  return outcome.data === 'wrong' ? refuse('portal.wrong_credentials') : ok(outcome.data);
}

async function signUp(tx: Ctx, { column, value }: Address, input: SignInInput): Promise<Result<Known>> {
  const id = newId(tx.clock.now().getTime());
  const name = input.name?.trim() ?? '';
  const holder = asHolder(tx, { id, name });
  const language = input.language ?? tx.locale;
  const person = await createPerson(holder, { name, [column]: value, language });
  if (!person.ok) return person;
  await tx.db
    .insertInto('portal_account')
    .values({
      organization_id: orgOf(tx).id,
      id,
      person_id: person.data.id,
      [column]: value,
      created_at: tx.clock.now(),
    })
    .execute();
  await audit(holder, 'portal.account.created', {
    subject: { type: 'portal.account', id },
    after: { name, [column]: value },
  });
  return ok({ id, name });
}

/** An account without a sign-up, for demo data: nobody proved its address. */
export async function openAccount(ctx: Ctx, { name, email }: { name: string; email: string }): Promise<Result<Known>> {
  const address = readAddress(ctx, { email });
  return address.ok ? transaction(ctx, (tx) => signUp(tx, address.data, { name, email })) : address;
}

async function setPassword(tx: Ctx, account: Known, password_hash: string): Promise<void> {
  await tx.db
    .updateTable('portal_account')
    .set({ password_hash })
    .where(inOrg(tx))
    .where('id', '=', account.id)
    .execute();
  const { id, name } = account;
  await audit(asHolder(tx, account), 'portal.password.set', {
    subject: { type: 'portal.account', id },
    after: { name },
  });
}
