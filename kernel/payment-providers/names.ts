/** The subject of an attempt's audit entries. */
export const ATTEMPT = 'payment.attempt';

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'payments.not_by_provider': 409,
  'payments.no_provider': 409,
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
