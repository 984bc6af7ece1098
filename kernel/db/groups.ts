import pg from 'pg';
import { gather } from '../lib/gather.ts';
import type { Answer, Statement } from './pipeline.ts';
import { isLastWord } from './shared-connections.ts';
import type { Travel } from './together.ts';

/** On the way per organization: while one waits for the disk the next are at work. Measured: docs/decisions/0008. */
const AT_ONCE = 3;
/** Transactions of a group: what one of them spoils is done again for all. */
const MOST = 16;

/**
 * Short transactions that are asked for at the same moment travel as one: beginning, committing and waking a process
 * cost the database more than most statements do. Nobody has seen an answer before the commit, so that it can't be told
 * from their having followed each other.
 *
 * When a group is refused or fails, nothing of it is there, and each runs by itself: the others don't hear of it. When
 * the connection breaks nobody knows whether it was committed: then none runs again, and each gets the error, as alone.
 * @param run statements as one transaction of one organization, whose rows all of them are to see
 */
export function inGroups(run: Travel): Travel {
  const together = async (batches: Statement[][]) => split(await run(batches.flat()), batches);
  return gather(together, { most: MOST, atOnce: AT_ONCE, singly: undone });
}

function split(answers: Answer[], batches: Statement[][]): Answer[][] {
  let at = 0;
  return batches.map(({ length }) => {
    at += length;
    return answers.slice(at - length, at);
  });
}

/**
 * The database said no, and goes on: nothing has happened. Of what ends a connection it can't be said what became of
 * the commit.
 */
function undone(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isLastWord(error);
}
