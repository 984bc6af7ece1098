/** Reasons of an SMTP failure: each has a text, `messages.mail_test.<reason>`. */
export const SMTP_REASONS = [
  'unreachable',
  'unknown_name',
  'refused',
  'timeout',
  'wrong_port',
  'certificate',
  'no_encryption',
  'sign_in',
  'sender',
  'recipient',
  'content',
  'busy',
  'other',
] as const;
export type SmtpReason = (typeof SMTP_REASONS)[number];

/** `answer`: the server's own words, if it gave any. */
export type SmtpFailure = { reason: SmtpReason; answer: string | null };
