/**
 * This browser as a device of its own: it has a key that can't be copied out of it, and keeps no token
 * (docs/decisions/0470-a-scanner-keeps-no-secret.md).
 */
import { type DBSchema, openDB } from 'idb';
import {
  Access,
  type Answer,
  enrol as enrolPhone,
  NoAnswer,
  type Own,
} from '../../../../kernel/scanner/public/engine.ts';

interface Kept extends DBSchema {
  own: { key: string; value: Own };
}

/** What the server said; `status` 0: nothing came. */
export type Heard<T> = { status: number; data: T | null; message: string };

const store = () =>
  openDB<Kept>('counterfoil-display', 1, {
    upgrade(db) {
      db.createObjectStore('own');
    },
  });
const kept = async () => (await store()).get('own', 'device');
/** This screen is nobody's any more. */
export const forget = async (): Promise<void> => (await store()).delete('own', 'device');

const send: typeof fetch = (...request) => fetch(...request);
const access = new Access(send, () => Date.now(), '/exhibition');

async function heard<T>(asking: Promise<Answer<T>>): Promise<Heard<T>> {
  try {
    const { status, data, error } = await asking;
    return { status, data: error ? null : data, message: error?.message ?? '' };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { status: 0, data: null, message: '' };
  }
}

/** Makes this browser the device that a code is for. */
export async function enrol(code: string): Promise<Heard<true>> {
  return heard(
    enrolPhone(send, code).then(async (made) => {
      if ('error' in made) return made as unknown as Answer<true>;
      const { id, organization, keys } = made;
      await (await store()).put('own', { id, organization, keys }, 'device');
      return { status: 200, data: true as const, error: null, headers: new Headers() };
    }),
  );
}

/** Asks as this device; null: it is none yet. A 401 means that it was ended. */
export async function ask<T>(path: string): Promise<Heard<T> | null> {
  const own = await kept();
  return own ? heard(access.send<T>(own, path)) : null;
}
