import { audit } from '../audit/index.ts';
import { type Ctx, orgOf, type Role } from '../ctx/index.ts';

/** Makes a person a member of the organization of `tx`; an existing member keeps their role. */
export async function addMember(tx: Ctx, userId: string, role: Role): Promise<{ added: boolean }> {
  const made = await tx.db
    .insertInto('membership')
    .values({ organization_id: orgOf(tx).id, user_id: userId, role })
    .onConflict((oc) => oc.columns(['organization_id', 'user_id']).doNothing())
    .returning('role')
    .executeTakeFirst();
  if (!made) return { added: false };
  const { name } = await tx.db
    .selectFrom('auth_user')
    .select('name')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const after = { person: name, role };
  await audit(tx, 'tenancy.member.added', { subject: { type: 'auth.user', id: userId }, after });
  return { added: true };
}
