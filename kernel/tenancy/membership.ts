import { audit } from '../audit/index.ts';
import { type Ctx, type Limit, orgOf, type Role } from '../ctx/index.ts';

/** Makes a person a member of the organization of `tx`; an existing member keeps their role and limit. */
export async function addMember(
  tx: Ctx,
  userId: string,
  role: Role,
  { limit = null, staffRole = null }: { limit?: Limit | null; staffRole?: string | null } = {},
): Promise<{ added: boolean }> {
  const made = await tx.db
    .insertInto('membership')
    .values({
      organization_id: orgOf(tx).id,
      user_id: userId,
      role,
      staff_role: staffRole,
      limit_kind: limit?.kind ?? null,
      limit_id: limit?.id ?? null,
      role_since: tx.clock.now(),
    })
    .onConflict((oc) => oc.columns(['organization_id', 'user_id']).doNothing())
    .returning('role')
    .executeTakeFirst();
  if (!made) return { added: false };
  const { name } = await tx.db
    .selectFrom('auth_user')
    .select('name')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const after = { person: name, role, ...(staffRole && { trade: staffRole }), ...(limit && { limit }) };
  await audit(tx, 'tenancy.member.added', { subject: { type: 'auth.user', id: userId }, after });
  return { added: true };
}
