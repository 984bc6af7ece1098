/** Who signs in by the provider only, because an organization of theirs wants it so. */
import type { Ctx } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import { getSettings } from '../settings/index.ts';
import { membershipsOf } from '../tenancy/index.ts';
import { authSettings } from './settings.ts';

/**
 * Refuses with `auth.single_sign_on_only` whoever is a member where passwords open nothing. Owners keep their password:
 * when the provider is down or says nonsense, somebody has to come in and change the setting. So does whoever owns
 * another organization, which is not for this one to close. Without a provider nobody is kept out.
 */
export async function passwordRefused(ctx: Ctx, personId: string): Promise<Refusal | null> {
  if (!ctx.config.OIDC_ISSUER) return null;
  const memberships = await membershipsOf(ctx, personId);
  if (memberships.some(({ role }) => role === 'owner')) return null;
  for (const { organization } of memberships) {
    const there = { ...ctx, organization, db: ctx.system };
    const { single_sign_on_only } = await getSettings(there, authSettings, { fresh: true });
    if (single_sign_on_only)
      return refuse('auth.single_sign_on_only', { organization: organization.name, provider: ctx.config.OIDC_NAME });
  }
  return null;
}
