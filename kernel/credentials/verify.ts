/** Verifies codes that people show. */
import { type Ctx, inOrg, orgOf, type Services } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type Claims, extractToken, type ParsedToken, PLAIN, parseToken, subjectKind } from './domain/token.ts';
import { type VerifyKey, verifyParsed } from './domain/verify-token.ts';
import { checkSync } from './key-material.ts';
import { verifier } from './keyring.ts';

export type Verified = { subjectType: string; subjectId: string; version: number; credentialId: string };

/**
 * The subject of a scanned code. Accepts the bare token or any address with `/c/<token>`. Refusals, in the order of the
 * checks: `credentials.malformed` (not our code), `.other_organization`, `.unknown_key` (unknown or revoked key),
 * `.bad_signature` (forged or damaged), `.old_version` (replaced by another code), `.revoked`.
 */
export async function verifyCredential(ctx: Ctx, tokenOrUrl: string): Promise<Result<Verified>> {
  const checked = await checkSignature(ctx, tokenOrUrl);
  if (!checked.ok) return checked;
  const parsed = checked.data;
  const rows = await ctx.db
    .selectFrom('credential_key as k')
    .leftJoin('credential as c', (join) =>
      join.onRef('c.organization_id', '=', 'k.organization_id').on('c.subject_id', '=', parsed.subjectId),
    )
    .select(['k.state', 'c.id', 'c.subject_type', 'c.version', 'c.revoked_at'])
    .where(inOrg(ctx, 'k'))
    .where('k.id', '=', parsed.keyId)
    .execute();
  if (rows[0]?.state === 'revoked') return refuse('credentials.unknown_key');
  const row = rows.find((each) => each.subject_type !== null && subjectKind(each.subject_type) === parsed.kind);
  // Signed, but without a row: its transaction never committed, or an older backup was restored.
  if (!row?.id || row.subject_type === null) return refuse('credentials.revoked');
  if (row.version !== parsed.version) return refuse('credentials.old_version');
  if (row.revoked_at) return refuse('credentials.revoked');
  return ok({
    subjectType: row.subject_type,
    subjectId: parsed.subjectId,
    version: parsed.version,
    credentialId: row.id,
  });
}

/**
 * The claims of a code with a valid signature: checks the first four of the refusals above. The caller checks in its
 * own statement whether the code is current. The key is cached after its first code.
 */
export async function checkSignature(ctx: Ctx, tokenOrUrl: string, format = PLAIN): Promise<Result<Claims>> {
  const token = extractToken(tokenOrUrl, format);
  const known = token === null ? undefined : provenOf(ctx.services).get(token);
  const parsed = known?.parsed ?? (token === null ? null : parseToken(token, format));
  if (!token || !parsed) return refuse('credentials.malformed');
  if (parsed.organizationId !== orgOf(ctx).id) return refuse('credentials.other_organization');
  const key = await verifier(ctx, parsed.keyId);
  if (!key) return refuse('credentials.unknown_key');
  if (known?.key === key) return ok(known.claims);
  const checked = await verifyParsed(parsed, [key], checkSync);
  if (checked.ok && format === PLAIN) provenOf(ctx.services).set(token, { parsed, claims: checked.data, key });
  return checked;
}

/**
 * Codes whose signature was valid, as they were read: a printed code is scanned three times a day, and its signature
 * stays valid. Checking it costs 45 µs. Codes of other formats are not cached: those that change are not scanned again.
 */
type Proven = { parsed: ParsedToken; claims: Claims; key: VerifyKey };
const proven = new WeakMap<Services, Map<string, Proven>>();
const KEPT = 20_000;

function provenOf(services: Services): Map<string, Proven> {
  const known = proven.get(services) ?? new LimitedMap<string, Proven>(KEPT);
  proven.set(services, known);
  return known;
}
