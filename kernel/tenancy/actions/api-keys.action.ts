import type { Static } from 'typebox';
import { audit } from '../../audit/index.ts';
import { byOwner, byPerson, type Ctx, inOrg, orgOf, type Role } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId, shortId } from '../../lib/ids.ts';
import { inNetworks } from '../../lib/proxies.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import type { NewApiKeyBody } from '../contract.ts';
import { mayGrant } from './may-grant.action.ts';

type ApiKeyRole = Exclude<Role, 'owner'>;
export type NewApiKey = { name: string; role?: ApiKeyRole; staffRole?: string; expiresAt?: string | null } & Pick<
  Static<typeof NewApiKeyBody>,
  'scopes' | 'addresses' | 'service'
>;

/**
 * Makes an API key of the organization and returns it: it can't be read again. Only a person may, so that a leaked key
 * can't make new keys. It acts with its role, but never with more than its maker has at that moment
 * (`authenticate.ts`), and ends with the maker's membership. `service`: it is the organization's own, with the role that it
 * got, and stays when its maker leaves; only an owner makes one. `scopes` and `addresses` narrow it further.
 */
export async function createApiKey(
  ctx: Ctx,
  input: NewApiKey,
): Promise<Result<{ id: string; key: string; prefix: string }>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const name = input.name.trim();
  if (name === '') return refuse('tenancy.name_missing', undefined, { name: 'tenancy.name_missing' });
  const expires_at = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expires_at && expires_at <= ctx.clock.now()) {
    return refuse('tenancy.expiry_past', undefined, { expires_at: 'tenancy.expiry_past' });
  }
  if (input.service && !byOwner(ctx)) return refuse('tenancy.owner_only', undefined, { service: 'tenancy.owner_only' });
  const { scopes = null, addresses = null, service = false } = input;
  const known = new Set(['*', ...Object.keys(ctx.services.auth.permissions).map((one) => one.split('.')[0])]);
  if (scopes?.some((one) => !known.has(one.split(':')[0] ?? '')))
    return refuse('tenancy.scope_unknown', undefined, { scopes: 'tenancy.scope_unknown' });
  if (addresses && !inNetworks(addresses))
    return refuse('tenancy.address_malformed', undefined, { addresses: 'tenancy.address_malformed' });
  return transaction(ctx, async (tx) => {
    // Also an admin makes keys that work: they end with their maker's own rights.
    const granted = await mayGrant(tx, null, { role: input.role, staff_role: input.staffRole }, 'key');
    if (!granted.ok) return granted;
    const { role, staff_role } = granted.data;
    const id = newId();
    const prefix = `cf_${shortId(8).toLowerCase()}`;
    const key = `${prefix}_${newSecret()}`;
    const created_by = tx.actor.kind === 'user' ? tx.actor.id : null;
    await tx.db
      .insertInto('api_key')
      .values({
        organization_id: orgOf(tx).id,
        id,
        name,
        prefix,
        key_hash: hashSecret(key),
        role,
        staff_role,
        created_by,
        expires_at,
        scopes,
        addresses,
        service,
      })
      .execute();
    const after = {
      name,
      prefix,
      role,
      ...(staff_role && { trade: staff_role }),
      expiresAt: expires_at?.toISOString() ?? null,
      ...(scopes && { scopes }),
      ...(addresses && { addresses }),
      ...(service && { service }),
    };
    await audit(tx, 'tenancy.api_key.created', { subject: { type: 'tenancy.api_key', id }, after });
    return ok({ id, key, prefix });
  });
}

/** Ends a key: it is refused from the next request on. It stays in the list, so that old audit entries have a name. */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<Result<null>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .updateTable('api_key')
      .set({ revoked_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning(['name', 'prefix'])
      .executeTakeFirst();
    if (!row) return refuse('tenancy.api_key_not_found');
    await audit(tx, 'tenancy.api_key.revoked', { subject: { type: 'tenancy.api_key', id }, before: row });
    return ok(null);
  });
}

/** Ends every key of a person in the organization of `tx`, when they leave it or lose their account. */
export async function endKeysOf(tx: Ctx, userId: string): Promise<void> {
  const rows = await tx.db
    .updateTable('api_key')
    .set({ revoked_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('created_by', '=', userId)
    .where('service', '=', false)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name', 'prefix'])
    .execute();
  for (const { id, ...before } of rows) {
    await audit(tx, 'tenancy.api_key.revoked', { subject: { type: 'tenancy.api_key', id }, before });
  }
}
