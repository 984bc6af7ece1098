import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { ALERT_KINDS, NOTICE_KINDS } from './alert-kinds.rule.ts';

export { ALERT_KINDS, NOTICE_KINDS } from './alert-kinds.rule.ts';
export { LIMITS, readLimits, showLimits } from './limits.rule.ts';

const strict = { additionalProperties: false };
const Kind = Type.Enum([...ALERT_KINDS]);
const Time = Type.String({ pattern: '^([01]?\\d|2[0-3]):[0-5]\\d$', maxLength: 5, description: 'Such as 21:00.' });

export const Alert = Type.Object({
  id: Id,
  kind: Kind,
  meter: Type.Object({ id: Id, number: Type.String(), name: Type.String() }),
  customer: Type.Object({ id: Id, name: Type.String() }),
  text: Type.String({ description: 'In the language of the request.' }),
  opened_at: At,
  cleared_at: nullable(At),
});
export type Alert = Static<typeof Alert>;

/** As staff see it: with who was told, and how. */
export const AlertSent = Type.Object({
  ...Alert.properties,
  notices: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.Enum(['waiting', 'sent', 'dropped', 'muted', 'unreachable']),
      ways: Type.Array(Type.String()),
      due_at: At,
    }),
  ),
});
export type AlertSent = Static<typeof AlertSent>;

export const AlertFilter = Type.Object(
  {
    kind: Type.Optional(Kind),
    open: Type.Optional(Type.Boolean()),
    meter_id: Type.Optional(Id),
    customer_id: Type.Optional(Id),
  },
  strict,
);
export type AlertFilter = Static<typeof AlertFilter>;

export const NoticeChoice = Type.Object(
  {
    email: Type.Boolean(),
    chat: Type.Boolean(),
    sms: Type.Boolean(),
    muted: Type.Array(Type.Enum([...NOTICE_KINDS]), { uniqueItems: true, maxItems: NOTICE_KINDS.length }),
    quiet_from: nullable(Time),
    quiet_to: nullable(Time),
  },
  strict,
);
export type NoticeChoice = Static<typeof NoticeChoice>;

const Wh = nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }));
export const MeterLimits = Type.Object(
  {
    low_wh: Wh,
    day_wh: Wh,
    month_wh: Wh,
  },
  { ...strict, description: 'Null: the limit of the organization for a low balance, none for a day and a month.' },
);
export type MeterLimits = Static<typeof MeterLimits>;
