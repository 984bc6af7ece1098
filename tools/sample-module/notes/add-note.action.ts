import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { closeNoteJob } from './close-note.job.ts';
import type { Note } from './contract.ts';
import { noteText } from './note-text.rule.ts';
import { asNote } from './notes.query.ts';

const MONTH_SECONDS = 30 * 86_400;

/** Stores a note, and schedules a job that closes it in a month if it is still open. `author` wrote it. */
export async function addNote(ctx: Ctx, typed: string, author = ctx.actor.name): Promise<Result<Note>> {
  const text = noteText(typed);
  if (!text.ok) return text;
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const row = await tx.db
      .insertInto('sample_note')
      .values({ organization_id: orgOf(tx).id, id, text: text.data, author, created_at: now, updated_at: now })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, 'sample.note.added', { subject: { type: 'sample.note', id }, after: { text: text.data, author } });
    await enqueue(tx, closeNoteJob, { id }, { after: MONTH_SECONDS });
    return ok(asNote(row));
  });
}
