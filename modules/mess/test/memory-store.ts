import type { QueuedScan } from '../door/contract.ts';
import type { KeptRoster, Session, Store } from '../door/scanner/engine/types.ts';

/** Maps and sets as arrays; bytes both as numbers and as text. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain);
  if (value instanceof Set) return [...value];
  if (value instanceof Uint8Array)
    return [Buffer.from(value).toString('base64url'), Buffer.from(value).toString('latin1')];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof CryptoKey) return value;
  return Object.entries(value).map(plain);
}

/** A scanner's disk in memory, for its engine under test. Scans are copied as a disk would. */
export class MemoryStore implements Store {
  #sessions = new Map<string, Session>();
  #rosters = new Map<string, KeptRoster>();
  #seqs = new Map<string, number>();
  #queues = new Map<string, Map<number, QueuedScan>>();
  #served = new Set<string>();
  #counts = new Map<string, number>();
  #waiting: string | null = null;

  /** All of it, as a thief of the disk would read it. */
  dump = () => JSON.stringify([this.#sessions, this.#rosters, this.#queues, this.#served, this.#waiting].map(plain));

  #queue(session: string): Map<number, QueuedScan> {
    const queue = this.#queues.get(session) ?? new Map<number, QueuedScan>();
    this.#queues.set(session, queue);
    return queue;
  }

  sessions = async () => [...this.#sessions.values()];
  saveSession = async (session: Session) => void this.#sessions.set(session.id, session);
  async forgetSession(id: string) {
    this.#sessions.delete(id);
    await this.forgetRoster(id);
  }
  waiting = async () => this.#waiting;
  async setWaiting(secret: string | null) {
    this.#waiting = secret;
  }
  roster = async (session: string) => this.#rosters.get(session) ?? null;
  saveRoster = async (session: string, roster: KeptRoster) => void this.#rosters.set(session, roster);
  async forgetRoster(session: string) {
    this.#rosters.delete(session);
    for (const key of this.#served) if (key.startsWith(session)) this.#served.delete(key);
    for (const key of this.#counts.keys()) if (key.startsWith(session)) this.#counts.delete(key);
  }
  async nextSeq(session: string) {
    const seq = (this.#seqs.get(session) ?? 0) + 1;
    this.#seqs.set(session, seq);
    return seq;
  }
  enqueue = async (session: string, scan: QueuedScan) => void this.#queue(session).set(scan.seq, structuredClone(scan));
  queue = async (session: string, limit: number) =>
    [...this.#queue(session).values()].sort((a, b) => a.seq - b.seq).slice(0, limit);
  queued = async (session: string) => this.#queue(session).size;
  async dequeue(session: string, seqs: number[]) {
    for (const seq of seqs) this.#queue(session).delete(seq);
  }
  served = async (session: string, key: string) => this.#served.has(session + key);
  markServed = async (session: string, key: string) => void this.#served.add(session + key);
  async forgetDays(session: string, before: string) {
    for (const keys of [this.#served, this.#counts]) {
      for (const key of keys.keys()) if (key.startsWith(session) && key < session + before) keys.delete(key);
    }
  }
  count = async (session: string, slot: string) => this.#counts.get(session + slot) ?? 0;
  setCount = async (session: string, slot: string, count: number) => void this.#counts.set(session + slot, count);
}
