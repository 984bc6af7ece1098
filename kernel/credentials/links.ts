/** Tokens of existing credentials, for mails, badges and sheets, and entering an organization by a link. */
import { sql } from 'kysely';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { enterOrganization } from '../db/index.ts';
import { extractToken, parseToken } from './domain/token.ts';
import { findCredential, type Subject, tokenFor } from './issue.ts';

/** The token of a subject's valid credential; null when it was revoked or never issued. */
export async function tokenOf(ctx: Ctx, subject: Subject): Promise<string | null> {
  const credential = await findCredential(ctx, subject);
  return credential && !credential.revokedAt ? tokenFor(ctx, credential) : null;
}

/** The same for many subjects in one query: subject id → token, without those that have none. */
export async function tokensOf(
  ctx: Ctx,
  { subjectType, subjectIds }: { subjectType: string; subjectIds: string[] },
): Promise<Map<string, string>> {
  const versions = await versionsOf(ctx, { subjectType, subjectIds });
  const tokens = [...versions].map(async ([subjectId, version]) => {
    return [subjectId, await tokenFor(ctx, { subjectType, subjectId, version })] as const;
  });
  return new Map(await Promise.all(tokens));
}

/** The version of each subject's valid code: subject id → version, without those that have none. Signs nothing. */
export async function versionsOf(
  ctx: Ctx,
  { subjectType, subjectIds }: { subjectType: string; subjectIds: string[] },
): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('credential')
    .select(['subject_id', 'version'])
    .where(inOrg(ctx))
    .where('subject_id', '=', sql<string>`any(${subjectIds}::uuid[])`)
    .where('subject_type', '=', subjectType)
    .where('revoked_at', 'is', null)
    .execute();
  return new Map(rows.map(({ subject_id, version }) => [subject_id, version]));
}

/**
 * A ctx inside the organization that a link names, for a page without sign-in; null when it names none. It proves
 * nothing: the caller verifies the token.
 */
export async function enterByToken(ctx: Ctx, tokenOrUrl: string): Promise<Ctx | null> {
  const token = extractToken(tokenOrUrl);
  const parsed = token && parseToken(token);
  if (!parsed) return null;
  return enterOrganization(ctx, { id: parsed.organizationId });
}
