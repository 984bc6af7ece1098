import { createUser } from '../../kernel/auth/index.ts';
import type { Organization, Role } from '../../kernel/ctx/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import { type Caller, caller, type TestApp } from './index.ts';

export const PASSWORD = 'correct horse battery';

/** A person who can sign in for real; `address` separates each test's throttle. */
export async function person(app: TestApp, organization: Organization, role: Role) {
  const email = `${newId()}@people.example`;
  const ctx = app.ctxFor(organization, 'test');
  const made = await createUser(ctx, { name: 'Asha Rao', email, password: PASSWORD }, { organization, role });
  if (!made.ok) throw new Error(made.code);
  return { ...made.data, email };
}

let addresses = 0;
/** A unique address: the server counts requests by address, and there are many tests. */
export const newAddress = () => `10.9.${++addresses >> 8}.${addresses & 255}`;

/** A visitor without a session. */
export function visitor(app: TestApp, headers: Record<string, string> = {}, address = newAddress()): Caller {
  const http = { inject: (options: object) => app.http.inject({ ...options, remoteAddress: address }) };
  const from = { ...app, http } as TestApp;
  return caller(from, { userId: '', headers: { origin: app.config.PUBLIC_URL, ...headers } });
}

/** Signs in through the route and continues with its cookie. */
export async function signIn(
  app: TestApp,
  credentials: { email: string; password: string; code?: string },
  address = newAddress(),
) {
  const answer = await visitor(app, {}, address).post('/auth/sign-in', credentials);
  const cookie = cookieFrom(answer.headers);
  return { answer, browser: visitor(app, { cookie, 'x-csrf-token': '1' }, address) };
}

export function cookieFrom(headers: Record<string, unknown>): string {
  return [headers['set-cookie'] ?? []]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ');
}

/** The parameters of the last mail to an address. */
export async function lastMail(app: TestApp, email: string) {
  return app.boot.database.system
    .selectFrom('message')
    .selectAll()
    .where('to_address', '=', email)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
