import type { QueuedScan } from '../../contract.ts';
import type { KeptRoster, Session, Store } from './types.ts';

const NAME = 'counterfoil-scanner';
const STORES = ['sessions', 'links', 'rosters', 'seqs', 'queue', 'served', 'counts'] as const;
type Name = (typeof STORES)[number];

const result = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 1);
  // Each write gives its own key; all keys of a session begin with its id.
  opening.onupgradeneeded = () => {
    for (const name of STORES) opening.result.createObjectStore(name);
  };
  return result(opening);
}

/** All keys that begin with a session's id. */
const of = (session: string) => IDBKeyRange.bound([session], [session, []]);

/**
 * The scanner's storage: IndexedDB, which can also hold a key whose private half nobody can read. Written by hand on
 * two dozen calls, because a library for it is larger than the rest of the engine.
 */
export class IndexedStore implements Store {
  #open: Promise<IDBDatabase> | undefined;

  async #read<T>(name: Name, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    this.#open ??= open();
    return result(ask((await this.#open).transaction(name).objectStore(name)));
  }

  /**
   * A write to the queue is complete when it is on the disk, not when the system has accepted it, because a phone's
   * battery may die.
   */
  async #write<T>(names: Name[], work: (store: (name: Name) => IDBObjectStore) => T): Promise<T> {
    this.#open ??= open();
    const durability = names.includes('queue') || names.includes('sessions') ? 'strict' : 'relaxed';
    const transaction = (await this.#open).transaction(names, 'readwrite', { durability });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const value = work((name) => transaction.objectStore(name));
    await done;
    return value;
  }

  sessions(): Promise<Session[]> {
    return this.#read('sessions', (store) => store.getAll());
  }

  async saveSession(session: Session): Promise<void> {
    await this.#write(['sessions'], (store) => store('sessions').put(session, session.id));
  }

  async forgetSession(id: string): Promise<void> {
    await this.#write(['sessions', 'rosters', 'seqs', 'served', 'counts'], (store) => {
      for (const name of ['sessions', 'rosters', 'seqs'] as const) store(name).delete(id);
      for (const name of ['served', 'counts'] as const) store(name).delete(of(id));
    });
  }

  async waiting(): Promise<string | null> {
    return (await this.#read('links', (store) => store.get('waiting'))) ?? null;
  }

  async setWaiting(secret: string | null): Promise<void> {
    await this.#write(['links'], (store) =>
      secret ? store('links').put(secret, 'waiting') : store('links').delete('waiting'),
    );
  }

  async roster(session: string): Promise<KeptRoster | null> {
    return (await this.#read('rosters', (store) => store.get(session))) ?? null;
  }

  async saveRoster(session: string, roster: KeptRoster): Promise<void> {
    await this.#write(['rosters'], (store) => store('rosters').put(roster, session));
  }

  async forgetRoster(session: string): Promise<void> {
    await this.#write(['rosters', 'served', 'counts'], (store) => {
      store('rosters').delete(session);
      for (const name of ['served', 'counts'] as const) store(name).delete(of(session));
    });
  }

  async nextSeq(session: string): Promise<number> {
    let seq = 0;
    await this.#write(['seqs'], (store) => {
      const seqs = store('seqs');
      const asked = seqs.get(session);
      asked.onsuccess = () => {
        seq = (asked.result ?? 0) + 1;
        seqs.put(seq, session);
      };
    });
    return seq;
  }

  async enqueue(session: string, scan: QueuedScan): Promise<void> {
    await this.#write(['queue'], (store) => store('queue').put(scan, [session, scan.seq]));
  }

  queue(session: string, limit: number): Promise<QueuedScan[]> {
    // The largest number that IndexedDB takes here.
    return this.#read('queue', (store) => store.getAll(of(session), Math.min(limit, 2 ** 32 - 1)));
  }

  queued(session: string): Promise<number> {
    return this.#read('queue', (store) => store.count(of(session)));
  }

  async dequeue(session: string, seqs: number[]): Promise<void> {
    await this.#write(['queue'], (store) => {
      for (const seq of seqs) store('queue').delete([session, seq]);
    });
  }

  async served(session: string, key: string): Promise<boolean> {
    return (await this.#read('served', (store) => store.count([session, key]))) > 0;
  }

  async markServed(session: string, key: string): Promise<void> {
    await this.#write(['served'], (store) => store('served').put(true, [session, key]));
  }

  async forgetDays(session: string, before: string): Promise<void> {
    // Keys begin with the day, as text.
    const older = IDBKeyRange.bound([session], [session, before], false, true);
    await this.#write(['served', 'counts'], (store) => {
      for (const name of ['served', 'counts'] as const) store(name).delete(older);
    });
  }

  async count(session: string, slot: string): Promise<number> {
    return (await this.#read('counts', (store) => store.get([session, slot]))) ?? 0;
  }

  async setCount(session: string, slot: string, count: number): Promise<void> {
    await this.#write(['counts'], (store) => store('counts').put(count, [session, slot]));
  }
}
