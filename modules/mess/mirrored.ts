import { defineMirrored } from '../../kernel/mirror/index.ts';

/**
 * What an organization's spreadsheet shows of the mess. Codes such as `not_paid` and `verified` are not translated,
 * because people filter by them.
 */

export const studentRegistered = defineMirrored({
  name: 'mess.student.registered',
  columns: ['roll_number', 'name', 'room', 'phone', 'state'],
});

/** A row for each step of a cycle's payment: `uploaded`, `verified`, `denied`, `refunded`. */
export const paymentChanged = defineMirrored({
  name: 'mess.payment.changed',
  columns: ['roll_number', 'name', 'cycle', 'state', 'amount', 'currency', 'credit', 'charges', 'reference'],
});

/** A row for each step of a cut: `applied`, `cancelled`. */
export const cutChanged = defineMirrored({
  name: 'mess.cut.changed',
  columns: ['roll_number', 'name', 'from', 'to', 'days', 'state'],
  dates: { from: 'day', to: 'day' },
});

/** Every scan, refusals too; an offline scan appears when it arrives, with its own time. */
export const scanMade = defineMirrored({
  name: 'mess.scan.made',
  columns: [
    'scanned_at',
    'service_on',
    'meal',
    'roll_number',
    'name',
    'allowed',
    'reason',
    'by_hand',
    'offline',
    'scanner',
  ],
  dates: { scanned_at: 'moment', service_on: 'day' },
});

export const mirrored = [studentRegistered, paymentChanged, cutChanged, scanMade];
