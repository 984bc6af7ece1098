import { type Static, Type } from 'typebox';
import { At, nullable } from '../lib/schemas.ts';

export const OwnText = Type.Object({
  key: Type.String(),
  group: Type.String({ description: 'The module or the package of the kernel.' }),
  ours: Type.String(),
  text: nullable(Type.String({ description: 'The organization’s own; null: ours is used.' })),
  fits: Type.Boolean({ description: 'false: ours is used, because a newer version has other placeholders here.' }),
  placeholders: Type.Array(
    Type.Object({
      name: Type.String(),
      sample: Type.String({ description: 'For a preview.' }),
      needed: Type.Boolean({ description: 'The text must have it.' }),
    }),
  ),
  max: Type.Integer({ description: 'Characters at most.' }),
  one_line: Type.Boolean(),
  changed_at: nullable(At),
});
export type OwnText = Static<typeof OwnText>;

export const OwnTexts = Type.Object({
  language: Type.String(),
  languages: Type.Array(Type.String(), { description: 'Those in which there are texts for customers.' }),
  texts: Type.Array(OwnText),
});
export type OwnTexts = Static<typeof OwnTexts>;

export const OwnTextInput = Type.Object(
  { text: nullable(Type.String({ maxLength: 2000, description: 'null: back to ours' })) },
  { additionalProperties: false },
);
