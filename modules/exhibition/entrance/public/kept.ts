import { type DBSchema, openDB } from 'idb';
import type { EntranceRoster } from '../contract.ts';
import type { Queued, Session, Store, Visitors } from './types.ts';

/** The scanner's storage, which two windows share. */
export const NAME = 'counterfoil-entrance';

interface Kept extends DBSchema {
  sessions: { key: string; value: Session };
  links: { key: string; value: string };
  rosters: { key: string; value: EntranceRoster };
  /** by session and key */
  queue: { key: [string, string]; value: Queued };
  /** by session, day and customer */
  came: { key: [string, string, string]; value: string };
  visitors: { key: string; value: Visitors };
}

const open = () =>
  openDB<Kept>(NAME, 1, {
    upgrade(db) {
      for (const name of ['sessions', 'links', 'rosters', 'queue', 'came', 'visitors'] as const)
        db.createObjectStore(name);
    },
  });
let opened: ReturnType<typeof open> | undefined;
const db = () => {
  opened ??= open();
  return opened;
};
/** All keys that begin with a session's id. */
const of = (session: string) => IDBKeyRange.bound([session], [session, []]);
/** On the disk, and not only accepted by the system: a phone's battery may die. */
const STRICT = { durability: 'strict' } as const;

export const kept: Store = {
  sessions: async () => (await db()).getAll('sessions'),
  async saveSession(session) {
    const write = (await db()).transaction('sessions', 'readwrite', STRICT);
    await Promise.all([write.store.put(session, session.id), write.done]);
  },
  async forgetSession(id) {
    await this.forgetRoster(id);
    await (await db()).delete('sessions', id);
  },
  waiting: async () => (await (await db()).get('links', 'waiting')) ?? null,
  async setWaiting(code) {
    if (code) await (await db()).put('links', code, 'waiting');
    else await (await db()).delete('links', 'waiting');
  },
  roster: async (session) => (await (await db()).get('rosters', session)) ?? null,
  async saveRoster(session, roster) {
    await (await db()).put('rosters', roster, session);
  },
  async forgetRoster(session) {
    const write = (await db()).transaction(['rosters', 'came', 'visitors'], 'readwrite');
    await Promise.all([
      write.objectStore('rosters').delete(session),
      write.objectStore('came').delete(of(session)),
      write.objectStore('visitors').delete(session),
      write.done,
    ]);
  },
  async enqueue(session, visit) {
    const write = (await db()).transaction('queue', 'readwrite', STRICT);
    await Promise.all([write.store.put(visit, [session, visit.key]), write.done]);
  },
  queue: async (session, limit) => (await db()).getAll('queue', of(session), limit),
  queued: async (session) => (await db()).count('queue', of(session)),
  async dequeue(session, keys) {
    const write = (await db()).transaction('queue', 'readwrite');
    await Promise.all([...keys.map((key) => write.store.delete([session, key])), write.done]);
  },
  came: async (session, day, customer) => (await (await db()).get('came', [session, day, customer])) ?? null,
  async setCame(session, day, customer, at) {
    const write = (await db()).transaction('came', 'readwrite');
    const before = await write.store.get([session, day, customer]);
    if (before === undefined || at < before) await write.store.put(at, [session, day, customer]);
    await write.done;
  },
  visitors: async (session) => (await (await db()).get('visitors', session)) ?? null,
  async setVisitors(session, visitors) {
    await (await db()).put('visitors', visitors, session);
  },
};
