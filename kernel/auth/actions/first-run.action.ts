import { sql } from 'kysely';
import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import { type Founded, type Founding, found } from './create-user.action.ts';

/**
 * Makes the one-time token that opens the first-run page; null when the server has an owner already. Only its hash is
 * stored, so each start makes a new token. With several processes, the token of the last start is valid.
 */
export async function ensureFirstRunToken(ctx: Ctx): Promise<string | null> {
  const token = newSecret();
  // Raw SQL: the update has a condition of its own, which reads better in SQL.
  const { rows } = await sql`
    insert into first_run_token (token_hash, created_at)
    select ${hashSecret(token)}::bytea, ${ctx.clock.now()}::timestamptz
    where not exists (select from membership where role = 'owner')
    on conflict (only_one) do update set token_hash = excluded.token_hash, created_at = excluded.created_at
    where first_run_token.used_at is null
    returning only_one`.execute(ctx.system);
  return rows.length > 0 ? token : null;
}

/**
 * Whether this installation has an owner. After the first owner there is always one, because the last owner of an
 * organization cannot leave.
 */
export async function hasOwner(ctx: Ctx): Promise<boolean> {
  const row = await ctx.system
    .selectFrom('membership')
    .select('role')
    .where('role', '=', 'owner')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this token opens the first-run page now. */
export async function isFirstRunOpen(ctx: Ctx, token: string): Promise<boolean> {
  const row = await ctx.system
    .selectFrom('first_run_token')
    .select('only_one')
    .where('token_hash', '=', hashSecret(token))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes the first owner and organization, and uses the token up: of two simultaneous requests one succeeds. */
export async function firstRun(ctx: Ctx, token: string, input: Founding): Promise<Result<Founded>> {
  // Checked before the password is hashed, so that a wrong token costs little.
  if (!(await isFirstRunOpen(ctx, token))) return refuse('auth.first_run_closed');
  const system: Ctx = { ...ctx, actor: { kind: 'system', id: null, name: 'first run' } };
  return found(system, input, async (tx) => {
    const claimed = await tx.db
      .updateTable('first_run_token')
      .set({ used_at: tx.clock.now() })
      .where('token_hash', '=', hashSecret(token))
      .where('used_at', 'is', null)
      .returning('only_one')
      .executeTakeFirst();
    return claimed ? ok(null) : refuse('auth.first_run_closed');
  });
}

/** The same from the command line, without a token; it also closes the first-run page. */
export async function setupFirstRun(ctx: Ctx, input: Founding): Promise<Result<Founded>> {
  return found(ctx, input, async (tx) => {
    await tx.db.updateTable('first_run_token').set({ used_at: tx.clock.now() }).where('used_at', 'is', null).execute();
    return ok(null);
  });
}
