import { Type } from 'typebox';
import { NewestFirst, readFilter } from '../../../kernel/http/index.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { addNote } from './add-note.action.ts';
import { Note, NoteFilter, NoteInput } from './contract.ts';
import { endNote } from './end-note.action.ts';
import { listNotes } from './notes.query.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const noteRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/sample/notes',
    permission: 'sample.read',
    summary: 'Notes, newest first',
    query: NewestFirst,
    reply: Type.Array(Note),
    run: async (ctx, { query }) => {
      const filter = readFilter(NoteFilter, query.filter);
      return filter.ok ? listNotes(ctx, { ...query, filter: filter.data }) : filter;
    },
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
