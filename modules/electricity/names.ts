import type { Role } from '../../kernel/ctx/index.ts';
import type { StaffRole } from '../../kernel/module/index.ts';

/** permission → least role; null: machines only */
export const permissions: Record<string, Role | null> = {
  'electricity.read': 'viewer',
  'electricity.meter.write': 'ops',
  'electricity.claim.decide': 'ops',
  'electricity.sell': 'ops',
  'electricity.manage': 'admin',
  'electricity.report': null,
};

/** The clerk knows meters and people; the agent sells units. */
export const staffRoles: StaffRole[] = [
  {
    key: 'electricity.clerk',
    permissions: [
      'electricity.read',
      'electricity.meter.write',
      'electricity.sell',
      'electricity.claim.decide',
      'payments.read',
      'channels.read',
      'channels.reply',
      'messages.read',
      'documents.read',
      'documents.print',
      'people.read',
      'people.write',
      'imports.read',
      'events.read',
      'tasks.read',
    ],
  },
  {
    key: 'electricity.agent',
    permissions: [
      'electricity.read',
      'electricity.sell',
      'till.use',
      'documents.read',
      'documents.print',
      'events.read',
    ],
    pages: ['/electricity/meters', '/electricity/vouchers', '/till'],
  },
];

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'electricity.person.balance_open': 409,
  'electricity.person.float_open': 409,
  'electricity.person.purchase_open': 409,
  'electricity.role_lacks': 403,
  'electricity.name_blank': 400,
  'electricity.sts_meter': 400,
  'electricity.import.no_tariff': 409,
  'electricity.import.class_unknown': 400,
  'electricity.import.kind_unknown': 400,
  'electricity.import.units_malformed': 400,
  'electricity.import.keypad_unknown': 400,
  'electricity.import.keypad_value': 400,
  'electricity.import.keypad_key': 400,
  'electricity.meter.not_found': 404,
  'electricity.meter.number_malformed': 400,
  'electricity.meter.number_wrong': 400,
  'electricity.meter.number_taken': 409,
  'electricity.meter.number_exhausted': 503,
  'electricity.meter.place_unknown': 400,
  'electricity.meter.state_not_allowed': 409,
  'electricity.meter.held': 409,
  'electricity.meter.not_held': 409,
  'electricity.meter.not_yours': 403,
  'electricity.customer.not_found': 404,
  'electricity.customer.last_manager': 409,
  'electricity.member.not_found': 404,
  'electricity.place.not_found': 404,
  'electricity.place.name_taken': 409,
  'electricity.place.used': 409,
  'electricity.place.too_many': 409,
  'electricity.invitation.wrong': 404,
  'electricity.invitation.too_many': 409,
  'electricity.claim.not_found': 404,
  'electricity.claim.code_wrong': 404,
  'electricity.claim.decided': 409,
  'electricity.claim.customer_wanted': 400,
  'electricity.claim.too_many': 409,
  'electricity.tariff.not_found': 404,
  'electricity.tariff.none': 409,
  'electricity.tariff.class_unknown': 400,
  'electricity.tariff.class_used': 409,
  'electricity.tariff.class_twice': 400,
  'electricity.tariff.percent_malformed': 400,
  'electricity.tariff.fee_malformed': 400,
  'electricity.tariff.price_malformed': 400,
  'electricity.tariff.blocks_disordered': 400,
  'electricity.tariff.date_taken': 409,
  'electricity.tariff.past': 400,
  'electricity.tariff.begun': 409,
  'electricity.quote.too_little': 400,
  'electricity.quote.too_much': 400,
  'electricity.reading.not_found': 404,
  'electricity.reading.future': 400,
  'electricity.reading.unreadable': 400,
  'electricity.reading.known': 409,
  'electricity.reading.contradicts': 409,
  'electricity.reading.photo_unknown': 400,
  'electricity.reading.decided': 409,
  'electricity.reading.overtaken': 409,
  'electricity.usage.too_long': 400,
  'electricity.credit.not_found': 404,
  'electricity.credit.order': 409,
  'electricity.adjustment.zero': 400,
  'electricity.purchase.not_found': 404,
  'electricity.voucher.malformed': 400,
  'electricity.voucher.mistyped': 400,
  'electricity.voucher.wrong': 404,
  'electricity.voucher.redeemed': 409,
  'electricity.voucher.expired': 410,
  'electricity.voucher.cancelled': 410,
  'electricity.voucher.not_sold': 409,
  'electricity.voucher.sold_already': 409,
  'electricity.voucher.redeemed_already': 409,
  'electricity.batch.not_found': 404,
  'electricity.batch.value_wanted': 400,
  'electricity.batch.past': 400,
  'electricity.batch.range': 400,
  'electricity.batch.expired': 409,
  'electricity.batch.printed': 409,
  'electricity.agent.not_found': 404,
  'electricity.agent.inactive': 409,
  'electricity.agent.limit': 409,
  'electricity.agent.limit_below': 400,
  'electricity.agent.currency': 409,
  'electricity.agent.account_unknown': 400,
  'electricity.agent.account_taken': 409,
  'electricity.agent.nothing': 400,
  'electricity.agent.closed': 409,
  'electricity.agent.not_theirs': 404,
  'electricity.keypad.none': 404,
  'electricity.keypad.has_machine': 409,
  'electricity.keypad.has_keypad': 409,
  'electricity.keypad.asked': 409,
  'electricity.keypad.not_for_sts': 409,
  'electricity.keypad.value': 400,
  'electricity.keypad.value_command': 400,
  'electricity.alert.not_found': 404,
  'electricity.alert.quiet_malformed': 400,
  'electricity.link_old': 404,
};

export const METER = 'electricity.meter';
export const CUSTOMER = 'electricity.customer';
export const CLAIM = 'electricity.claim';
export const TARIFF = 'electricity.tariff';
export const PURCHASE = 'electricity.purchase';
export const ALERT = 'electricity.alert';
export const READING = 'electricity.reading';
export const BATCH = 'electricity.voucher_batch';
export const VOUCHER = 'electricity.voucher';
export const AGENT = 'electricity.agent';
/** the kind of device that reports for a meter */
export const METER_DEVICE = 'electricity.meter';

/** The chat flow's name. Buttons carry it, also in messages that no flow sends. */
export const FLOW = 'electricity.chat';
