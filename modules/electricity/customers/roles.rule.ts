/** What each role of an account at a customer may do. The routes, the chat and the portal's buttons read this table. */

export const MEMBER_ROLES = ['manager', 'buyer', 'viewer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

const ROLE_RULES = {
  /** balance, consumption, purchases */
  see: ['manager', 'buyer', 'viewer'],
  buy: ['manager', 'buyer'],
  /** people, buildings, departments, meters' names; claiming meters */
  manage: ['manager'],
} as const satisfies Record<string, readonly MemberRole[]>;

export type MemberRight = keyof typeof ROLE_RULES;

export function mayMember(right: MemberRight, role: MemberRole): boolean {
  return (ROLE_RULES[right] as readonly MemberRole[]).includes(role);
}
