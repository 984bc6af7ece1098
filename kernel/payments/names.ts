import type { Role } from '../ctx/index.ts';

/** The subject of a payment's audit entries, messages and questions. */
export const PAYMENT = 'payment';

/** permission → least role */
export const permissions: Record<string, Role> = {
  'payments.read': 'ops',
  'payments.verify': 'ops',
  'payments.refund': 'admin',
};

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'payments.not_found': 404,
  'payments.already_verified': 409,
  'payments.already_denied': 409,
  'payments.already_refunded': 409,
  'payments.closed': 409,
  'payments.not_verified': 409,
  'payments.no_proof': 409,
  'payments.second_person': 409,
  'payments.approver_too_new': 403,
  'payments.person_required': 403,
  'payments.reason_blank': 400,
  'payments.reference_too_long': 400,
  'payments.refund_too_much': 409,
  'payments.refund_begun': 409,
  'payments.no_store_credit': 409,
  'payments.refund_changed': 409,
  'payments.refund_repeated': 409,
  'payments.attempt_open': 409,
};
