import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { TIME_FAULTS } from '../../../kernel/scanner/contract.ts';
import { MEAL_CODES } from '../meals/slot.rule.ts';
import { EAT_REASONS } from './may-eat.rule.ts';

/**
 * Requests and answers of the mess's door, shared with the scanner. The scanner is a device (`kernel/devices`) and
 * sends the device's bearer token. The paths are below /api/v1/mess/scanner, and below /api/v1/scanner for the older
 * ones.
 */

export { durationText } from '../calendar/duration.rule.ts';
export { type SignedScan, signedText } from './queued-scan.rule.ts';
export {
  findInRoster,
  rosterSubject,
} from './roster.rule.ts';
export { kindOfRole, roleOfKind, type ScannerRole } from './scanner-kinds.rule.ts';
export { sealCode } from './sealed-code.rule.ts';

const Nonce = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
/** The text as the camera read it; the rule checks first whether it is a code at all. */
const Qr = Type.String({ maxLength: 2000 });
const Meal = Type.String({ maxLength: 40, description: 'A meal’s code, such as lunch; default: the one that is on.' });

/**
 * The rule’s reasons, and one that only a scanner without a network has: its roster is older than its policy allows.
 */
const SCAN_REASONS = [...EAT_REASONS, 'stale_roster'] as const;
const DoorReason = Type.Enum([...SCAN_REASONS]);

/** The reasons a steward sees; reasons that concern the person are for a supervisor, and read `refused` here. */
const ShownReason = Type.Enum([...EAT_REASONS, 'refused']);

const StaffRole = Type.Enum(['steward', 'supervisor']);
const StalePolicy = Type.Enum(['warn', 'supervisor', 'refuse'], {
  description: 'With a roster past its age: go on and say so; let supervisors only; refuse everyone.',
});

export const ScannerPatch = Type.Partial(
  Type.Object({
    stale_policy: StalePolicy,
    stale_minutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
    by_hand: Type.Boolean({ description: 'May let people in by hand; never a steward’s scanner.' }),
  }),
);
export type ScannerPatch = Static<typeof ScannerPatch>;

/** A scanner as the office sees it: the mess's data about its device. */
export const ScannerView = Type.Object({
  id: Id,
  name: Type.String(),
  role: StaffRole,
  state: Type.Enum(['waiting', 'active', 'expired', 'revoked'], { description: 'As of its device.' }),
  by_hand: Type.Boolean({ description: 'May let people in by hand. Begins as its kind has it.' }),
  stale_policy: StalePolicy,
  stale_minutes: Type.Integer(),
  last_seq: Type.Integer({ description: 'The last of its queue that has arrived; 0: none.' }),
  last_seen_at: nullable(At),
  roster_at: nullable(At),
  valid_until: nullable(At),
});
export type ScannerView = Static<typeof ScannerView>;

export const ScanInput = Type.Object({
  qr: Qr,
  meal: Type.Optional(Meal),
  device: Type.Optional(Type.String({ maxLength: 80, description: 'As older programs send it; not looked at.' })),
  nonce: Nonce,
});
export type ScanInput = Static<typeof ScanInput>;

export const AdmitInput = Type.Object({
  student_id: Id,
  meal: Type.Optional(Meal),
  device: Type.Optional(Type.String({ maxLength: 80, description: 'As older programs send it; not looked at.' })),
  nonce: Nonce,
  reason: Type.String({ minLength: 3, maxLength: 300 }),
});
export type AdmitInput = Static<typeof AdmitInput>;

export const DoorStudent = Type.Object({
  id: Id,
  name: Type.String(),
  roll_number: Type.String(),
  room: nullable(Type.String()),
  photo_url: nullable(Type.String({ description: 'To be fetched with the scanner’s own bearer.' })),
});
export type DoorStudent = Static<typeof DoorStudent>;

export const DoorMeal = Type.Object({ id: Id, code: Type.String(), name: Type.String() });
export type DoorMeal = Static<typeof DoorMeal>;

export const ScanAnswer = Type.Object({
  scan_id: Id,
  allowed: Type.Boolean(),
  reason: nullable(ShownReason),
  student: nullable(DoorStudent),
  meal: nullable(DoorMeal),
  service_on: nullable(Day),
  at: At,
  by_hand: Type.Boolean(),
  served_today: Type.Integer({ description: 'Students served at this meal of this day so far.' }),
});
export type ScanAnswer = Static<typeof ScanAnswer>;

/** One scan of a device's queue. `signature`: over `signedText(device, scan)`, base64url. */
export const QueuedScan = Type.Object({
  nonce: Nonce,
  seq: Type.Integer({
    minimum: 1,
    maximum: 2_147_483_647,
    description: 'Counts up in this device’s queue and is never used again.',
  }),
  device_at: At,
  qr: Type.Optional(Qr),
  sealed: Type.Optional(
    Type.String({
      maxLength: 3000,
      pattern: '^[A-Za-z0-9_-]*$',
      description: 'Instead of `qr`: the code sealed to the roster’s `seal_key`, see door/sealed-code.rule.ts.',
    }),
  ),
  student_id: Type.Optional(Id),
  meal: Type.Optional(Meal),
  allowed: Type.Boolean({ description: 'What the device said at the door.' }),
  reason: Type.Optional(nullable(DoorReason)),
  by_hand_reason: Type.Optional(Type.String({ minLength: 3, maxLength: 300 })),
  signature: Type.String({ maxLength: 200 }),
});
export type QueuedScan = Static<typeof QueuedScan>;

