/** Issues codes. */
import { CompiledQuery } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import type { Write } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { credentialUrl, joinToken, PLAIN, signedBytes, subjectKind, type TokenFormat } from './domain/token.ts';
import { forgetSigner, type Signer, signer } from './keyring.ts';

/** The holder of a code: `{ subjectType: 'exhibition.customer', subjectId: <uuid> }`. */
export type Subject = { subjectType: string; subjectId: string };
export type Issued = { credentialId: string; token: string; version: number };
export type Credential = Subject & {
  id: string;
  version: number;
  revokedAt: Date | null;
  reason: string | null;
  createdAt: Date;
};

/**
 * Issues a subject's credential and signs its token: one insert, and about 30 µs of signing meanwhile. Call it with the
 * caller's own inserts (`Promise.all`) inside `transaction()`. A subject that has one keeps it. It is part of the
 * action that makes the subject, which writes the audit. Throws when the subject's credential was revoked: a new one is
 * then a decision (`reissueCredential`).
 */
export async function issueCredential(tx: Ctx, subject: Subject): Promise<Issued> {
  const key = await signer(tx);
  const credentialId = newId();
  const inserting = insert(tx, key, credentialId, subject);
  const token = sign(tx, key, subject, 1);
  if (await inserting) return { credentialId, token, version: 1 };
  return issueAgain(tx, subject, credentialId);
}

/**
 * The credential of a subject that the same transaction makes, as one of its last statements (`endingWith`), and its
 * token, which is known before. It looks whether the key is still the active one.
 */
export async function credentialWrite(tx: Ctx, subject: Subject): Promise<{ token: string; write: Write }> {
  const key = await activeSigner(tx);
  const { subjectType: subject_type, subjectId: subject_id } = subject;
  const row = { organization_id: orgOf(tx).id, id: newId(), subject_type, subject_id, created_at: tx.clock.now() };
  return { token: sign(tx, key, subject, 1), write: tx.db.insertInto('credential').values(row).compile() };
}

/** The remembered signer, or the newer one when another process has rotated the key. */
async function activeSigner(tx: Ctx): Promise<Signer> {
  const key = await signer(tx);
  const active = await tx.db
    .selectFrom('credential_key')
    .select('id')
    .where(inOrg(tx))
    .where('id', '=', key.keyId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (active) return key;
  forgetSigner(tx);
  return signer(tx);
}

/** The insert wrote nothing: either the key is no longer active, or the subject has a credential. */
async function issueAgain(tx: Ctx, subject: Subject, credentialId: string): Promise<Issued> {
  forgetSigner(tx);
  const key = await signer(tx);
  if (await insert(tx, key, credentialId, subject)) {
    return { credentialId, token: sign(tx, key, subject, 1), version: 1 };
  }
  const present = await findCredential(tx, subject);
  if (!present) throw new Error(`no credential could be issued for ${subject.subjectType} ${subject.subjectId}`);
  if (present.revokedAt) throw new Error(`the credential of ${subject.subjectType} ${subject.subjectId} was revoked`);
  return { credentialId: present.id, token: sign(tx, key, subject, present.version), version: present.version };
}

// The statement also checks the key: a key that another process has rotated signs nothing new.
const INSERT = `insert into credential (organization_id, id, subject_type, subject_id, created_at)
select organization_id, $1, $2, $3, $4 from credential_key where organization_id = $5 and id = $6 and state = 'active'
on conflict do nothing`;

async function insert(tx: Ctx, key: Signer, id: string, subject: Subject): Promise<boolean> {
  const { subjectType, subjectId } = subject;
  const values = [id, subjectType, subjectId, tx.clock.now(), orgOf(tx).id, key.keyId];
  const { numAffectedRows } = await tx.db.executeQuery(CompiledQuery.raw(INSERT, values));
  return numAffectedRows === 1n;
}

/**
 * The token of a credential, signed with the active key. The same key gives the same token; after a rotation it is
 * another one, and both are valid until the old key is revoked.
 */
export async function tokenFor(ctx: Ctx, credential: Subject & { version: number }): Promise<string> {
  return sign(ctx, await signer(ctx), credential, credential.version);
}

/** Tokens of one credential in a module's own format, one for each of its `own` bytes. About 30 µs each. */
export async function tokensIn(
  format: TokenFormat,
  ctx: Ctx,
  credential: Subject & { version: number },
  own: Uint8Array[],
): Promise<string[]> {
  const key = await signer(ctx);
  return own.map((bytes) => sign(ctx, key, credential, credential.version, format, bytes));
}

/** The address in a token's QR, under PUBLIC_URL. */
export function urlFor(ctx: Ctx, token: string): string {
  return credentialUrl(ctx.config.PUBLIC_URL, token);
}

/** The subject's credential, valid or revoked; null when it never had one. */
export async function findCredential(ctx: Ctx, subject: Subject): Promise<Credential | null> {
  const row = await ctx.db
    .selectFrom('credential')
    .select(['id', 'version', 'revoked_at', 'reason', 'created_at'])
    .where(inOrg(ctx))
    .where('subject_id', '=', subject.subjectId)
    .where('subject_type', '=', subject.subjectType)
    .executeTakeFirst();
  if (!row) return null;
  const { id, version, revoked_at: revokedAt, reason, created_at: createdAt } = row;
  const { subjectType, subjectId } = subject;
  return { id, version, revokedAt, reason, createdAt, subjectType, subjectId };
}

function sign(
  ctx: Ctx,
  key: Signer,
  subject: Subject,
  version: number,
  format = PLAIN,
  own: Uint8Array = new Uint8Array(),
): string {
  const claims = {
    keyId: key.keyId,
    organizationId: orgOf(ctx).id,
    kind: subjectKind(subject.subjectType),
    subjectId: subject.subjectId,
    version,
    own,
  };
  const signed = signedBytes(claims, format);
  return joinToken(signed, key.sign(signed));
}
