import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type Api, ApiError, apiUrl, type Query, type Recall } from '../../kernel/ui/light/index.ts';

/** The last answers of the server, stored on the device of whoever is signed in: what a screen shows without a network. */

type Kept = { key: string; at: number; data: unknown };
interface Schema extends DBSchema {
  answer: { key: string; value: Kept };
}

/** For browsers that store nothing (some private windows): no answer is kept there. */
let database: Promise<IDBPDatabase<Schema> | null> | undefined;
function open(): Promise<IDBPDatabase<Schema> | null> {
  database ??= openAnswers().catch(() => null);
  return database;
}

// Async, since a browser that forbids the database throws at once.
async function openAnswers(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('counterfoil-portal', 1, {
    upgrade: (db) => void db.createObjectStore('answer', { keyPath: 'key' }),
  });
}

/** Asks by `api`; the answers of each organization are kept apart. */
export function recallBy(slug: string, api: Api): Recall {
  return async <T>(path: string, query?: Query) => {
    const key = `${slug} ${apiUrl(path, query)}`;
    try {
      const data = await api.get<T>(path, query);
      void keep({ key, at: Date.now(), data });
      return { data, at: null };
    } catch (reason) {
      // Only silence is answered from memory: a refusal is an answer.
      const silent = reason instanceof ApiError && (reason.status === 0 || reason.status >= 502);
      const kept = silent ? await find(key) : undefined;
      if (!kept) throw reason;
      return { data: kept.data as T, at: kept.at };
    }
  };
}

async function keep(answer: Kept): Promise<void> {
  // A full disk keeps nothing; the page works without.
  await (await open())?.put('answer', answer).catch(() => undefined);
}

async function find(key: string): Promise<Kept | undefined> {
  return (await open())?.get('answer', key).catch(() => undefined);
}

/** Everything goes when somebody signs out: the next person on this phone sees nothing of it. */
export async function forgetAnswers(): Promise<void> {
  await (await open())?.clear('answer').catch(() => undefined);
}
