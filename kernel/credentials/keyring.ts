/** An organization's keys in memory: opened once, not with every code. */
import { type Ctx, orgOf, type Services } from '../ctx/index.ts';
import { getSettings } from '../settings/index.ts';
import type { Algorithm } from './domain/token.ts';
import type { VerifyKey } from './domain/verify-token.ts';
import { type KeyRow, makeKey, openKey, type Sign, signerOf } from './key-material.ts';
import { credentialSettings } from './settings.ts';

export type Signer = { keyId: string; sign: Sign };
type Ring = { signer?: { loading: Promise<Signer>; at: number }; verifiers: Map<string, VerifyKey> };

/**
 * How long a process goes on signing with a key that another process rotated away, in milliseconds. Issuing asks within
 * its own insert, so this concerns codes drawn again only; under a retired key they are good anyway, and under a
 * revoked one they are refused and drawn anew.
 */
const MAX_AGE_MS = 5000;

const rings = new WeakMap<Services, Map<string, Ring>>();

function ringOf(ctx: Ctx): Ring {
  const ofApp = rings.get(ctx.services) ?? new Map<string, Ring>();
  rings.set(ctx.services, ofApp);
  const { id } = orgOf(ctx);
  const ring = ofApp.get(id) ?? { verifiers: new Map() };
  if (ofApp.size >= 1000 && !ofApp.has(id)) ofApp.clear();
  ofApp.set(id, ring);
  return ring;
}

/** The active key of the organization, made now when it has none yet. */
export function signer(ctx: Ctx): Promise<Signer> {
  const ring = ringOf(ctx);
  if (ring.signer && performance.now() - ring.signer.at < MAX_AGE_MS) return ring.signer.loading;
  const entry = { loading: loadSigner(ctx), at: performance.now() };
  ring.signer = entry;
  // A failed look-up is not kept.
  entry.loading.catch(() => {
    if (ring.signer === entry) ring.signer = undefined;
  });
  return entry.loading;
}

export function forgetSigner(ctx: Ctx): void {
  ringOf(ctx).signer = undefined;
}

// Read and made outside the caller's transaction: others sign with the key at once, and must not depend on whether that
// transaction commits. Hence a key can't be used in the transaction that rotates to it.
async function loadSigner(ctx: Ctx): Promise<Signer> {
  const row = (await readActive(ctx)) ?? (await makeFirst(ctx));
  return { keyId: row.id, sign: signerOf(ctx.config, orgOf(ctx).id, row) };
}

function readActive(ctx: Ctx): Promise<KeyRow | undefined> {
  return ctx.system
    .selectFrom('credential_key')
    .select(COLUMNS)
    .where('organization_id', '=', orgOf(ctx).id)
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
    // Two requests may make one each: the index keeps the first.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const active = await readActive(ctx);
  if (!active) throw new Error('the first credential key is gone again');
  return active;
}

/** What a token signed with this key is checked with; null when the organization has no such key, or can't open it. */
export async function verifier(ctx: Ctx, keyId: string): Promise<VerifyKey | null> {
  const { verifiers } = ringOf(ctx);
  const known = verifiers.get(keyId);
  if (known) return known;
  const row = await ctx.db
    .selectFrom('credential_key')
    .select(COLUMNS)
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', '=', keyId)
    .executeTakeFirst();
  const key = row && toVerifyKey(ctx, row);
  if (!key) return null;
  verifiers.set(keyId, key);
  return key;
}

function toVerifyKey(ctx: Ctx, row: KeyRow): VerifyKey | null {
  const { id: organizationId } = orgOf(ctx);
  const head = { id: row.id, organizationId, algorithm: row.algorithm as Algorithm };
  if (row.public_key) return { ...head, key: row.public_key };
  try {
    return { ...head, key: openKey(ctx.config, organizationId, row) };
  } catch (error) {
    // SECRET_KEY was changed: codes under this shared secret can't be checked any more, the others still can.
    ctx.log.warn({ key: row.id, error: (error as Error).message }, 'a credential key does not open');
    return null;
  }
}

const COLUMNS = ['id', 'algorithm', 'public_key', 'sealed_key'] as const;
