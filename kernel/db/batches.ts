import type { Db } from '../ctx/index.ts';
import type { Answer, Statement } from './pipeline.ts';

/** Runs statements as one transaction and returns their answers in order. */
export type RunBatch = (statements: Statement[]) => Promise<Answer[]>;

/**
 * How a handle runs its short writes and its short reads. They are grouped apart, since a group of writes waits for the
 * disk. `inLine` is for writes that were gathered before: each is sent at once, behind the one before.
 */
export type Batches = { write: RunBatch; inLine: RunBatch; read: RunBatch };

const batches = new WeakMap<Db, Batches>();

/** The batches of a handle; a handle without them uses a connection of its own. */
export const batchesOf = (db: Db): Batches | undefined => batches.get(db);

export function setBatches(db: Db, ours: Batches): void {
  batches.set(db, ours);
}
