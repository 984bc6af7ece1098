import { newOrgSecret, type OrgSecret, readBearer } from './org-secret.ts';

/** Begins every staff token, so that one is known when it turns up where it shouldn't, and not taken for an API key. */
export const STAFF_TOKEN_PREFIX = 'cfm_';

export const newStaffToken = (organizationId: string) => newOrgSecret(STAFF_TOKEN_PREFIX, organizationId);

/** Reads what a request carries in `Authorization`: whose door it opens, and what is looked up instead of it; null when that is no staff token. */
export const readStaffToken = (authorization: string | undefined): OrgSecret | null =>
  readBearer(STAFF_TOKEN_PREFIX, authorization);
