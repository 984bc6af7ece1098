import { gather } from '../lib/gather.ts';
import type { RunBatch } from './batches.ts';
import { answerAt, type Merge, mergeEqual, mergeRows } from './merge-statements.ts';
import type { Answer, Statement } from './pipeline.ts';
import { wasRolledBack } from './shared-connections.ts';

/** Groups of one organization that run at once, where one waits for a lock or a slow disk. */
const AT_ONCE = 3;
/** Milliseconds for which the next group gathers beside one that runs. Measured: docs/decisions/0008. */
const PATIENCE = 20;
/** Most transactions of a group: when one of them fails, all are repeated. */
const MOST = 16;

/**
 * Runs short transactions that start at the same moment as one: begin, commit and waking a process cost the database
 * more than most statements. No caller sees an answer before the commit, so the effect is the same as running them one
 * after the other. Their row writes (`rowWrite`) are one statement for each text.
 *
 * When a group is refused or fails, the database has rolled all of it back, and each transaction runs again alone; the
 * other callers notice nothing. When the connection breaks, nobody knows whether the group was committed: then none is
 * repeated, and each caller gets the error. @param run runs statements as one transaction of one organization
 */
export const groupTransactions = (run: RunBatch): RunBatch => grouped(run, mergeRows);

/** Runs one transaction that was gathered before, with its row writes as one statement for each text. */
export function mergedRows(run: RunBatch): RunBatch {
  const together = merged(run, mergeRows);
  return async (statements) => (await together([statements]))[0] as Answer[];
}

/** `groupTransactions` for reads. Those that ask the same at the same moment share the answer, which nobody may change. */
export const groupReads = (run: RunBatch): RunBatch => grouped(run, mergeEqual);

function grouped(run: RunBatch, merge: Merge): RunBatch {
  return gather(merged(run, merge), { most: MOST, atOnce: AT_ONCE, patience: PATIENCE, singly: wasRolledBack });
}

const merged = (run: RunBatch, merge: Merge) => async (batches: Statement[][]) => {
  const { statements, places } = merge(batches);
  const answers = await run(statements);
  return places.map((batch) => batch.map((place) => answerAt(answers, place)));
};
