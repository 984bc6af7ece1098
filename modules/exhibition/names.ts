import type { Role } from '../../kernel/ctx/index.ts';
import type { StaffRole } from '../../kernel/module/index.ts';

/** The subject of a bill's audit entries and payments. */
export const BILL = 'exhibition.bill';
/** The subject of an item's audit entries. */
export const ITEM = 'exhibition.item';
/** The subject of the audit entries of store credit. */
export const CREDIT = 'exhibition.credit';
/** The subject of a stall's audit entries, and the part of the organization that its sellers are limited to. */
export const STALL = 'exhibition.stall';
/** The kind of the entries by which a stall gets its part of a bill's money. */
export const STALL_SHARE = 'exhibition.stall_share';
/** The kind of the entries of money between the house and a stall. */
export const STALL_PAYOUT = 'exhibition.stall_payout';
/** What a supervisor approves: the void of a bill that its cashier may not void alone. */
export const VOID = 'exhibition.void';
/** What a supervisor approves: lines of a bill that come back, for a cashier who may not refund. */
export const RETURN = 'exhibition.return';
/** What a supervisor approves: a discount above the limit, on a bill of this exhibition. */
export const DISCOUNT = 'exhibition.discount';
/** The account that bills' money goes to. */
export const INCOME = 'income:exhibition';
/** What the house keeps of the money of stalls. */
export const COMMISSION = 'income:exhibition_commission';

/** permission → least role */
export const permissions: Record<string, Role | null> = {
  'exhibition.read': 'viewer',
  // The list of customers, which a stall's seller has not: they find who stands before them by the code.
  'exhibition.customer.read': 'viewer',
  'exhibition.customer.write': 'ops',
  'exhibition.customer.delete': 'admin',
  'exhibition.bill.add': 'ops',
  'exhibition.bill.pay': 'ops',
  'exhibition.bill.void': 'admin',
  'exhibition.document.issue': 'ops',
  'exhibition.manage': 'admin',
  'exhibition.stall.settle': 'admin',
  'exhibition.export': 'ops',
  // Of the customers' screens, which are devices.
  'exhibition.display': null,
  // Adding and ending scanners of entrances.
  'exhibition.entrance': 'admin',
  // Of these scanners, which are devices; an ended one keeps the last.
  'exhibition.entrance.scan': null,
  'exhibition.entrance.hand_in': null,
};

