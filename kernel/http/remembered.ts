import { CompiledQuery } from 'kysely';
import type { Ctx, Remembered } from '../ctx/index.ts';
import type { Write } from '../db/index.ts';
import type { Result } from '../lib/result.ts';

/** The refusal of a write whose sender has changed; the request then runs again with what the sender is now. */
export const SENDER_CHANGED = 'http.sender_changed';

/**
 * Writes for several requests at once. `write` gets what it has to write in front of it (`writeTogether`), so that their
 * remembered senders are confirmed by the same transaction. When one of them has changed, each request is written by
 * itself, and that one refused with SENDER_CHANGED.
 */
export async function confirmTogether<Q extends { ctx: Ctx }, A>(
  questions: Q[],
  write: (questions: Q[], confirming: Write[]) => Promise<Result<A>[]>,
): Promise<Result<A>[]> {
  const written = await write(questions, confirmingWrites(questions.flatMap(({ ctx }) => ctx.remembered ?? [])));
  const changed = written.some((one) => !one.ok && one.code === SENDER_CHANGED);
  if (!changed || questions.length === 1) return written;
  return (await Promise.all(questions.map((question) => confirmTogether([question], write)))).flat();
}

function confirmingWrites(senders: Remembered[]): Write[] {
  const statements = [...new Set(senders.map(({ statement }) => statement))];
  return statements.map((sql) => {
    const all = senders.filter(({ statement }) => statement === sql);
    const distinct = [...new Map(all.map((each) => [`${each.id} ${each.version}`, each])).values()];
    const values = [distinct.map(({ id }) => id), distinct.map(({ version }) => version)];
    const afterCommit = () => {
      for (const sender of all) sender.confirmed = true;
    };
    return { ...CompiledQuery.raw(sql, values), afterCommit };
  });
}
