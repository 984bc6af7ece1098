export const ROLES = ['viewer', 'ops', 'admin', 'owner'] as const;
/** Roles in an organization, each able to do all that the one before it can. */
export type Role = (typeof ROLES)[number];
