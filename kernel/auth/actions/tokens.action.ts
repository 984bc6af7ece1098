import { audit } from '../../audit/index.ts';
import type { Ctx, Organization } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import { asOwner, membershipsOf } from '../../tenancy/index.ts';
import { asPerson, auditAccount } from '../account.ts';
import { ACCESS_SECONDS, signAccess } from '../tokens.ts';
import { type Credentials, checkCredentials } from './check-credentials.action.ts';

/** Seconds in which a refresh token must be used. Each use gives a new one, so a client in use stays signed in. */
const REFRESH_SECONDS = 30 * 24 * 3600;

/**
 * Seconds in which a portal's refresh token works again after its first use: the answer may have been lost on a bad
 * connection, and two tabs may ask at the same moment. As long as a phone's browser waits for an answer.
 */
const AGAIN_SECONDS = 120;
/** Pairs for one refresh token in that time: lost answers and tabs are few, and each pair is a row and a session. */
const MAX_PAIRS = 4;

/** A token pair with the field names of RFC 6749, 5.1; `expires_in` in seconds. */
export type Tokens = { access_token: string; refresh_token: string; token_type: 'Bearer'; expires_in: number };

/** The owner of the tokens: a person, or a portal that opens one subject of one organization. */
type Holder =
  | { kind: 'user'; user_id: string; organization_id: string | null; subject: null }
  | { kind: 'portal'; user_id: null; organization_id: string; subject: string };

/** Issues tokens for a mobile client, from e-mail, password and the second factor if it is on. */
export async function issueUserTokens(ctx: Ctx, credentials: Credentials): Promise<Result<Tokens>> {
  const entered = await checkCredentials(ctx, credentials);
  if (!entered.ok) return entered;
  const { person, token } = entered.data;
  const membership = (await membershipsOf(ctx, person.id))[0];
  return asOwner(asPerson(ctx, person, membership?.role ?? null), membership?.organization ?? null, async (tx) => {
    // Checking the credentials made a session; a client with tokens needs none.
    await tx.db.deleteFrom('auth_session').where('token', '=', token).execute();
    await audit(tx, 'auth.token.issued', { subject: { type: 'auth.user', id: person.id } });
    return ok(await issue(tx, newId(), { kind: 'user', user_id: person.id, organization_id: null, subject: null }));
  });
}

/**
 * Issues tokens for a portal: to the holder of a link that a module has just verified. `subject` names whose data they
 * open, in the module's own form, e.g. `exhibition.customer:<id>`; requests with these tokens have it as
 * `ctx.actor.id`. `idleSeconds`: the session ends when nothing is asked for so long.
 */
export async function issuePortalTokens(
  ctx: Ctx,
  organization: Organization,
  subject: string,
  idleSeconds: number = REFRESH_SECONDS,
): Promise<Result<Tokens>> {
  return asOwner(ctx, organization, async (tx) => {
    const holder = { kind: 'portal', user_id: null, organization_id: organization.id, subject } as const;
    return ok(await issue(tx, newId(), holder, idleSeconds));
  });
}

/**
 * Ends a portal's tokens at once, for example when its link is revoked; all but those of the family `keep`, when one is
 * given.
 */
export async function revokePortalTokens(
  ctx: Ctx,
  organizationId: string,
  subject: string,
  keep: string | null = null,
): Promise<void> {
  let ending = ctx.system
    .updateTable('auth_refresh_token')
    .set({ revoked_at: ctx.clock.now() })
    .where('kind', '=', 'portal')
    .where('organization_id', '=', organizationId)
    .where('subject', '=', subject)
    .where('revoked_at', 'is', null);
  if (keep !== null) ending = ending.where('family_id', '!=', keep);
  await ending.execute();
}

/**
 * Exchanges a refresh token for a new pair; the token is then used up, a portal's after `AGAIN_SECONDS`, a few pairs,
 * or the use of one of them. If it comes again after that, somebody has a copy, so its whole family ends.
 */
