export const ROLES = ['viewer', 'ops', 'admin', 'owner'] as const;
/** Roles in an organization; each has all rights of the one before it. */
export type Role = (typeof ROLES)[number];
