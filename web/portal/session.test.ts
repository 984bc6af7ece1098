import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Session } from './session.ts';

type Request = { path: string; bearer: string | null; body: Record<string, string> };
type Answer = { status?: number; data?: unknown; code?: string };

const KEY = 'counterfoil.portal.fair';
const BAD: Answer = { status: 401, code: 'auth.bad_token' };
let kept: Map<string, string>;
let requests: Request[];
let answer: (request: Request) => Answer;
let otherTab: (event: object) => void;

beforeEach(() => {
  kept = new Map();
  requests = [];
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('window', { addEventListener: (_: string, listener: typeof otherTab) => (otherTab = listener) });
  vi.stubGlobal('fetch', async (path: string, { headers, body }: { headers: Headers; body?: string }) => {
    const bearer = headers.get('authorization')?.replace('Bearer ', '') ?? null;
    const request = { path: path.replace('/api/v1', ''), bearer, body: JSON.parse(body ?? '{}') };
    requests.push(request);
    const { status = 200, data, code } = answer(request);
    return new Response(JSON.stringify(code ? { ok: false, error: { code, message: code } } : { ok: true, data }), {
      status,
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

/** A server that knows one access token, and gives the next pair for a known refresh token. */
function serve(access: string, refresh: Record<string, string>): void {
  answer = ({ path, bearer, body }) => {
    if (path !== '/auth/token/refresh') return bearer === access ? { data: 'fine' } : BAD;
    const next = refresh[body.refresh_token ?? ''];
    return next ? { data: { access_token: access, refresh_token: next } } : BAD;
  };
}
function open() {
  const session = new Session('fair');
  const changes: string[] = [];
  session.onChange = (change) => changes.push(change);
  return { session, changes };
}

test('an expired token is renewed once for all requests, which are sent again', async () => {
  const { session, changes } = open();
  serve('a2', { r1: 'r2' });
  session.begin({ accessToken: 'a1', refreshToken: 'r1' });
  expect(await Promise.all([session.api.get('/one'), session.api.get('/two')])).toEqual(['fine', 'fine']);
  expect(requests.filter(({ path }) => path === '/auth/token/refresh')).toHaveLength(1);
  expect([kept.get(KEY), changes]).toEqual(['r2', ['in']]);
});

test('a request that is refused like a token is not the end of the session', async () => {
  const { session } = open();
  kept.set(KEY, 'r1');
  answer = ({ path }) => (path === '/auth/token/refresh' ? { data: { access_token: 'a', refresh_token: 'r2' } } : BAD);
  await expect(session.api.post('/portal/account/links')).rejects.toMatchObject({ code: 'auth.bad_token' });
  expect(session.open).toBe(true);
});

test('a session that was ended elsewhere ends here', async () => {
  const { session, changes } = open();
  kept.set(KEY, 'r1');
  serve('a1', {});
  await expect(session.api.get('/one')).rejects.toMatchObject({ code: 'auth.bad_token' });
  expect([session.open, changes]).toEqual([false, ['ended']]);
});

test('without a network the session stays', async () => {
  const { session, changes } = open();
  kept.set(KEY, 'r1');
  answer = () => {
    throw new TypeError('Failed to fetch');
  };
  await expect(session.api.get('/one')).rejects.toMatchObject({ status: 0 });
  expect([kept.get(KEY), changes]).toEqual(['r1', []]);
});

test('what another tab signed in with meanwhile is used', async () => {
  const { session } = open();
  kept.set(KEY, 'r1');
  serve('a1', { fresh: 'r3' });
  const { getItem } = localStorage;
  let reads = 0;
  // The other tab writes between the reading of the old token and its refusal.
  vi.stubGlobal('localStorage', { ...localStorage, getItem: (key: string) => (++reads > 1 ? swap() : getItem(key)) });
  const swap = () => {
    if (kept.get(KEY) === 'r1') kept.set(KEY, 'fresh');
    return getItem(KEY);
  };
  expect(await session.api.get('/one')).toBe('fine');
  expect(kept.get(KEY)).toBe('r3');
});

test('a sign-out is at once, also without a network, and reaches other tabs', async () => {
  const { session, changes } = open();
  kept.set(KEY, 'r1');
  answer = () => {
    throw new TypeError('Failed to fetch');
  };
  session.end();
  expect([session.open, changes]).toEqual([false, ['out']]);
  otherTab({ key: KEY, oldValue: null, newValue: 'r9' });
  otherTab({ key: KEY, oldValue: 'r9', newValue: 'r10' });
  otherTab({ key: KEY, oldValue: 'r10', newValue: null });
  expect(changes).toEqual(['out', 'in', 'out']);
});
