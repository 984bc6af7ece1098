import { createHmac } from 'node:crypto';
import type { Organization, Role } from '../../kernel/ctx/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import type { TestHouse } from './index.ts';

/**
 * A new person with a role and a live session, written straight into the tables: the sign-in itself has its own tests,
 * and a password hash in every test would be most of its time.
 */
export async function signInAs(house: TestHouse, organization: Organization, role: Role) {
  const db = house.boot.database.system;
  const userId = newId();
  const token = newId().replaceAll('-', '');
  const expires_at = new Date(Date.now() + 3_600_000);
  await db
    .insertInto('auth_user')
    .values({ id: userId, name: `Test ${role}`, email: `${userId}@test.example` })
    .execute();
  await db.insertInto('membership').values({ organization_id: organization.id, user_id: userId, role }).execute();
  await db
    .insertInto('auth_session')
    .values({ id: newId(), user_id: userId, token, active_organization_id: organization.id, expires_at })
    .execute();
  return {
    userId,
    headers: {
      cookie: sessionCookie(token, house.config.SECRET_KEY),
      origin: house.config.PUBLIC_URL,
      'x-csrf-token': '1',
    },
  };
}

/** The session cookie as better-auth signs it: token.HMAC-SHA256(token). */
export function sessionCookie(token: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `counterfoil.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}
