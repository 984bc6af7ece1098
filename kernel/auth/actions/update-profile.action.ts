import type { Ctx } from '../../ctx/index.ts';
import { texts } from '../../i18n/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { auditAccount, personOf } from '../account.ts';

/** Changes the caller's own name and language; `language: null` uses the organization's language again. */
export async function updateProfile(
  ctx: Ctx,
  input: { name?: string; language?: string | null },
): Promise<Result<null>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const name = input.name?.trim();
  if (name === '') return refuse('auth.name_missing', undefined, { name: 'auth.name_missing' });
  if (input.language && !texts().staffLanguages.includes(input.language)) {
    return refuse('tenancy.unknown_language', undefined, { language: 'tenancy.unknown_language' });
  }
  return asOwner(ctx, ctx.organization, async (tx) => {
    await tx.db
      .updateTable('auth_user')
      .set({
        updated_at: tx.clock.now(),
        ...(name !== undefined && { name }),
        ...(input.language !== undefined && { language: input.language }),
      })
      .where('id', '=', person.data.id)
      .execute();
    await auditAccount(tx, 'auth.user.updated', person.data.id);
    return ok(null);
  });
}
