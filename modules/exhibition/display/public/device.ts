/**
 * This browser as a device of its own: it has a key that can't be copied out of it, and keeps no token
 * (docs/decisions/0470-a-scanner-keeps-no-secret.md).
 */
import { type DBSchema, openDB } from 'idb';
import { type Enrolled, type SessionGiven, sessionText } from '../../../../kernel/devices/contract.ts';

type Own = { id: string; organization: string; keys: CryptoKeyPair };
interface Kept extends DBSchema {
  own: { key: string; value: Own };
}

/** What the server said; `status` 0: nothing came. */
export type Answer<T> = { status: number; data: T | null; message: string };

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
/** Renewed when so much of the hour is left. */
const RENEW_MS = 10 * 60_000;

const store = () =>
  openDB<Kept>('counterfoil-display', 1, {
    upgrade(db) {
      db.createObjectStore('own');
    },
  });
const keep = async (own: Own) => (await store()).put('own', own, 'device');
const kept = async () => (await store()).get('own', 'device');
/** This screen is nobody's any more. */
export const forget = async (): Promise<void> => (await store()).delete('own', 'device');

async function send<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  try {
    const answer = await fetch(`/api/v1${path}`, { ...init, credentials: 'omit', cache: 'no-store' });
    const body = (await answer.json()) as { data?: T; error?: { message: string } };
    return { status: answer.status, data: body.data ?? null, message: body.error?.message ?? '' };
  } catch {
    return { status: 0, data: null, message: '' };
  }
}

const post = <T>(path: string, body: object) =>
  send<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Makes this browser the device that a code is for. */
export async function enrol(code: string): Promise<Answer<Enrolled>> {
  const keys = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
  const public_key = base64url(await crypto.subtle.exportKey('spki', keys.publicKey));
  const answer = await post<Enrolled>('/devices/enrol', { code, public_key });
  if (answer.data) await keep({ id: answer.data.device.id, organization: answer.data.organization.id, keys });
  return answer;
}

let given: { token: string; until: number } | null = null;

async function token(own: Own): Promise<Answer<string>> {
  if (given && given.until - Date.now() > RENEW_MS) return { status: 200, data: given.token, message: '' };
  const asked = await post<{ challenge: string }>('/devices/challenge', {});
  if (!asked.data) return { ...asked, data: null };
  const { challenge } = asked.data;
  const text = new TextEncoder().encode(sessionText(own.organization, own.id, challenge));
  const signature = base64url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, own.keys.privateKey, text));
  const { id: device, organization } = own;
  const answer = await post<SessionGiven>('/devices/session', { organization, device, challenge, signature });
  if (!answer.data) return { ...answer, data: null };
  given = { token: answer.data.token, until: Date.now() + answer.data.seconds * 1000 };
  return { ...answer, data: given.token };
}

/** Asks as this device; null: it is none yet. A 401 means that it was ended. */
export async function ask<T>(path: string): Promise<Answer<T> | null> {
  const own = await kept();
  if (!own) return null;
  const access = await token(own);
  if (!access.data) return { ...access, data: null };
  const answer = await send<T>(path, { headers: { authorization: `Bearer ${access.data}` } });
  if (answer.status === 401) given = null;
  return answer;
}
