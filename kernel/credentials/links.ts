/**
 * The tokens of subjects that have their credential already, for mails, badges and sheets; and the way in behind a
 * link.
 */
import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { enterOrganization } from '../db/index.ts';
import { extractToken, parseToken } from './domain/token.ts';
import { findCredential, type Subject, tokenFor } from './issue.ts';

/** The token of a subject's good credential; null when it was revoked or never issued. */
export async function tokenOf(ctx: Ctx, subject: Subject): Promise<string | null> {
  const credential = await findCredential(ctx, subject);
  return credential && !credential.revokedAt ? tokenFor(ctx, credential) : null;
}

/** The same for many subjects in one query: subject id → token, without those that have none. */
export async function tokensOf(
  ctx: Ctx,
  { subjectType, subjectIds }: { subjectType: string; subjectIds: string[] },
): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('credential')
    .select(['subject_id', 'version'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('subject_id', '=', sql<string>`any(${subjectIds}::uuid[])`)
    .where('subject_type', '=', subjectType)
    .where('revoked_at', 'is', null)
    .execute();
  const tokens = rows.map(async ({ subject_id: subjectId, version }) => {
    return [subjectId, await tokenFor(ctx, { subjectType, subjectId, version })] as const;
  });
  return new Map(await Promise.all(tokens));
}

/**
 * A context of the organization that a link names, for a page that needs no sign-in; null when it names none of ours.
 * It proves nothing yet: the caller verifies the token in it.
 */
export async function enterByToken(ctx: Ctx, tokenOrUrl: string): Promise<Ctx | null> {
  const token = extractToken(tokenOrUrl);
  const parsed = token && parseToken(token);
  if (!parsed) return null;
  return enterOrganization(ctx, { id: parsed.organizationId });
}