/** The cashier sees the desk and the till; the organizer everything of the fair. */
export const staffRoles: StaffRole[] = [
  {
    key: 'exhibition.cashier',
    permissions: [
      'exhibition.read',
      'exhibition.customer.read',
      'exhibition.customer.write',
      'exhibition.bill.add',
      'exhibition.bill.pay',
      'exhibition.document.issue',
      'till.use',
      'credentials.show',
      'credentials.verify',
      'documents.read',
      'documents.print',
      'events.read',
      'tasks.read',
    ],
    pages: ['/desk', '/till'],
  },
  {
    key: 'exhibition.organizer',
    permissions: [
      ...Object.keys(permissions).filter((name) => permissions[name] !== null),
      'till.use',
      'till.supervise',
      'till.manage',
      'payments.read',
      'payments.verify',
      'credentials.show',
      'messages.read',
      'people.write',
      'imports.read',
      'documents.read',
      'documents.print',
      'people.read',
      'events.read',
      'tasks.read',
      'tasks.write',
    ],
  },
];

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'exhibition.document.not_yours': 403,
  'exhibition.customer.none_chosen': 400,
  'exhibition.waiting.link_invalid': 404,
  'exhibition.customer.bills_open': 409,
  'exhibition.customer.credit_open': 409,
  'exhibition.not_found': 404,
  'exhibition.none_open': 422,
  'exhibition.several_open': 422,
  'exhibition.dates_reversed': 400,
  'exhibition.span_too_long': 400,
  'exhibition.prefix_taken': 409,
  'exhibition.currency_fixed': 409,
  'exhibition.has_customers': 409,
  'exhibition.tax_incomplete': 400,
  'exhibition.form.not_found': 404,
  'exhibition.form.closed': 409,
  'exhibition.form.code_exhausted': 503,
  'exhibition.form.label_twice': 400,
  'exhibition.form.two_choices': 400,
  'exhibition.form.not_a_choice': 400,
  'exhibition.form.no_such_field': 400,
  'exhibition.waiting.not_found': 404,
  'exhibition.customer.not_found': 404,
  'exhibition.customer.name_blank': 400,
  'exhibition.customer.has_bills': 409,
  'exhibition.customer.code_exhausted': 503,
  'exhibition.item.not_found': 404,
  'exhibition.item.name_blank': 400,
  'exhibition.item.code_taken': 409,
  'exhibition.item.quick_key_taken': 409,
  'exhibition.item.keys_moved': 409,
  'exhibition.item.name_long': 400,
  'exhibition.item.variant_alone': 400,
  'exhibition.item.variant_unnamed': 400,
  'exhibition.item.variant_nested': 409,
  'exhibition.item.variant_named': 409,
  'exhibition.item.variant_taken': 409,
  'exhibition.item.picture_unknown': 400,
  'exhibition.item.quantity_malformed': 400,
  'exhibition.item.quantity_whole': 400,
  'exhibition.item.reason_blank': 400,
  'exhibition.item.sold_out': 409,
  'exhibition.item.other_currency': 400,
  'exhibition.item.colour_unknown': 400,
  'exhibition.item.unit_unknown': 400,
  'exhibition.item.tax_malformed': 400,
  'exhibition.item.hsn_malformed': 400,
  'exhibition.item.quick_key_malformed': 400,
  'exhibition.item.archived_unknown': 400,
  'exhibition.stall.not_found': 404,
  'exhibition.stall.name_blank': 400,
  'exhibition.stall.code_taken': 409,
  'exhibition.stall.commission_malformed': 400,
  'exhibition.stall.drawer_taken': 409,
  'exhibition.stall.drawer_currency': 400,
  'exhibition.stall.paid_meanwhile': 409,
  'exhibition.stall.more_than_owed': 409,
  'exhibition.bill.other_stall': 409,
  'exhibition.bill.not_found': 404,
  'exhibition.bill.already_void': 409,
  'exhibition.bill.amount_malformed': 400,
  'exhibition.bill.amount_decimals': 400,
  'exhibition.bill.amount_zero': 400,
  'exhibition.bill.amount_too_large': 400,
  'exhibition.bill.reason_blank': 400,
  'exhibition.bill.amount_or_lines': 400,
  'exhibition.bill.lines_only': 400,
  'exhibition.bill.line_incomplete': 400,
  'exhibition.bill.quantity_malformed': 400,
  'exhibition.bill.pieces_whole': 400,
  'exhibition.bill.discount_malformed': 400,
  'exhibition.bill.discount_too_large': 400,
  'exhibition.bill.discount_reason': 400,
  'exhibition.bill.item_not_sold': 409,
  'exhibition.bill.total_changed': 409,
  'exhibition.display.not_found': 404,
  'exhibition.entrance.not_found': 404,
  'exhibition.entrance.key_used': 409,
  'exhibition.credit.none': 409,
  'exhibition.credit.no_voucher': 404,
  'exhibition.credit.other_currency': 409,
  'exhibition.credit.too_little': 409,
  'exhibition.credit.twice': 400,
  'exhibition.credit.walk_in': 409,
  'exhibition.return.no_lines': 409,
  'exhibition.return.not_paid': 409,
  'exhibition.return.no_line': 400,
  'exhibition.return.too_much': 409,
  'exhibition.return.money_gone': 409,
  'exhibition.bill.confirm_amount': 409,
  'exhibition.bill.other_exhibition': 409,
  'exhibition.bill.other_exhibition_refused': 409,
  'exhibition.bill.already_paid': 409,
  'exhibition.bill.due_changed': 409,
  'exhibition.bill.waits_for_second': 409,
  'exhibition.bill.given_nothing': 400,
  'exhibition.bill.given_more': 409,
  'exhibition.bill.given_less': 409,
  'exhibition.bill.link_under_way': 409,
  'exhibition.bill.has_money': 409,
  'exhibition.bill.paid_online': 409,
  'exhibition.document.nothing_to_bill': 409,
  'exhibition.document.nothing_paid': 409,
  'exhibition.document.nothing_owed': 409,
  'exhibition.portal.link_invalid': 404,
  'exhibition.portal.stays': 409,
};
