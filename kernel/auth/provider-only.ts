/** Who signs in by the provider only, because an organization of theirs wants it so. */
import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import type { SettingsOf } from '../settings/index.ts';
import { authSettings } from './settings.ts';

const CHOSEN = JSON.stringify({ single_sign_on_only: true } satisfies SettingsOf<typeof authSettings>);

/**
 * SQL: the name of an organization where a person's password and passkeys open nothing; null when there is none. Owners keep their
 * theirs: when the provider is down or says nonsense, somebody has to come in and change the setting. So does whoever
 * owns another organization, which is not for this one to close. `person` is an expression of the statement around it.
 */
export const keptOutBy = (person: string) => `(
  select po.name from membership pm join organization po on po.id = pm.organization_id
  join setting ps on ps.organization_id = pm.organization_id and ps.module = '${authSettings.module}'
    and ps."values" @> '${CHOSEN}'
  where pm.user_id = ${person}
    and not exists (select from membership pw where pw.user_id = ${person} and pw.role = 'owner')
  order by pm.created_at limit 1)`;

/** Refuses with `auth.single_sign_on_only` whoever `keptOutBy` names, by password or passkey. Without a provider nobody is kept out. */
export async function passwordRefused(ctx: Ctx, personId: string): Promise<Refusal | null> {
  if (!ctx.config.OIDC_ISSUER) return null;
  const { rows } = await sql<{ organization: string | null }>`
    select ${sql.raw(keptOutBy('p.id'))} as organization from (select ${personId}::uuid as id) p`.execute(ctx.system);
  const organization = rows[0]?.organization;
  return organization ? refuse('auth.single_sign_on_only', { organization, provider: ctx.config.OIDC_NAME }) : null;
}
