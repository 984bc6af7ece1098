import { type Static, Type } from 'typebox';
import { nullable } from '../lib/schemas.ts';

/** Requests and answers about a person's data, shared with the console. */

export const Preview = Type.Object({
  name: Type.String(),
  erased: Type.Boolean(),
  state: nullable(Type.Enum(['waiting', 'done', 'refused'], { description: 'Of an erasure that was asked for.' })),
  open: nullable(Type.String({ description: 'Why the person can’t be erased now, in the reader’s language.' })),
  files: Type.Integer(),
  shared_words: Type.Array(Type.String(), {
    description: 'Names and phones that other people have too: elsewhere they stay, since they may be about those.',
  }),
  parts: Type.Array(
    Type.Object({
      part: Type.String({ description: 'The table.' }),
      rows: Type.Integer(),
      what: Type.Enum(['delete', 'blank', 'keep'], { description: 'blank: the row stays without who it was.' }),
      why: nullable(Type.String()),
    }),
  ),
});
export type Preview = Static<typeof Preview>;

export const ErasureInput = Type.Object(
  { name: Type.String({ maxLength: 255, description: 'The name of the person, typed again.' }) },
  { additionalProperties: false },
);
export const ErasureReply = Type.Object({ state: Type.Enum(['waiting', 'done']) });
