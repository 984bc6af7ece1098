import { type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';

type Stores = (name: string) => IDBPObjectStore<unknown, string[], string, 'readwrite'>;
type Layout<Item> = {
  /** the database's name, which two windows share */
  name: string;
  /** stores of the kind's own that go with the roster, and those that go with the session; keys begin with its id */
  ofRoster: readonly string[];
  ofSession?: readonly string[];
  /** what tells one of a session's queue from another, and orders them */
  keyOf(item: Item): string | number;
};

/** All keys that begin with a session's id. */
const of = (session: string) => IDBKeyRange.bound([session], [session, []]);

/** A scanner's storage: IndexedDB, which can also hold a key whose private half nobody can read. */
export class Disk<Session extends { id: string }, Roster, Item> {
  #layout: Layout<Item>;
  #opened: Promise<IDBPDatabase> | undefined;

  constructor(layout: Layout<Item>) {
    this.#layout = layout;
  }

  protected db(): Promise<IDBPDatabase> {
    const { name, ofRoster, ofSession = [] } = this.#layout;
    this.#opened ??= openDB(name, 1, {
      upgrade(db) {
        // Each write gives its own key.
        for (const store of ['sessions', 'links', 'rosters', 'queue', ...ofRoster, ...ofSession])
          db.createObjectStore(store);
      },
    });
    return this.#opened;
  }

  /**
   * A write to queue or sessions is complete when it is on the disk, not when the system has accepted it, because a
   * phone's battery may die.
   */
  protected async write<T>(names: readonly string[], work: (store: Stores) => Promise<T>): Promise<T> {
    const durability = names.includes('queue') || names.includes('sessions') ? 'strict' : 'relaxed';
    const transaction = (await this.db()).transaction([...names], 'readwrite', { durability });
    const [value] = await Promise.all([work((name) => transaction.objectStore(name)), transaction.done]);
    return value;
  }

  async sessions(): Promise<Session[]> {
    return (await this.db()).getAll('sessions');
  }

  async saveSession(session: Session): Promise<void> {
    await this.write(['sessions'], (store) => store('sessions').put(session, session.id));
  }

  forgetSession(id: string): Promise<void> {
    const { ofRoster, ofSession = [] } = this.#layout;
    return this.#forget(['sessions', 'rosters', ...ofRoster, ...ofSession], id);
  }

  /** A link's code that was not used yet, because there was no network. */
  async waiting(): Promise<string | null> {
    return (await (await this.db()).get('links', 'waiting')) ?? null;
  }

  async setWaiting(code: string | null): Promise<void> {
    await this.write(['links'], async (store) => {
      if (code) await store('links').put(code, 'waiting');
      else await store('links').delete('waiting');
    });
  }

  async roster(session: string): Promise<Roster | null> {
    return (await (await this.db()).get('rosters', session)) ?? null;
  }

  async saveRoster(session: string, roster: Roster): Promise<void> {
    await this.write(['rosters'], (store) => store('rosters').put(roster, session));
  }

  /** Deletes the roster, and who came by it. */
  forgetRoster(session: string): Promise<void> {
    return this.#forget(['rosters', ...this.#layout.ofRoster], session);
  }

  async #forget(names: readonly string[], session: string): Promise<void> {
    await this.write(names, (store) =>
      Promise.all(names.flatMap((name) => [store(name).delete(session), store(name).delete(of(session))])),
    );
  }

  async enqueue(session: string, item: Item): Promise<void> {
    await this.write(['queue'], (store) => store('queue').put(item, [session, this.#layout.keyOf(item)]));
  }

  /** The first of a queue, in order. */
  async queue(session: string, limit?: number): Promise<Item[]> {
    return (await this.db()).getAll('queue', of(session), limit);
  }

  async queued(session: string): Promise<number> {
    return (await this.db()).count('queue', of(session));
  }

  async dequeue(session: string, keys: (string | number)[]): Promise<void> {
    await this.write(['queue'], (store) => Promise.all(keys.map((key) => store('queue').delete([session, key]))));
  }
}
