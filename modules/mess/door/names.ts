/** refusal code of the door → HTTP status */
export const doorErrors: Record<string, number> = {
  'mess.scanner.not_found': 404,
  'mess.scanner.by_hand': 403,
  'mess.scanner.steward': 409,
  'mess.scan.nonce_used': 409,
  'mess.scan.not_found': 404,
  'mess.scan.already_decided': 409,
  'mess.scan.already_served': 409,
  'mess.scan.meal_unknown': 409,
  'mess.scan.amount_malformed': 400,
};

/** The subjects of the door's audit entries. */
export const SCANNER_SUBJECT = 'mess.scanner';
