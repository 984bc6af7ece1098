import type { Role } from '../ctx/index.ts';

/** The subject of a payment's audit entries, messages and questions. */
export const PAYMENT = 'payment';
/** The subject of an attempt's. */
export const ATTEMPT = 'payment.attempt';

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
  'payments.proof_empty': 400,
  'payments.reference_too_long': 400,
  'payments.refund_too_much': 409,
  'payments.refund_begun': 409,
  'payments.refund_changed': 409,
  'payments.refund_repeated': 409,
  'payments.not_by_provider': 409,
  'payments.no_provider': 409,
  'payments.attempt_open': 409,
  'payments.attempt_not_found': 404,
  'payments.attempt_settled': 409,
  'payments.attempt_not_by_word': 409,
  'payments.currency_not_taken': 422,
  'payments.amount_not_taken': 422,
  'payments.notice_not_found': 404,
  'payments.notice_done': 409,
  'payments.notice_not_so': 409,
  'payments.bad_signature': 401,
  'payments.stripe_incomplete': 422,
  'payments.mtn_incomplete': 422,
  'payments.airtel_incomplete': 422,
  'payments.payer_blank': 422,
  'payments.payer_country': 422,
  'payments.too_often': 429,
};
