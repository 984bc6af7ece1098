import { gather } from '../lib/gather.ts';
import type { RunBatch } from './batches.ts';
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
 * after the other.
 *
 * When a group is refused or fails, the database has rolled all of it back, and each transaction runs again alone; the
 * other callers notice nothing. When the connection breaks, nobody knows whether the group was committed: then none is
 * repeated, and each caller gets the error. @param run runs statements as one transaction of one organization
 */
export function groupTransactions(run: RunBatch): RunBatch {
  const together = async (batches: Statement[][]) => split(await run(batches.flat()), batches);
  return gather(together, { most: MOST, atOnce: AT_ONCE, patience: PATIENCE, singly: wasRolledBack });
}

function split(answers: Answer[], batches: Statement[][]): Answer[][] {
  let at = 0;
  return batches.map(({ length }) => {
    at += length;
    return answers.slice(at - length, at);
  });
}
