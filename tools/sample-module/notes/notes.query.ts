import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
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

type ListInput = PageQuery & { filter: { state?: NoteState } };

/** Notes, newest first, a keyset page at a time. */
export async function listNotes(ctx: Ctx, { filter, ...page }: ListInput): Promise<Result<Note[]>> {
  let query = ctx.db.selectFrom('sample_note').selectAll().where(inOrg(ctx));
  if (filter.state) query = query.where('state', '=', filter.state);
  return findPage(query, 'id', page, asNote);
}