export async function refreshTokens(ctx: Ctx, refreshToken: string): Promise<Result<Tokens>> {
  const now = ctx.clock.now();
  const token_hash = hashSecret(refreshToken);
  const outcome = await asOwner<Tokens | 'reused'>(ctx, null, async (tx) => {
    const row = await tx.db
      .selectFrom('auth_refresh_token')
      .selectAll()
      .where('token_hash', '=', token_hash)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.revoked_at || new Date(row.expires_at) <= now) return refuse('auth.bad_token');
    if (row.used_at && !(await mayUseAgain(tx, row, now))) {
      await revokeFamily(tx, row.family_id);
      if (row.user_id) await auditAccount(tx, 'auth.token.reused', row.user_id);
      else tx.log.warn({ family: row.family_id }, 'a refresh token of a portal was used again: its family ended');
      // Not a refusal here: a refusal would roll the revocation back.
      return ok('reused');
    }
    if (!row.used_at)
      await tx.db.updateTable('auth_refresh_token').set({ used_at: now }).where('id', '=', row.id).execute();
    const { kind, user_id, organization_id, subject } = row;
    // The next one is valid for as long as the first was.
    const seconds = (new Date(row.expires_at).getTime() - new Date(row.created_at).getTime()) / 1000;
    return ok(await issue(tx, row.family_id, { kind, user_id, organization_id, subject } as Holder, seconds));
  });
  if (!outcome.ok) return outcome;
  return outcome.data === 'reused' ? refuse('auth.bad_token') : ok(outcome.data);
}

type Used = { kind: string; family_id: string; used_at: Date | null };

async function mayUseAgain(tx: Ctx, { kind, family_id, used_at }: Used, now: Date): Promise<boolean> {
  if (kind !== 'portal' || used_at === null || now.getTime() - used_at.getTime() > AGAIN_SECONDS * 1000) return false;
  // The lock on the used token makes those who ask at the same moment take turns.
  const since = await tx.db
    .selectFrom('auth_refresh_token')
    .select('used_at')
    .where('family_id', '=', family_id)
    .where('created_at', '>=', used_at)
    .execute();
  return since.length < MAX_PAIRS && since.every((heir) => heir.used_at === null);
}

/** Signs a client out: its refresh token and all tokens that came from it end. An unknown token counts as ended. */
export async function revokeTokens(ctx: Ctx, refreshToken: string): Promise<Result<null>> {
  return asOwner(ctx, null, async (tx) => {
    const row = await tx.db
      .selectFrom('auth_refresh_token')
      .select('family_id')
      .where('token_hash', '=', hashSecret(refreshToken))
      .executeTakeFirst();
    if (row) await revokeFamily(tx, row.family_id);
    return ok(null);
  });
}

async function revokeFamily(tx: Ctx, familyId: string): Promise<void> {
  await tx.db
    .updateTable('auth_refresh_token')
    .set({ revoked_at: tx.clock.now() })
    .where('family_id', '=', familyId)
    .where('revoked_at', 'is', null)
    .execute();
}

async function issue(tx: Ctx, family_id: string, holder: Holder, seconds = REFRESH_SECONDS): Promise<Tokens> {
  const now = tx.clock.now();
  const id = newId();
  const refresh_token = newSecret();
  await tx.db
    .insertInto('auth_refresh_token')
    .values({
      id,
      family_id,
      token_hash: hashSecret(refresh_token),
      ...holder,
      ip_address: tx.ip,
      user_agent: tx.userAgent,
      created_at: now,
      expires_at: new Date(now.getTime() + seconds * 1000),
    })
    .execute();
  const subject = holder.kind === 'user' ? holder.user_id : holder.subject;
  const access_token = await signAccess(tx.services.auth.jwtKey, { sid: id, kind: holder.kind }, subject, tx.clock);
  return { access_token, refresh_token, token_type: 'Bearer', expires_in: ACCESS_SECONDS };
}
