import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import type { Note, NoteState } from './contract.ts';

export type NoteRow = Selectable<DB['sample_note']>;

export const asNote = ({ id, text, state, author, created_at }: NoteRow): Note => ({
  id,
  text,
  state: state as NoteState,
  author,
  created_at: created_at.toISOString(),
});

type ListInput = { filter: { state?: NoteState }; limit: number; after?: string };

/** Notes, newest first, a keyset page at a time. */
export async function listNotes(ctx: Ctx, { filter, limit, after }: ListInput): Promise<Result<Note[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const [before] = cursor.data;
  let query = ctx.db
    .selectFrom('sample_note')
    .selectAll()
    .where(inOrg(ctx))
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (before) query = query.where('id', '<', String(before));
  if (filter.state) query = query.where('state', '=', filter.state);
  return cutPage(await query.execute(), limit, (row) => [row.id], asNote);
}
