import type { Ctx } from '../../kernel/ctx/index.ts';
import { addNote } from './notes/add-note.action.ts';
import { endNote } from './notes/end-note.action.ts';

const NOTES = ['The tap in the yard drips', 'More chairs in the reading room, please', 'The lamp at the gate is out'];

/** Some notes, one of them done. */
export async function seed(ctx: Ctx): Promise<void> {
  for (const [i, text] of NOTES.entries()) {
    const note = await addNote(ctx, text);
    if (!note.ok) throw new Error(note.code);
    if (i === 0) await endNote(ctx, note.data.id, 'done');
  }
}
