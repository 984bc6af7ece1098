import { hashSecret, newSecret } from './tokens.ts';

/**
 * Secrets that contain their organization, so that the look-up needs one organization only: a prefix, the organization
 * in 32 hex digits, and 256 random bits in base64url.
 */
export type OrgSecret = { organizationId: string; hash: Buffer };

const FORM = /^([0-9a-f]{32})([A-Za-z0-9_-]{43})$/;

/** A new secret, and what is stored of it (SHA-256). */
export function newOrgSecret(prefix: string, organizationId: string): { token: string; hash: Buffer } {
  const token = `${prefix}${organizationId.replaceAll('-', '')}${newSecret()}`;
  return { token, hash: hashSecret(token) };
}

/** Reads one; null when it isn't of this form. */
export function readOrgSecret(prefix: string, token: string): OrgSecret | null {
  const hex = token.startsWith(prefix) ? FORM.exec(token.slice(prefix.length))?.[1] : undefined;
  if (!hex) return null;
  const organizationId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { organizationId, hash: hashSecret(token) };
}
