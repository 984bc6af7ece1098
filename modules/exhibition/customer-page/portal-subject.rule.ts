/** The customer's name in a portal token: `exhibition.customer:<uuid>`. */
const PREFIX = 'exhibition.customer:';

export const portalSubject = (customerId: string): string => `${PREFIX}${customerId}`;

/** The customer's id; null when the token is another module's. */
export function customerOfSubject(subject: string | null): string | null {
  return subject?.startsWith(PREFIX) ? subject.slice(PREFIX.length) : null;
}
