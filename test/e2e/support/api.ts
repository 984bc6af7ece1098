import type { Site } from './server.ts';

export const OWNER = { name: 'Meera Nair', email: 'meera@fair.example', password: 'three quiet mango trees' };

/** A signed-in caller of the API, like the console. */
export type Caller = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<T>;

/** Sets the server up through the API of the first-run page; `others`: what differs from a fair in India. */
export async function found(server: Site, modules = ['exhibition'], others: object = {}): Promise<Caller> {
  const token = await server.firstRunToken();
  const organization = {
    name: 'Handloom Fair',
    country: 'IN',
    time_zone: 'Asia/Kolkata',
    currency: 'INR',
    language: 'en',
    modules,
    ...others,
  };
  const answer = await send(server, 'POST', '/first-run', { token, owner: OWNER, organization });
  if (!answer.ok) throw new Error(`not founded: ${await answer.text()}`);
  const owner = await signIn(server);
  // These organizations are tried for what they do, not for how they begin.
  await owner('PATCH', '/settings/start', { dismissed: true });
  return owner;
}

/** Signs somebody in, the owner unless said otherwise. */
export async function signIn(server: Site, who = OWNER): Promise<Caller> {
  const cookie = await cookieOf(server, who);
  return async (method, path, body) => {
    const reply = await send(server, method, path, body, { cookie });
    const envelope = (await reply.json()) as { ok: boolean; data: never };
    if (!envelope.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(envelope)}`);
    return envelope.data;
  };
}

/** The session's cookie, for files that are no JSON. */
export async function cookieOf(server: Site, { email, password } = OWNER): Promise<string> {
  const answer = await send(server, 'POST', '/auth/sign-in', { email, password });
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The bearer token of a steward's scanner, for another program. */
export async function scannerToken(server: Site, call: Caller, name: string): Promise<string> {
  const { code } = await call<{ code: string }>('POST', '/devices', { kind: 'mess.scanner', name });
  const answer = await send(server, 'POST', '/devices/enrol', { code });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

export type CoffeeMachine = { id: string; device: string; token: string };

/** A coffee machine that has registered, with its own bearer token. */
export async function coffeeMachine(server: Site, call: Caller, input: object): Promise<CoffeeMachine> {
  const { machine, code } = await call<{ machine: { id: string }; code: string }>('POST', '/coffee/machines', input);
  const answer = await send(server, 'POST', '/devices/register', { code });
  const { token, device_id } = ((await answer.json()) as { data: { token: string; device_id: string } }).data;
  return { id: machine.id, device: device_id, token };
}

/** An exhibition that is open today and for a week. */
export function openExhibition(call: Caller): Promise<{ id: string }> {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return call('POST', '/exhibition/exhibitions', {
    name: 'Winter Handloom Fair',
    prefix: 'WHF',
    starts_on: day(-1),
    ends_on: day(7),
  });
}

export function send(
  server: Site,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    method,
    // What hangs is named before the test's own time is over.
    signal: AbortSignal.timeout(120_000),
    headers: {
      ...headers,
      ...(method !== 'GET' && { origin: server.url, 'x-csrf-token': '1' }),
      ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
}
