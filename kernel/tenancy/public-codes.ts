import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { enterOrganization } from '../db/index.ts';
import { parseShortId, shortId } from '../lib/ids.ts';

/** A kind of public code: the kind of record it names, and its number of letters and digits. */
export type PublicCode = { kind: string; length: number };

/**
 * Draws a code that leads to the record `id` of this organization, within the caller's transaction. Null when three
 * codes in a row were taken: with six places that is no coincidence.
 */
export async function claimPublicCode(tx: Ctx, { kind, length }: PublicCode, id: string): Promise<string | null> {
  for (let draw = 0; draw < 3; draw++) {
    const code = shortId(length);
    const { numInsertedOrUpdatedRows } = await tx.db
      .insertInto('public_code')
      .values({ kind, code, organization_id: orgOf(tx).id, subject_id: id })
      .onConflict((on) => on.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 1n) return code;
  }
  return null;
}

/** The ctx of the organization that a code belongs to, and the record it names; null when there is none. */
export async function enterByPublicCode(
  ctx: Ctx,
  { kind, length }: PublicCode,
  typed: string,
): Promise<{ inside: Ctx; id: string } | null> {
  const code = parseShortId(typed, length);
  if (!code) return null;
  const { rows } = await sql<{ organization_id: string; subject_id: string }>`
    select organization_id, subject_id from find_public_code(${kind}, ${code})`.execute(ctx.db);
  const [found] = rows;
  const inside = found && (await enterOrganization(ctx, { id: found.organization_id }));
  return inside ? { inside, id: found.subject_id } : null;
}
