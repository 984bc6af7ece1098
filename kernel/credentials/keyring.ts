/** Caches an organization's keys, decrypted once instead of for every code. */
import { type Ctx, inOrg, orgOf, perOrganization } from '../ctx/index.ts';
import { getSettings } from '../settings/index.ts';
import type { Algorithm } from './domain/token.ts';
import { type KeyRow, makeKey, openKey, type ServerKey, type Sign, signerOf } from './key-material.ts';
import { credentialSettings } from './settings.ts';

export type Signer = { keyId: string; sign: Sign };
type Ring = { signer?: { loading: Promise<Signer>; at: number }; verifiers: Map<string, ServerKey> };

/**
 * Milliseconds for which a process may still sign with a key that another process rotated. Issuing checks the key in
 * its insert, so this only concerns codes drawn again: with a retired key they are valid, with a revoked one they are
 * refused and drawn again.
 */
const MAX_AGE_MS = 5000;

const ringOf = perOrganization((): Ring => ({ verifiers: new Map() }));

/** The active key of the organization; makes the first one. */
export function signer(ctx: Ctx): Promise<Signer> {
  const ring = ringOf(ctx);
  if (ring.signer && performance.now() - ring.signer.at < MAX_AGE_MS) return ring.signer.loading;
  const entry = { loading: loadSigner(ctx), at: performance.now() };
  ring.signer = entry;
  // A failed look-up is not cached.
  entry.loading.catch(() => {
    if (ring.signer === entry) ring.signer = undefined;
  });
  return entry.loading;
}

export function forgetSigner(ctx: Ctx): void {
  ringOf(ctx).signer = undefined;
}

// Read and made outside the caller's transaction: other requests sign with the key at once, and must not depend on
// whether that transaction commits. So the transaction that rotates to a key cannot use it.
async function loadSigner(ctx: Ctx): Promise<Signer> {
  const row = (await readActive(ctx)) ?? (await makeFirst(ctx));
  return { keyId: row.id, sign: signerOf(ctx.config, orgOf(ctx).id, row) };
}

function readActive(ctx: Ctx): Promise<KeyRow | undefined> {
  return ctx.system
    .selectFrom('credential_key')
    .select(COLUMNS)
    .where(inOrg(ctx))
    .where('state', '=', 'active')
    .executeTakeFirst();
}

async function makeFirst(ctx: Ctx): Promise<KeyRow> {
  const { id: organizationId } = orgOf(ctx);
  const { algorithm } = await getSettings(ctx, credentialSettings);
  const key = makeKey(ctx.config, organizationId, algorithm as Algorithm);
  await ctx.system
    .insertInto('credential_key')
    .values({ ...key, organization_id: organizationId, created_at: ctx.clock.now() })
    // Two requests may each make one: the index keeps the first.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const active = await readActive(ctx);
  if (!active) throw new Error('the first credential key is gone again');
  return active;
}

/** The key for verifying a token; null when the organization has no such key, or it cannot be decrypted. */
export async function verifier(ctx: Ctx, keyId: string): Promise<ServerKey | null> {
  const { verifiers } = ringOf(ctx);
  const known = verifiers.get(keyId);
  if (known) return known;
  const row = await ctx.db
    .selectFrom('credential_key')
    .select(COLUMNS)
    .where(inOrg(ctx))
    .where('id', '=', keyId)
    .executeTakeFirst();
  const key = row && toServerKey(ctx, row);
  if (!key) return null;
  verifiers.set(keyId, key);
  return key;
}

function toServerKey(ctx: Ctx, row: KeyRow): ServerKey | null {
  const { id: organizationId } = orgOf(ctx);
  const head = { id: row.id, organizationId, algorithm: row.algorithm as Algorithm };
  try {
    const key = row.public_key ?? openKey(ctx.config, organizationId, row);
    return { ...head, key, sign: signerOf(ctx.config, organizationId, row) };
  } catch (error) {
    // SECRET_KEY was changed: codes with a shared secret can no longer be verified, others by their public key.
    ctx.log.warn({ key: row.id, error: (error as Error).message }, 'a credential key could not be decrypted');
    return row.public_key ? { ...head, key: row.public_key, sign: null } : null;
  }
}

const COLUMNS = ['id', 'algorithm', 'public_key', 'sealed_key'] as const;
