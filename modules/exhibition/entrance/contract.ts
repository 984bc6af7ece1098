import { type Static, Type } from 'typebox';
import { DEVICE_STATES } from '../../../kernel/devices/contract.ts';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { TIME_FAULTS } from '../../../kernel/scanner/contract.ts';
import { VERDICTS } from './enter.rule.ts';

export { letsIn, mayEnter, type Verdict } from './enter.rule.ts';

/** The permission and kind of a scanner at an entrance. */
export const ENTRANCE = 'exhibition.entrance';

export const Entrance = Type.Object({
  id: Id,
  name: Type.String(),
  state: Type.Enum([...DEVICE_STATES], { description: 'waiting: its link has not been used yet.' }),
  valid_until: nullable(At),
  last_seen_at: nullable(At),
});
export type Entrance = Static<typeof Entrance>;

export const EntranceInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80, description: 'Where it stands: North gate.' }),
  valid_until: Type.Optional(nullable(At)),
});
export type EntranceInput = Static<typeof EntranceInput>;

const Key = Type.String({
  minLength: 8,
  maxLength: 64,
  pattern: '^[\\w-]+$',
  description: 'Made by the phone for this scan; the same again is the same visit.',
});
const Verdict = Type.Enum([...VERDICTS], {
  description:
    'welcome: the first time of the day. again: let in once more. came_already: not let in once more. waiting: on the ' +
    'waiting list, without a place. not_open: not one of the exhibition’s days.',
});

export const EnterInput = Type.Object({
  text: Type.String({
    minLength: 1,
    maxLength: 2000,
    description: 'What was read or typed: a card’s QR code, an ID, or an e-mail address or telephone number.',
  }),
  key: Key,
});
export type EnterInput = Static<typeof EnterInput>;

export const EnterAnswer = Type.Object({
  verdict: Verdict,
  person: nullable(Type.Object({ id: Id, name: Type.String(), code: nullable(Type.String()) })),
  came_at: nullable(Type.String({ format: 'date-time', description: 'When they came first on this day, if before.' })),
  exhibition: nullable(Type.String({ description: 'Of another exhibition: its name.' })),
  visitors: Type.Integer({ description: 'People who came today.' }),
});
export type EnterAnswer = Static<typeof EnterAnswer>;

/** What a phone keeps to decide without a network. It has no names: who finds the phone learns only how many there are. */
export const EntranceRoster = Type.Object({
  made_at: At,
  time_zone: Type.String(),
  exhibition: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day, enter_again: Type.Boolean() }),
  visitors: Type.Integer(),
  people: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      version: nullable(Type.Integer({ description: 'Of the QR code that is valid; null: it was revoked.' })),
      came_at: nullable(Type.String({ format: 'date-time', description: 'First today.' })),
    }),
    { description: 'The newest first, 20,000 at most.' },
  ),
});
export type EntranceRoster = Static<typeof EntranceRoster>;

const Queued = Type.Object({
  key: Key,
  customer_id: Id,
  at: Type.String({ format: 'date-time', description: 'When they were let in, by the phone’s clock.' }),
});
export const HandInVisits = Type.Object({
  sent_at: Type.String({ format: 'date-time', description: 'The phone’s clock now: tells how far it is off.' }),
  visits: Type.Array(Queued, { maxItems: 500 }),
});
export type HandInVisits = Static<typeof HandInVisits>;

const REFUSED = ['not_registered', 'other_exhibition', 'not_open', ...TIME_FAULTS] as const;
export const HandedIn = Type.Object({
  results: Type.Array(
    Type.Object({
      key: Type.String(),
      state: Type.Enum(['counted', 'known', 'refused'], { description: 'The phone may forget it in every case.' }),
      reason: nullable(Type.Enum([...REFUSED])),
    }),
  ),
  skew_seconds: Type.Integer({ description: 'Above zero: the phone’s clock is slow.' }),
  ended: Type.Boolean({ description: 'The scanner was revoked or has expired: forget the list and all.' }),
});
export type HandedIn = Static<typeof HandedIn>;

export const Visit = Type.Object({
  id: Id,
  exhibition_id: Id,
  exhibition: Type.String(),
  customer: Type.Object({ id: Id, code: Type.String(), name: Type.String() }),
  day: Day,
  at: At,
  received_at: At,
  first: Type.Boolean({ description: 'The first of the day: it counts them as a visitor.' }),
  offline: Type.Boolean(),
  entrance: Type.String(),
});
export type Visit = Static<typeof Visit>;

export const VisitFilter = Type.Object(
  {
    exhibition_id: Type.Optional(Type.String({ format: 'uuid' })),
    customer_id: Type.Optional(Type.String({ format: 'uuid' })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type VisitFilter = Static<typeof VisitFilter>;
