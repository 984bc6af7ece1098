import { audit } from '../../audit/index.ts';
import { attemptsOf, type Counter, countAttempt, hourOf } from '../../auth/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { enterOrganization, transaction } from '../../db/index.ts';
import { addressKey } from '../../lib/address.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret, newSecret } from '../../lib/tokens.ts';
import { DEVICE_TOKEN_PREFIX, isOver } from '../authenticator.ts';
import { hashCode, readCode } from '../codes.ts';
import type { EnrolInput, Enrolled } from '../contract.ts';
import { readPublicKey } from '../keys.ts';
import { DEVICE } from '../names.ts';
import { usedKind } from './hand-over.action.ts';

/** Wrong codes allowed in an hour, from one address and for one organization; then with growing pauses. */
const FREE = { address: 20, organization: 30 };

/**
 * Exchanges a device's code for a token, or stores the device's key. Until the device first uses it, the code works
 * again and gives a new one, because the first answer may have been lost. That ends what an earlier use of the code
 * got.
 *
 * Refusals: `devices.code_wrong` (unknown, used, or expired), `key_malformed`, `auth.too_many_attempts`.
 */
export function enrol(ctx: Ctx, input: EnrolInput): Promise<Result<Enrolled>> {
  return enrolBy(ctx, input, null, async (_, enrolled) => ok(enrolled));
}

/**
 * The same for a module whose devices enrol at an address of its own: only codes of devices of this kind work there.
 * `also` is part of the transaction that makes the token; when it refuses, the code stays as it was.
 */
export function enrolAs<T>(
  ctx: Ctx,
  kind: string,
  input: EnrolInput,
  also: (tx: Ctx, enrolled: Enrolled) => Promise<Result<T>>,
): Promise<Result<T>> {
  return enrolBy(ctx, input, kind, also);
}

async function enrolBy<T>(
  ctx: Ctx,
  input: EnrolInput,
  wanted: string | null,
  also: (tx: Ctx, enrolled: Enrolled) => Promise<Result<T>>,
): Promise<Result<T>> {
  const read = readCode(input.code);
  if (!read) return refuse('devices.code_wrong');
  if (input.public_key !== undefined && !readPublicKey(input.public_key)) {
    return refuse('devices.key_malformed', undefined, { public_key: 'devices.key_malformed' });
  }
  const known = await ctx.system
    .selectFrom('device')
    .select(['organization_id', 'id', 'name', 'kind'])
    .where('code_hash', '=', hashCode(ctx, read.code))
    .executeTakeFirst();
  const inside = known && (await enterOrganization(ctx, { id: known.organization_id }));
  // Only wrong codes are counted, and slow only further wrong ones: a mobile operator's customers share an address, and
  // the four letters of an organization are no secret. Whoever has a right code comes in.
  if (!known || !inside || !usedKind(inside, known.kind) || (wanted !== null && wanted !== known.kind)) {
    const counted = await countAttempt(ctx, wrongCodes(ctx, read.part));
    return counted.ok ? refuse('devices.code_wrong') : counted;
  }
  const { id, name, kind: sort } = known;
  const actor = { kind: 'device', id, name, sort, permissions: [] } as const;
  return transaction({ ...inside, actor }, async (tx) => {
    const taken = await takeIn(tx, id, input);
    return taken.ok ? also(tx, taken.data) : taken;
  });
}

/** Of an hour, so that honest mistakes of months don't add up. */
function wrongCodes(ctx: Ctx, part: string): Counter[] {
  const hour = hourOf(ctx);
  return [
    attemptsOf(FREE.address, 'device address', hour, addressKey(ctx.ip)),
    attemptsOf(FREE.organization, 'device organization', hour, part),
  ];
}

/** The same for a known device, without a limit of attempts; refuses with `devices.code_wrong`. */
export function setUpDevice(ctx: Ctx, id: string, input: EnrolInput): Promise<Result<Enrolled>> {
  return transaction(ctx, (tx) => takeIn(tx, id, input));
}

async function takeIn(tx: Ctx, id: string, input: EnrolInput): Promise<Result<Enrolled>> {
  const now = tx.clock.now();
  const codeHash = hashCode(tx, readCode(input.code)?.code ?? '');
  const organization = orgOf(tx);
  // The row's lock makes two uses of one code take turns: the second replaces the first.
  const row = await tx.db
    .selectFrom('device')
    .select(['name', 'kind', 'firmware', 'revoked_at', 'valid_until', 'code_expires_at'])
    .where('organization_id', '=', organization.id)
    .where('id', '=', id)
    .where('code_hash', '=', codeHash)
    .forUpdate()
    .executeTakeFirst();
  if (!row?.code_expires_at || row.code_expires_at <= now || isOver(row, now)) return refuse('devices.code_wrong');
  const { public_key = null, firmware = row.firmware } = input;
  await tx.db
    .deleteFrom('device_token')
    .where('organization_id', '=', organization.id)
    .where('device_id', '=', id)
    .execute();
  await tx.db
    .updateTable('device')
    .set({ public_key, firmware, enrolled_at: now, last_seen_at: now })
    .where('organization_id', '=', organization.id)
    .where('id', '=', id)
    .execute();
  const token = public_key === null ? await giveToken(tx, id, null) : null;
  await audit(tx, 'devices.enrolled', { subject: { type: DEVICE, id }, after: { name: row.name, firmware } });
  const { name, timeZone: time_zone, language } = organization;
  return ok({
    device: { id, kind: row.kind, name: row.name, valid_until: row.valid_until?.toISOString() ?? null },
    organization: { id: organization.id, name, time_zone, language },
    token,
  });
}

/** Makes a token for a device; only its hash is stored. */
export async function giveToken(tx: Ctx, deviceId: string, expiresAt: Date | null): Promise<string> {
  const token = DEVICE_TOKEN_PREFIX + newSecret();
  const now = tx.clock.now();
  await tx.db
    .insertInto('device_token')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      device_id: deviceId,
      token_hash: hashSecret(token),
      expires_at: expiresAt,
      created_at: now,
    })
    .execute();
  return token;
}
