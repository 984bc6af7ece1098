import type { Access, Uploaded } from '../../../../../kernel/scanner/public/engine.ts';
import type { SyncAnswer, SyncInput } from '../../contract.ts';
import type { Session, Store } from './types.ts';

/** Scans per request: half a second on a slow network, and little to send again when it is cut off. */
export const PART = 200;

/**
 * Uploads a session's queue in order, batch by batch; with an empty queue it asks once whether the scanner is still
 * valid. A scan is deleted here when the server confirms it, so an interrupted upload can simply be repeated. Throws
 * `NoAnswer`.
 */
export async function upload(store: Store, access: Access, session: Session, now: () => number): Promise<Uploaded> {
  for (;;) {
    const part = await store.queue(session.id, PART);
    const input: SyncInput = { device: session.id, sent_at: new Date(now()).toISOString(), scans: part };
    const answer = await access.send<SyncAnswer>(session, '/sync', { method: 'POST', body: input });
    // The server doesn't know this scanner at all, so the queue stays here.
    if (answer.error) return { ended: true, skewMs: session.skewMs };
    const { results, skew_seconds, ended } = answer.data;
    const had = new Set(results.map(({ nonce }) => nonce));
    await store.dequeue(
      session.id,
      part.filter(({ nonce }) => had.has(nonce)).map(({ seq }) => seq),
    );
    // Scans that were queued meanwhile are left to the next round; checking for them costs another request.
    if (part.length < PART) return { ended, skewMs: skew_seconds * 1000 };
  }
}