export const SyncInput = Type.Object({
  device: Id,
  sent_at: Type.String({ format: 'date-time', description: 'The device’s clock now: tells how far it is off.' }),
  scans: Type.Array(QueuedScan, { maxItems: 500 }),
});
export type SyncInput = Static<typeof SyncInput>;

/**
 * Why the desk checks a scan that was allowed without a network: the rule’s reason, or what was wrong with the scan
 * itself.
 */
export const SETTLE_REASONS = [...EAT_REASONS, 'bad_signature', ...TIME_FAULTS, 'by_hand'] as const;
export const SettleReason = Type.Enum(SETTLE_REASONS);
export type SettleReason = (typeof SETTLE_REASONS)[number];

export const SyncAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      nonce: Type.String(),
      state: Type.Enum(['kept', 'known'], { description: 'Either way the device may forget it.' }),
      settle: nullable(SettleReason),
    }),
  ),
  last_seq: Type.Integer(),
  skew_seconds: Type.Integer({ description: 'Above zero: the device’s clock is slow.' }),
  ended: Type.Boolean({ description: 'The scanner was revoked or has expired: forget the roster and all.' }),
});
export type SyncAnswer = Static<typeof SyncAnswer>;

/**
 * See door/roster.rule.ts for the bytes. The ETag depends on the content; the device shows the roster’s age by
 * `made_at`.
 */
export const Roster = Type.Object({
  made_at: At,
  time_zone: Type.String(),
  stale_policy: StalePolicy,
  stale_minutes: Type.Integer(),
  by_hand: Type.Boolean({ description: 'Whether this device may let people in by hand.' }),
  days: Type.Array(Day),
  meals: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      name: Type.String(),
      starts: Type.String({ description: 'Local time, 12:00' }),
      ends: Type.String(),
    }),
  ),
  closures: Type.Array(Type.Object({ on: Day, meal_id: nullable(Id) })),
  keys: Type.Array(
    Type.Object({ id: Type.String(), organization_id: Id, algorithm: Type.String(), key: Type.String() }),
  ),
  subject_kind: Type.Integer({ description: 'Codes of another kind are no student’s.' }),
  seal_key: Type.String({ description: 'What a scanner seals codes to: a point of P-256, base64url.' }),
  salt: Type.String({ description: 'base64url; hashes are HMAC-SHA256(salt, "<subject id>:<version>")' }),
  count: Type.Integer(),
  entries: Type.String({ description: 'base64url of the packed entries' }),
});
export type Roster = Static<typeof Roster>;

/** `served`: counted as eaten after all. */
const SETTLE_DECISIONS = ['waived', 'charged', 'served'] as const;
export const Settlement = Type.Object({
  scan_id: Id,
  at: At,
  service_on: nullable(Day),
  reason: SettleReason,
  served: Type.Boolean({ description: 'Whether the meal counts as eaten by this scan.' }),
  device_at: nullable(At),
  received_at: At,
  by_hand_reason: nullable(Type.String()),
  device_name: Type.String(),
  skew_seconds: nullable(Type.Integer()),
  student: nullable(DoorStudent),
  meal: nullable(DoorMeal),
  /** where the same student had been served this meal */
  other: nullable(Type.Object({ scan_id: Id, at: At, device_name: Type.String() })),
  decision: nullable(Type.Enum(SETTLE_DECISIONS)),
  charge: nullable(Type.String()),
  currency: nullable(Type.String()),
  note: nullable(Type.String()),
  decided_at: nullable(At),
  decided_by_name: nullable(Type.String()),
});
export type Settlement = Static<typeof Settlement>;

export const SettlementFilter = Type.Object({
  state: Type.Optional(Type.Enum(['open', 'decided'])),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});
export type SettlementFilter = Static<typeof SettlementFilter>;

export const SettleInput = Type.Object({
  decision: Type.Enum(SETTLE_DECISIONS),
  amount: Type.Optional(Type.String({ maxLength: 30, description: 'Decimal text; needed for a charge.' })),
  note: Type.Optional(Type.String({ maxLength: 300 })),
});
export type SettleInput = Static<typeof SettleInput>;

export const ScanRow = Type.Object({
  id: Id,
  at: At,
  device_at: nullable(At),
  skew_seconds: nullable(Type.Integer()),
  offline: Type.Boolean(),
  allowed: Type.Boolean(),
  reason: nullable(DoorReason),
  settle: nullable(SettleReason),
  by_hand_reason: nullable(Type.String()),
  device_name: Type.String(),
  service_on: nullable(Day),
  student: nullable(DoorStudent),
  meal: nullable(DoorMeal),
});
export type ScanRow = Static<typeof ScanRow>;

export const ScanFilter = Type.Object({
  allowed: Type.Optional(Type.Boolean()),
  reason: Type.Optional(DoorReason),
  offline: Type.Optional(Type.Boolean()),
  meal: Type.Optional(Type.Enum([...MEAL_CODES])),
  student_id: Type.Optional(Id),
  service_on: Type.Optional(Day),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});
export type ScanFilter = Static<typeof ScanFilter>;
