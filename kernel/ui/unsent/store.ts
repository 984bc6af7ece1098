import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/**
 * Entries that a person made and that the server has not answered yet, stored in the browser's database, so that none
 * is lost with the network, by a reload or by closing the browser. `send.ts` sends them.
 */
export type Unsent = {
  /** Its Idempotency-Key, unchanged by retries and corrections. */
  key: string;
  organizationId: string;
  userId: string;
  userName: string;
  /** When it was entered, in ms; entries are sent in this order. */
  at: number;
  /** Sent by POST below /api/v1. */
  path: string;
  body: unknown;
  /** The record it belongs to, for screens that show it: `exhibition.customer:<id>`. */
  about: string;
  /** Its title in lists: for whom, how much, what. */
  title: string;
  amount: string;
  currency: string;
  note: string;
  /** What its page keeps beside it, such as a receipt to print again; it is not sent. */
  extra?: unknown;
  /** The console page where it can be seen and corrected. */
  href: string;
  state: 'waiting' | 'refused';
  /** It was sent without an answer: it may be saved. */
  tried?: boolean;
  /** Why it was refused. */
  code?: string;
  message?: string;
  /** What an earlier attempt under this key saved, when this one was refused for that. */
  earlier?: unknown;
};

interface Schema extends DBSchema {
  unsent: { key: string; value: Unsent };
}

const NAME = 'counterfoil';
let database: Promise<IDBPDatabase<Schema> | null> | undefined;
/** For browsers that store nothing (some private windows): the page's memory. */
const memory = new Map<string, Unsent>();

function open(): Promise<IDBPDatabase<Schema> | null> {
  database ??= openDB<Schema>(NAME, 1, {
    upgrade: (db) => void db.createObjectStore('unsent', { keyPath: 'key' }),
  }).catch(() => null);
  return database;
}

let all: Unsent[] = [];
const watchers = new Set<() => void>();
/** Other tabs write too; each tab reads again after a message. */
const channel = new BroadcastChannel('counterfoil.unsent');

function show(next: Unsent[]): void {
  all = next.sort((a, b) => a.at - b.at);
  for (const watcher of watchers) watcher();
}

/** Counts the beginnings and ends of this tab's writes: a list that was read meanwhile may be the one before them. */
let writes = 0;

export async function load(): Promise<void> {
  const before = writes;
  const kept = (await (await open())?.getAll('unsent').catch(() => [])) ?? [];
  if (writes !== before) return load();
  const known = new Set(kept.map(({ key }) => key));
  show([...kept, ...[...memory.values()].filter(({ key }) => !known.has(key))]);
}

export async function read(key: string): Promise<Unsent | undefined> {
  return memory.get(key) ?? (await (await open())?.get('unsent', key).catch(() => undefined));
}

/** Stores it in place of the entry with the same key. Resolves when it is stored. */
export async function keep(item: Unsent): Promise<void> {
  writes++;
  show([...all.filter(({ key }) => key !== item.key), item]);
  memory.set(item.key, item);
  try {
    const db = await open();
    if (!db) return;
    await db.put('unsent', item);
    memory.delete(item.key);
  } catch {
    // No space left: the page keeps it in memory, and asks before it is closed.
  } finally {
    writes++;
  }
  channel.postMessage(null);
}

export async function forget(key: string): Promise<void> {
  writes++;
  show(all.filter((item) => item.key !== key));
  memory.delete(key);
  await (await open())?.delete('unsent', key).catch(() => undefined);
  writes++;
  channel.postMessage(null);
}

export const current = (): Unsent[] => all;

export function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

type Sent = (item: Unsent, answer: unknown) => void;
const listeners = new Set<Sent>();

/** Calls back for each saved entry, whichever tab sent it. */
export function onSent(listener: Sent): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function notifySent(item: Unsent, answer: unknown): void {
  for (const listener of listeners) listener(item, answer);
  channel.postMessage({ item, answer });
}

channel.onmessage = ({ data }: MessageEvent<{ item: Unsent; answer: unknown } | null>) => {
  if (data) for (const listener of listeners) listener(data.item, data.answer);
  else void load();
};
