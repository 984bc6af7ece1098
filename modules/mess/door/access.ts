/**
 * How a phone that was set up says who it is, without keeping its staff token: it signs a challenge with the key that nobody can read out,
 * and gets an access for an hour, which it keeps in memory only. Both are the server's own words under a key from SECRET_KEY; no table holds them.
 */
import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { type Ctx, type House, orgOf } from '../../../kernel/ctx/index.ts';
import { findOrganization } from '../../../kernel/db/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { sessionText } from '../domain/session-text.ts';
import type { AccessGiven, SessionInput } from '../door-contract.ts';

export const ACCESS_PREFIX = 'cfs_';
const ACCESS_MS = 3_600_000;
const CHALLENGE_MS = 120_000;
const MAC_BYTES = 32;
/** organization, device, the token's hash, and until when */
const PAYLOAD_BYTES = 16 + 16 + 32 + 6;
const FORM = /^bearer cfs_([A-Za-z0-9_-]{136})$/i;

/** What an access says. That its token is still good is looked up with each request. */
export type AccessClaims = { organizationId: string; deviceId: string; hash: Buffer };

type Keys = { access: Buffer; challenge: Buffer };
const houses = new WeakMap<House, Keys>();

function keysOf({ house, config: { SECRET_KEY } }: Ctx): Keys {
  const known = houses.get(house);
  if (known) return known;
  const keys = {
    access: deriveKey(SECRET_KEY, 'mess:access'),
    challenge: deriveKey(SECRET_KEY, 'mess:challenge'),
  };
  houses.set(house, keys);
  return keys;
}

const mac = (key: Buffer, bytes: Uint8Array) => createHmac('sha256', key).update(bytes).digest();
const hexOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Something to sign, good for two minutes. */
export function makeChallenge(ctx: Ctx): string {
  const bytes = Buffer.alloc(6 + 16);
  bytes.writeUIntBE(ctx.clock.now().getTime() + CHALLENGE_MS, 0, 6);
  randomBytes(16).copy(bytes, 6);
  return Buffer.concat([bytes, mac(keysOf(ctx).challenge, bytes)]).toString('base64url');
}

function isFresh(ctx: Ctx, challenge: string): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== 22 + MAC_BYTES) return false;
  const said = bytes.subarray(0, 22);
  return (
    timingSafeEqual(mac(keysOf(ctx).challenge, said), bytes.subarray(22)) &&
    said.readUIntBE(0, 6) > ctx.clock.now().getTime()
  );
}

/**
 * An access for a device that signed a challenge; also once its token has ended, so that it can hand in what it scanned before. Refuses
 * with `mess.token.refused`, whatever is wrong.
 */
export async function giveAccess(ctx: Ctx, input: SessionInput): Promise<Result<AccessGiven>> {
  const { organization: organizationId, device, challenge, signature } = input;
  const organization = isFresh(ctx, challenge) ? await findOrganization(ctx.system, { id: organizationId }) : null;
  if (!organization) return refuse('mess.token.refused');
  const inside = { ...ctx, organization, db: ctx.house.database.forOrganization(organization.id) };
  const row = await inside.db
    .selectFrom('mess_device as d')
    .innerJoin('mess_staff_token as t', (on) =>
      on.onRef('t.organization_id', '=', 'd.organization_id').onRef('t.id', '=', 'd.token_id'),
    )
    .select(['d.public_key', 't.token_hash'])
    .where('d.organization_id', '=', orgOf(inside).id)
    .where('d.id', '=', device)
    .executeTakeFirst();
  if (!row) return refuse('mess.token.refused');
  const key = createPublicKey({ key: Buffer.from(row.public_key, 'base64url'), format: 'der', type: 'spki' });
  const text = Buffer.from(sessionText(organizationId, device, challenge));
  const signed = verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!signed) return refuse('mess.token.refused');
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  hexOf(organizationId).copy(payload, 0);
  hexOf(device).copy(payload, 16);
  row.token_hash.copy(payload, 32);
  payload.writeUIntBE(ctx.clock.now().getTime() + ACCESS_MS, 64, 6);
  const access = Buffer.concat([payload, mac(keysOf(ctx).access, payload)]).toString('base64url');
  return ok({ access: ACCESS_PREFIX + access, seconds: ACCESS_MS / 1000 });
}

/** What a request's access says; null when it carries none, or one that is over or not ours. */
export function readAccess(ctx: Ctx, authorization: string | undefined): AccessClaims | null {
  const text = FORM.exec(authorization ?? '')?.[1];
  if (!text) return null;
  const bytes = Buffer.from(text, 'base64url');
  const payload = bytes.subarray(0, PAYLOAD_BYTES);
  if (!timingSafeEqual(mac(keysOf(ctx).access, payload), bytes.subarray(PAYLOAD_BYTES))) return null;
  if (payload.readUIntBE(64, 6) <= ctx.clock.now().getTime()) return null;
  return {
    organizationId: idOf(payload.subarray(0, 16)),
    deviceId: idOf(payload.subarray(16, 32)),
    hash: Buffer.from(payload.subarray(32, 64)),
  };
}

/** Whether a header has the form of an access at all. */
export const looksLikeAccess = (authorization: string | undefined) => FORM.test(authorization ?? '');
