import { hashSecret, newSecret } from '../../../kernel/lib/tokens.ts';

/** Begins every staff token, so that one is known when it turns up where it shouldn't, and not taken for an API key. */
export const STAFF_TOKEN_PREFIX = 'cfm_';

/** What a staff token says by itself: whose door it opens, and what is looked up instead of it. */
export type StaffTokenClaims = { organizationId: string; hash: Buffer };

const FORM = /^cfm_([0-9a-f]{32})([A-Za-z0-9_-]{43})$/;

/** A new token: the organization, so that it is found without asking all of them, and 256 random bits. */
export function newStaffToken(organizationId: string): { token: string; hash: Buffer } {
  const token = `${STAFF_TOKEN_PREFIX}${organizationId.replaceAll('-', '')}${newSecret()}`;
  return { token, hash: hashSecret(token) };
}

/** Reads what a request carries in `Authorization`; null when that is no staff token. */
export function readStaffToken(authorization: string | undefined): StaffTokenClaims | null {
  const token = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const hex = FORM.exec(token)?.[1];
  if (!hex) return null;
  const organizationId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { organizationId, hash: hashSecret(token) };
}
