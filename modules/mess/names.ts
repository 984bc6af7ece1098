import type { Role } from '../../kernel/ctx/index.ts';
import type { StaffRole } from '../../kernel/module/index.ts';

/**
 * The subject types of students, cycles and their records, for credentials, payments, audit entries and topics; that of
 * students is also part of what a phone encrypts with a code.
 */
export const STUDENT = 'mess.student';
/** A person in a chat claims to be a student; the subject's id is the conversation. */
export const CLAIM = 'mess.claim';
export const CYCLE = 'mess.cycle';
export const CYCLE_PAYMENT = 'mess.cycle_payment';
export const CUT = 'mess.cut';
export const CLOSURE = 'mess.closure';
export const MEAL = 'mess.meal';
export const ANNOUNCEMENT = 'mess.announcement';
/** The subject of a day; its id is the day. */
export const MEAL_COUNT = 'mess.count';

/** The ledger accounts of the mess: its money, and the credit it owes to students until a later cycle takes it. */
export const INCOME = 'income:mess';
export const CREDIT = 'liabilities:mess_credit';

/** permission → least role */
export const permissions: Record<string, Role | null> = {
  'mess.read': 'viewer',
  'mess.student.write': 'ops',
  'mess.student.decide': 'ops',
  'mess.student.qr': 'ops',
  'mess.payment.write': 'ops',
  'mess.cut.write': 'ops',
  'mess.export': 'ops',
  'mess.manage': 'admin',
  // Permissions of scanners (door/scanner.ts) and of the phones that show a code (codes/code-phone.ts).
  'mess.scan': null,
  'mess.scan.by_hand': null,
  'mess.scan.hand_in': null,
  'mess.code.show': null,
};

/** The warden runs the mess; the steward sees whom to serve and what was served. */
export const staffRoles: StaffRole[] = [
  {
    key: 'mess.warden',
    permissions: [
      ...Object.keys(permissions).filter((name) => permissions[name] !== null),
      'payments.read',
      'payments.verify',
      'channels.read',
      'channels.reply',
      'messages.read',
      'credentials.show',
      'credentials.write',
      'device.read',
      'device.write',
      'documents.read',
      'documents.print',
      'people.read',
      'people.write',
      'imports.read',
      'events.read',
      'tasks.read',
      'tasks.write',
    ],
  },
  {
    key: 'mess.steward',
    permissions: ['mess.read', 'credentials.verify', 'events.read'],
    pages: ['/mess/cook-count', '/mess/scans', '/mess/students'],
  },
];

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'mess.student.cycle_open': 409,
  'mess.student.account_open': 409,
  'mess.student.not_found': 404,
  'mess.student.name_blank': 400,
  'mess.student.roll_malformed': 400,
  'mess.student.roll_taken': 409,
  'mess.student.person_taken': 409,
  'mess.student.photo_unknown': 400,
  'mess.student.reason_blank': 400,
  'mess.student.already_approved': 409,
  'mess.student.already_denied': 409,
  'mess.student.already_suspended': 409,
  'mess.student.already_left': 409,
  'mess.student.still_pending': 409,
  'mess.student.not_approved': 409,
  'mess.student.code_changes': 409,
  'mess.code.link_unknown': 404,
  'mess.code.opened_elsewhere': 409,
  'mess.code.key_refused': 401,
  'mess.code.other_phone': 409,
  'mess.code.ended': 409,
  'mess.meal.not_found': 404,
  'mess.meal.overlap': 409,
  'mess.meal.no_time': 400,
  'mess.cycle.not_found': 404,
  'mess.cycle.none_now': 409,
  'mess.cycle.dates_reversed': 400,
  'mess.cycle.too_long': 400,
  'mess.cycle.overlap': 409,
  'mess.cycle.price_malformed': 400,
  'mess.cycle.has_payments': 409,
  'mess.cycle.not_over': 409,
  'mess.cycle.already_credited': 409,
  'mess.payment.not_found': 404,
  'mess.payment.nothing_owed': 409,
  'mess.payment.already_verified': 409,
  'mess.payment.no_grace': 409,
  'mess.cut.not_found': 404,
  'mess.cut.dates_reversed': 400,
  'mess.cut.past': 409,
  'mess.cut.same_day': 409,
  'mess.cut.too_late': 409,
  'mess.cut.too_far': 400,
  'mess.cut.too_short': 409,
  'mess.cut.too_long': 409,
  'mess.cut.too_many_days': 409,
  'mess.cut.already_cut': 409,
  'mess.cut.closed_anyway': 409,
  'mess.cut.already_over': 409,
  'mess.closure.not_found': 404,
  'mess.closure.dates_reversed': 400,
  'mess.closure.too_long': 400,
  'mess.closure.reason_blank': 400,
  'mess.closure.already_over': 409,
  'mess.closure.already_cancelled': 409,
  'mess.closure.has_begun': 409,
  'mess.closure.not_shorter': 400,
  'mess.closure.days_over': 409,
  'mess.report.dates_reversed': 400,
  'mess.announcement.blank': 400,
  'mess.announcement.too_long': 400,
  'mess.announcement.nobody': 409,
  'mess.settings.cut_lengths': 400,
};

/** The chat flows, by the names that buttons carry. */
export const STUDENT_FLOW = 'mess.student';
export const OFFICE_FLOW = 'mess.office';

/** The account of what students owe for meals that they ate twice, until it is collected. */
export const CHARGES = 'assets:mess_charges';
