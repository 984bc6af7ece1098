/** Requests and answers of the mirror, shared with its page. */
import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

/** Kinds of faults with Google. */
const FAULTS = [
  /** no answer, or the connection broke before the request was sent */
  'unreachable',
  /** the request was sent without an answer: it may have been done */
  'unanswered',
  /** answered 5xx: it may have been done */
  'server',
  /** 429: too many requests for now */
  'quota',
  /** 401, or no token: the service account's key was withdrawn, or the clock is wrong */
  'credentials',
  /** 403: the sheet isn't shared with the service account, or is protected */
  'not_shared',
  /** 404: no such spreadsheet */
  'not_found',
  /** the spreadsheet is full, at ten million cells */
  'full',
  /** a column's heading was renamed or removed, or stands there twice; the text says what was found */
  'headings',
  /** 400: Google refuses the data */
  'refused',
] as const;
export type FaultCode = (typeof FAULTS)[number];

const ROW_STATES = ['waiting', 'unsure', 'done', 'dead', 'discarded'] as const;
const RowState = Type.Enum([...ROW_STATES], {
  description: 'unsure: it may be in the sheet already, and is looked for before anything is appended.',
});

export const MirrorView = Type.Object({
  ready: Type.Boolean(),
  missing: nullable(Type.Enum(['no_spreadsheet', 'no_credentials', 'bad_credentials'])),
  address: nullable(Type.String({ description: 'Where the spreadsheet opens in a browser.' })),
  account: nullable(Type.String({ description: 'The service account with which the spreadsheet has to be shared.' })),
  waiting: Type.Integer(),
  dead: Type.Integer(),
  failing: Type.Boolean({ description: 'The last attempt failed; the next is at next_attempt_at.' }),
  next_attempt_at: nullable(At),
  last_success_at: nullable(At),
  last_error: nullable(Type.Object({ fault: Type.Enum([...FAULTS]), text: Type.String(), at: At })),
  events: Type.Array(
    Type.Object({
      event: Type.String({ description: 'Also the name of its tab.' }),
      name: Type.String(),
      waiting: Type.Integer(),
      dead: Type.Integer(),
      last_at: nullable(Type.String({ format: 'date-time', description: 'When it was last appended.' })),
    }),
  ),
});

export const MirrorRow = Type.Object({
  id: Type.String({ format: 'uuid', description: 'As it stands in the column event_id.' }),
  event: Type.String(),
  name: Type.String({ description: 'The event, as people call it.' }),
  state: RowState,
  cells: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  at: At,
  attempts: Type.Integer(),
  last_error: nullable(Type.String()),
  settled_at: nullable(At),
});

export const MirrorFilter = Type.Object(
  { state: Type.Optional(RowState), event: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);

export const ReplayInput = Type.Object(
  {
    from: Type.String({ format: 'date-time', description: 'What happened at this moment or later.' }),
    event: Type.Optional(Type.String({ maxLength: 200, description: 'Only this one.' })),
  },
  { additionalProperties: false },
);

export const EventInput = Type.Object({ event: Type.Optional(Type.String({ maxLength: 200 })) });
export const Counted = Type.Object({ rows: Type.Integer() });
export const Settled = Type.Object({ id: Id, state: RowState });

export type MirrorView = Static<typeof MirrorView>;
export type MirrorRow = Static<typeof MirrorRow>;
export type MirrorFilter = Static<typeof MirrorFilter>;
export type ReplayInput = Static<typeof ReplayInput>;
