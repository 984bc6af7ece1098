/** refusal code of the door → HTTP status */
export const doorErrors: Record<string, number> = {
  // One sentence for unknown, expired and revoked, so that a stranger learns nothing.
  'mess.token.refused': 401,
  'mess.token.supervisor_only': 403,
  'mess.token.not_found': 404,
  'mess.token.already_revoked': 409,
  'mess.token.validity': 400,
  'mess.token.name_blank': 400,
  'mess.device.not_found': 404,
  'mess.device.key_malformed': 400,
  'mess.device.name_blank': 400,
  'mess.device.by_hand': 403,
  'mess.device.steward': 409,
  'mess.scan.nonce_used': 409,
  'mess.scan.not_found': 404,
  'mess.scan.already_decided': 409,
  'mess.scan.already_served': 409,
  'mess.scan.meal_unknown': 409,
  'mess.scan.amount_malformed': 400,
};

/** The subjects of the door's audit entries. */
export const STAFF_TOKEN = 'mess.staff_token';
export const DEVICE = 'mess.device';

/** What students owe for meals that they had twice, until it is collected. */
export const CHARGES = 'assets:mess_charges';
