import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Person, personOf } from '../account.ts';
import { verifyPassword } from '../passwords.ts';
import { accountCounters, countAttempt, forgive } from '../throttle.ts';
import { type Credentials, checkCredentials } from './check-credentials.action.ts';

/**
 * The caller proves that they are there, by their password. Takes some 60 ms: call it outside a transaction. Refusals:
 * `auth.person_required`, `auth.wrong_password`, `auth.too_many_attempts`.
 */
export async function provePassword(ctx: Ctx, password: string): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const counters = accountCounters(ctx, 'password', person.data.id);
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const row = await ctx.system
    .selectFrom('auth_account')
    .select('password')
    .where('user_id', '=', person.data.id)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst();
  const right = row?.password ? await verifyPassword({ hash: row.password, password }) : false;
  if (!right) return refuse('auth.wrong_password', undefined, { password: 'auth.wrong_password' });
  await forgive(ctx, counters);
  return ok(null);
}

/**
 * Somebody else proves who they are at the caller's screen, as at a sign-in; the session that this makes ends at once.
 * Refuses as a sign-in does.
 */
export async function proveSignIn(ctx: Ctx, credentials: Credentials): Promise<Result<Person>> {
  const entered = await checkCredentials(ctx, credentials);
  if (!entered.ok) return entered;
  await ctx.system.deleteFrom('auth_session').where('token', '=', entered.data.token).execute();
  return ok(entered.data.person);
}
