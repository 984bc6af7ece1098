import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Note } from './contract.ts';
import { asNote } from './notes.query.ts';

/** Ends an open note: `done` by a person, `closed` by the job. Refuses one that has ended already. */
export async function endNote(ctx: Ctx, id: string, state: 'done' | 'closed'): Promise<Result<Note>> {
  return transaction(ctx, async (tx) => {
    const note = await tx.db
      .selectFrom('sample_note')
      .select('state')
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!note) return refuse('sample.note.not_found');
    if (note.state !== 'open') return refuse('sample.note.not_open');
    const row = await tx.db
      .updateTable('sample_note')
      .set({ state, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, 'sample.note.ended', {
      subject: { type: 'sample.note', id },
      before: { state: note.state },
      after: { state },
    });
    return ok(asNote(row));
  });
}
