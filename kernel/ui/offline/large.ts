import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { ApiError } from '../light/api.ts';

/** What kept pages show and what is too large for the browser's plain storage, until somebody signs out. */
interface Schema extends DBSchema {
  values: { key: string; value: unknown };
}
let database: Promise<IDBPDatabase<Schema> | null> | undefined;

function open(): Promise<IDBPDatabase<Schema> | null> {
  database ??= openDB<Schema>('counterfoil-kept', 1, {
    upgrade: (db) => void db.createObjectStore('values'),
  }).catch(() => null);
  return database;
}

/**
 * What `load` answers, which is kept; and what was kept last, when the server can't be reached. Queries that use it say
 * `networkMode: 'always'`.
 */
export async function keptOr<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    const value = await load();
    // A browser without room keeps nothing; the page then needs a network.
    await (await open())?.put('values', value, name).catch(() => undefined);
    return value;
  } catch (error) {
    const kept =
      error instanceof ApiError && error.status === 0 ? await (await open())?.get('values', name) : undefined;
    if (kept === undefined) throw error;
    return kept as T;
  }
}

export async function forgetLarge(): Promise<void> {
  await (await open())?.clear('values').catch(() => undefined);
}
