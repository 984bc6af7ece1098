import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { ALARM_KINDS, SEVERITIES } from './alarm-kinds.rule.ts';

export { ALARM_KINDS, SEVERITIES } from './alarm-kinds.rule.ts';

const strict = { additionalProperties: false };
const Kind = Type.Enum([...ALARM_KINDS]);
const Severity = Type.Enum([...SEVERITIES]);
const Person = Type.Object({ id: Id, name: Type.String() });

export const Alarm = Type.Object({
  id: Id,
  kind: Kind,
  severity: Severity,
  text: Type.String({ description: 'In the language of the request.' }),
  machine: nullable(Type.Object({ id: Id, serial: Type.String(), name: Type.String() })),
  location: nullable(Person),
  merchant: Person,
  position: nullable(Type.Integer({ description: 'Of the bin.' })),
  count: Type.Integer({ description: 'How often it began; one that comes back within half an hour is the same.' }),
  first_at: At,
  last_at: At,
  cleared_at: nullable(At),
  acknowledged_at: nullable(At),
  acknowledged_by: nullable(Type.String()),
  note: Type.String(),
  assigned_to: nullable(Person),
  mine: Type.Boolean({ description: 'Assigned to the caller.' }),
  muted_until: nullable(At),
  told_at: nullable(At),
  group_id: nullable(Id),
});
export type Alarm = Static<typeof Alarm>;

/** Conditions of the list. */
export const ALARM_MARKS = ['open', 'mine', 'unacknowledged', 'cleared'] as const;
export const AlarmFilter = Type.Object(
  {
    state: Type.Optional(Type.Enum([...ALARM_MARKS])),
    kind: Type.Optional(Kind),
    severity: Type.Optional(Severity),
    machine_id: Type.Optional(Id),
    location_id: Type.Optional(Id),
    merchant_id: Type.Optional(Id),
    group_id: Type.Optional(Id),
  },
  strict,
);
export type AlarmFilter = Static<typeof AlarmFilter>;

export const Acknowledgement = Type.Object({ note: Type.Optional(Type.String({ maxLength: 500 })) }, strict);
export const Assignment = Type.Object({ user_id: nullable(Id) }, strict);
export const Mute = Type.Object(
  {
    until: nullable(Type.String({ format: 'date-time', description: 'Null: people are told again from now on.' })),
    reason: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
);
export type Mute = Static<typeof Mute>;
export const Muted = Type.Object({ machine_id: Id, muted_until: nullable(At), reason: Type.String() });
export type Muted = Static<typeof Muted>;

/** Who can be told to look after an alarm. */
export const Technician = Type.Object({ id: Id, name: Type.String(), me: Type.Boolean() });
export type Technician = Static<typeof Technician>;

const Minute = Type.String({ pattern: '^([01]?\\d|2[0-3]):[0-5]\\d$|^24:00$', maxLength: 5 });
const Window = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: '1 Monday … 7 Sunday.',
    }),
    from: Minute,
    to: Minute,
  },
  { ...strict, description: 'Over midnight when it ends before it begins.' },
);
export const ServiceHours = Type.Object({
  location: nullable(Person),
  windows: Type.Array(Window, { description: 'None: always.' }),
});
export type ServiceHours = Static<typeof ServiceHours>;
export const ServiceHoursInput = Type.Object(
  {
    location_id: nullable(Id),
    windows: Type.Array(Window, { maxItems: 20 }),
  },
  { ...strict, description: 'Without a location: of all locations that have none of their own.' },
);
export type ServiceHoursInput = Static<typeof ServiceHoursInput>;

export const NoticeChoice = Type.Object(
  { email: Type.Boolean(), chat: Type.Boolean(), least: Severity },
  { ...strict, description: 'How one is told of alarms, from which severity on.' },
);
export type NoticeChoice = Static<typeof NoticeChoice>;
