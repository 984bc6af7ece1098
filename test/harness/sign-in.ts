import { cookieOf } from '../../kernel/auth/index.ts';
import type { Organization, Role } from '../../kernel/ctx/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import type { TestApp } from './test-app.ts';

/**
 * A new person with a role and a session, written straight into the tables: the sign-in has its own tests, and a
 * password hash in every test would take most of its time.
 */
export async function signInAs(app: TestApp, organization: Organization, role: Role) {
  const db = app.boot.database.system;
  const userId = newId();
  const session = {
    id: newId(),
    token: newId().replaceAll('-', ''),
    userId,
    // By the server's clock, which a test may have moved.
    expiresAt: new Date(Math.max(Date.now(), app.boot.clock.now().getTime()) + 3_600_000),
  };
  await db
    .insertInto('auth_user')
    .values({ id: userId, name: `Test ${role}`, email: `${userId}@test.example` })
    .execute();
  await db.insertInto('membership').values({ organization_id: organization.id, user_id: userId, role }).execute();
  await db
    .insertInto('auth_session')
    .values({
      id: session.id,
      user_id: userId,
      token: session.token,
      active_organization_id: organization.id,
      expires_at: session.expiresAt,
    })
    .execute();
  return {
    userId,
    headers: {
      cookie: cookieOf(app.boot.services.auth, session),
      origin: app.config.PUBLIC_URL,
      'x-csrf-token': '1',
    },
  };
}
