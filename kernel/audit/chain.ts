import { createHash, createHmac } from 'node:crypto';
import { deriveKey } from '../lib/derive-key.ts';

/**
 * The text of an entry that is hashed: every column but `xact`, which only helps to find new entries. Times are in UTC
 * with microseconds, whatever the session's settings; jsonb prints in one canonical form. The sealer hashes this text
 * in the database, `verifyAudit` hashes it here, so the proof does not depend on a database function that somebody may
 * have replaced.
 */
export const CANONICAL = `jsonb_build_array(e.organization_id, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  e.actor_kind, e.actor_id, e.actor_name, e.action, e.subject_type, e.subject_id, e.before, e.after, e.note,
  e.request_id, e.ip, e.user_agent)::text`;

/** SHA-256 of an entry's canonical text. */
export function digestOf(canonical: string): Buffer {
  return createHash('sha256').update(canonical, 'utf8').digest();
}

export type Link = {
  organizationId: string;
  sequence: number;
  entryIds: string[];
  /** 32 bytes for each id, in the same order */
  entryDigests: Buffer;
  previousHash: Buffer;
  sealedAt: Date;
};

export const NO_HASH = Buffer.alloc(32);

/**
 * The hash of a link covers what it seals and the hash of the link before it, so a change of an earlier link is always
 * noticed.
 */
export function linkHash(link: Link): Buffer {
  const header = JSON.stringify([
    link.organizationId,
    link.sequence,
    link.sealedAt.toISOString(),
    link.previousHash.toString('hex'),
    link.entryIds,
  ]);
  return createHash('sha256').update(header).update(link.entryDigests).digest();
}

/**
 * The key that signs links. Somebody who can write to the database could rebuild a plain chain from end to end; without
 * SECRET_KEY they cannot make the signatures.
 */
export type SigningKey = { id: string; sign(hash: Buffer): Buffer };

export function signingKey(secretKey: string): SigningKey {
  const key = deriveKey(secretKey, 'audit-seal');
  return {
    id: createHash('sha256').update(key).digest('base64url').slice(0, 8),
    sign: (hash) => createHmac('sha256', key).update(hash).digest(),
  };
}

/** What the signature of a redacted entry covers: which entry, and the digest of what is left of it. */
export function redactionHash(organizationId: string, entryId: string, digest: Buffer): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(['redaction', organizationId, entryId]))
    .update(digest)
    .digest();
}
