/**
 * Signs in a device that cannot keep a secret: it signs a challenge with a key that cannot be exported, and gets a
 * token for an hour, which it keeps in memory only.
 */

import { createHmac, randomBytes, verify } from 'node:crypto';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { enterOrganization, transaction } from '../../db/index.ts';
import { constantTimeEqual } from '../../lib/constant-time-equal.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isOver } from '../authenticator.ts';
import { type SessionGiven, type SessionInput, sessionText } from '../contract.ts';
import { spendCode } from '../first-use.ts';
import { readPublicKey } from '../keys.ts';
import { giveToken } from './enrol.action.ts';

const TOKEN_MS = 3_600_000;
const CHALLENGE_MS = 120_000;
/** The expiry and random bytes. */
const EXPIRY_BYTES = 6 + 16;
const MAC_BYTES = 32;

const mac = (ctx: Ctx, bytes: Uint8Array) =>
  createHmac('sha256', ctx.services.devices.keys.challenge).update(bytes).digest();

/** A challenge to sign, valid for two minutes: authenticated by the server's key, stored in no table. */
export function makeChallenge(ctx: Ctx): string {
  const bytes = Buffer.alloc(EXPIRY_BYTES);
  bytes.writeUIntBE(ctx.clock.now().getTime() + CHALLENGE_MS, 0, 6);
  randomBytes(16).copy(bytes, 6);
  return Buffer.concat([bytes, mac(ctx, bytes)]).toString('base64url');
}

function isFresh(ctx: Ctx, challenge: string): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== EXPIRY_BYTES + MAC_BYTES) return false;
  const expiry = bytes.subarray(0, EXPIRY_BYTES);
  return (
    constantTimeEqual(mac(ctx, expiry), bytes.subarray(EXPIRY_BYTES)) &&
    expiry.readUIntBE(0, 6) > ctx.clock.now().getTime()
  );
}

/**
 * Returns a token for a device that signed a challenge; also for an ended device if its kind may still do something.
 * Refuses with `devices.refused` for every fault.
 */
export async function openSession(ctx: Ctx, input: SessionInput): Promise<Result<SessionGiven>> {
  const { organization, device: id, challenge, signature } = input;
  const inside = isFresh(ctx, challenge) ? await enterOrganization(ctx, { id: organization }) : null;
  if (!inside) return refuse('devices.refused');
  return transaction(inside, async (tx) => {
    const now = tx.clock.now();
    const row = await tx.db
      .selectFrom('device')
      .select(['kind', 'public_key', 'revoked_at', 'valid_until'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const kind = row && tx.services.devices.kinds.get(row.kind);
    const key = row?.public_key ? readPublicKey(row.public_key) : null;
    if (!row || !kind || !key || (isOver(row, now) && !kind.afterEnd)) return refuse('devices.refused');
    const signed = Buffer.from(sessionText(organization, id, challenge));
    const proof = Buffer.from(signature, 'base64url');
    if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, proof)) return refuse('devices.refused');
    await tx.db
      .deleteFrom('device_token')
      .where(inOrg(tx))
      .where('device_id', '=', id)
      .where('expires_at', '<=', now)
      .execute();
    await spendCode(tx.db, orgOf(tx).id, id);
    const token = await giveToken(tx, id, new Date(now.getTime() + TOKEN_MS));
    return ok({ token, seconds: TOKEN_MS / 1000 });
  });
}
