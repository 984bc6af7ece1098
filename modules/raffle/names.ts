import type { Role } from '../../kernel/ctx/index.ts';
import type { StaffRole } from '../../kernel/module/index.ts';

/** permission → least role */
export const permissions: Record<string, Role> = {
  'raffle.read': 'viewer',
  'raffle.manage': 'admin',
  'raffle.order.write': 'ops',
  'raffle.order.confirm_payment': 'ops',
  'raffle.draw': 'admin',
  'raffle.export': 'ops',
};

/** The organizer runs raffles and checks their payments. */
export const staffRoles: StaffRole[] = [
  {
    key: 'raffle.organizer',
    permissions: [
      ...Object.keys(permissions),
      'payments.read',
      'payments.verify',
      'channels.read',
      'channels.reply',
      'messages.read',
      'documents.read',
      'documents.print',
      'people.read',
      'events.read',
      'tasks.read',
    ],
  },
];

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'raffle.order.person_open': 409,
  'raffle.not_found': 404,
  'raffle.not_active': 409,
  'raffle.no_place_to_pay': 409,
  'raffle.place_to_pay_known': 409,
  'raffle.frozen': 409,
  'raffle.range_reversed': 400,
  'raffle.range_too_large': 400,
  'raffle.range_taken': 409,
  'raffle.price_malformed': 400,
  'raffle.price_fixed': 409,
  'raffle.title_blank': 400,
  'raffle.picture_unknown': 400,
  'raffle.has_orders': 409,
  'raffle.code_exhausted': 503,
  'raffle.paid_unknown': 400,
  'raffle.numbers.none': 400,
  'raffle.numbers.malformed': 400,
  'raffle.numbers.letter': 400,
  'raffle.numbers.reversed': 400,
  'raffle.numbers.outside': 400,
  'raffle.numbers.repeated': 400,
  'raffle.numbers.too_many': 400,
  'raffle.numbers.random_zero': 400,
  'raffle.numbers.taken': 409,
  'raffle.numbers.few_left': 409,
  'raffle.numbers.sold_out': 409,
  'raffle.limit_reached': 409,
  'raffle.held_at_address': 409,
  'raffle.held_in_chat': 409,
  'raffle.held_by_strangers': 409,
  'raffle.holder_gone': 409,
  'raffle.order.not_found': 404,
  'raffle.order.person_unknown': 400,
  'raffle.order.contact_needed': 400,
  'raffle.order.not_confirmed': 409,
  'raffle.order.already_confirmed': 409,
  'raffle.order.already_paid': 409,
  'raffle.order.cancelled': 409,
  'raffle.order.expired': 409,
  'raffle.order.nothing_owed': 409,
  'raffle.order.wrong_count': 400,
  'raffle.ticket.not_paid': 409,
  'raffle.ticket.invalid': 404,
  'raffle.draw.not_found': 404,
  'raffle.draw.nothing_sold': 409,
  'raffle.draw.orders_open': 409,
  'raffle.draw.already_frozen': 409,
  'raffle.draw.already_drawn': 409,
  'raffle.draw.not_drawn': 409,
  'raffle.draw.too_many_winners': 400,
  'raffle.draw.seed_blank': 400,
  'raffle.draw.text_blank': 400,
};

/** The chat flow's name. Buttons carry it, also in messages that no flow sends. */
export const FLOW = 'raffle.buy';

/** The subject under which orders have credentials, payments and audit entries. */
export const ORDER = 'raffle.order';

export const RAFFLE = 'raffle.raffle';
