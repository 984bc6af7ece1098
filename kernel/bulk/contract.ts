import { type Static, Type } from 'typebox';

/** More rows at once are asked to be narrowed down: each is a change of its own, with its own line in the audit log. */
export const MAX_ROWS = 10_000;

const Conditions = {
  filter: Type.Optional(Type.String({ maxLength: 4000, description: 'As the list takes it: JSON.' })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
};
export const BulkQuery = Type.Object(Conditions);
export type BulkQuery = Static<typeof BulkQuery>;

export const BulkInput = Type.Object(
  {
    ...Conditions,
    count: Type.Integer({
      minimum: 1,
      maximum: MAX_ROWS,
      description: 'The number of rows that the person saw and confirmed.',
    }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type BulkInput = Static<typeof BulkInput>;
