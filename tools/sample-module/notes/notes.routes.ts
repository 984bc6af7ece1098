import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { addNote } from './add-note.action.ts';
import { Note, NoteFilter, NoteInput } from './contract.ts';
import { endNote } from './end-note.action.ts';
import { listNotes } from './notes.query.ts';

export const noteRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/sample/notes',
    permission: 'sample.read',
    summary: 'Notes, newest first',
    query: NewestFirst,
    filter: NoteFilter,
    reply: Type.Array(Note),
    run: (ctx, { query, filter }) => listNotes(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/sample/notes',
    permission: 'sample.write',
    summary: 'Leave a note',
    body: NoteInput,
    status: 201,
    idempotent: true,
    reply: Note,
    run: (ctx, { body }) => addNote(ctx, body.text),
  }),
  route({
    method: 'POST',
    path: '/sample/notes/{id}/done',
    permission: 'sample.write',
    summary: 'Say that it is done',
    params: ById,
    reply: Note,
    run: (ctx, { params }) => endNote(ctx, params.id, 'done'),
  }),
];
