import { type Static, Type } from 'typebox';

export const StartView = Type.Object({
  dismissed: Type.Boolean({ description: 'Somebody has put the page away; PATCH /settings/start changes it.' }),
  done: Type.Integer(),
  total: Type.Integer(),
  steps: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The texts are console.start.<id>.' }),
      to: Type.String({ description: 'The page of the console where it is done.' }),
      done: Type.Boolean(),
      say: Type.String({ description: 'Which of the texts says how it stands.' }),
      trouble: Type.Boolean({ description: 'Something does not work until it is done.' }),
      values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
  ),
});
export type StartView = Static<typeof StartView>;
