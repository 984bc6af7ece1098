import { type Static, Type } from 'typebox';

/** Requests and answers, shared with the screens. */
export const NOTE_STATES = ['open', 'done', 'closed'] as const;
export type NoteState = (typeof NOTE_STATES)[number];

export const Note = Type.Object({
  id: Type.String({ format: 'uuid' }),
  text: Type.String(),
  state: Type.Enum([...NOTE_STATES]),
  author: Type.String({ description: 'Who left it.' }),
  created_at: Type.String({ format: 'date-time' }),
});
export type Note = Static<typeof Note>;

export const NoteInput = Type.Object({ text: Type.String({ maxLength: 2000 }) }, { additionalProperties: false });
export const NoteFilter = Type.Object({ state: Type.Optional(Type.Enum([...NOTE_STATES])) });
