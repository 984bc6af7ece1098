import type { Role } from '../ctx/index.ts';

export const DRAWER = 'till.drawer';
export const SESSION = 'till.session';

/** permission → least role */
export const permissions: Record<string, Role> = {
  'till.use': 'ops',
  'till.supervise': 'admin',
  'till.manage': 'admin',
};

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'till.not_open': 409,
  'till.not_open_of': 409,
  'till.not_the_house': 409,
  'till.drawer_not_found': 404,
  'till.drawer_archived': 409,
  'till.drawer_in_use': 409,
  'till.drawer_busy': 409,
  'till.name_blank': 400,
  'till.code_taken': 409,
  'till.code_malformed': 400,
  'till.currency_unknown': 400,
  'till.already_open': 409,
  'till.difference_unexplained': 409,
  'till.session_not_found': 404,
  'till.not_yours': 403,
  'till.closed': 409,
  'till.still_open': 409,
  'till.correct_self': 403,
  'till.count_same': 409,
  'till.no_difference': 409,
  'till.explained_already': 409,
  'till.amount_zero': 400,
  'till.amount_too_large': 400,
  'till.reason_blank': 400,
  'till.count_empty': 400,
  'till.count_unknown': 400,
  'till.report_blind': 403,
  'till.approval_needed': 403,
  'till.approval_gone': 403,
  'till.approval_unknown': 400,
  'till.approval_self': 403,
  'till.approver_unfit': 403,
  'till.wrong_pin': 403,
  'till.pin_malformed': 400,
  'till.pin_simple': 400,
};
