import type { Role } from '../ctx/index.ts';

/** permission → least role */
export const permissions: Record<string, Role> = {
  'payments.read': 'ops',
  'payments.verify': 'ops',
  'payments.refund': 'admin',
  'payments.statements': 'admin',
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
  'payments.person_required': 403,
  'payments.reason_blank': 400,
  'payments.proof_empty': 400,
  'payments.reference_too_long': 400,
};
