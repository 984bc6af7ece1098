import type { SyncAnswer, SyncInput } from '../../contract.ts';
import type { Access } from './access.ts';
import type { Session, Store } from './types.ts';

/** So many scans a request: half a second on a bad line, and little to send again when it is cut off. */
export const PART = 200;

export type Uploaded = {
  /** the server no longer takes this scanner: forget it and its roster */
  ended: boolean;
  skewMs: number;
  /** the server doesn't know this scanner at all, so what is queued stays here */
  refused: boolean;
};

/**
 * Hands in a session's queue in order, part by part; with an empty queue it asks once whether the scanner is still good. A scan leaves the
 * disk when the server has said that it has it, so whatever cuts this off is made good by doing it again. Throws `NoAnswer`.
 */
export async function upload(store: Store, access: Access, session: Session, now: () => number): Promise<Uploaded> {
  for (;;) {
    const part = await store.queue(session.id, PART);
    const input: SyncInput = { device: session.id, sent_at: new Date(now()).toISOString(), scans: part };
    const answer = await access.send<SyncAnswer>(session, '/sync', { method: 'POST', body: input });
    if (answer.error) return { ended: true, skewMs: session.skewMs ?? 0, refused: true };
    const { results, skew_seconds, ended } = answer.data;
    const had = new Set(results.map(({ nonce }) => nonce));
    await store.dequeue(
      session.id,
      part.filter(({ nonce }) => had.has(nonce)).map(({ seq }) => seq),
    );
    // One short answer more would be needed to know of scans that were queued meanwhile; the next round takes those.
    if (part.length < PART) return { ended, skewMs: skew_seconds * 1000, refused: false };
  }
}
