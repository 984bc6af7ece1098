import { type Static, Type } from 'typebox';

export const SearchText = Type.Object({ q: Type.String({ minLength: 1, maxLength: 200 }) });
export const FoundView = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  title: Type.String(),
  text: Type.Union([Type.String(), Type.Null()]),
  to: Type.String({ description: 'The console’s page of it.' }),
});
export type FoundView = Static<typeof FoundView>;
