/** What stands behind an SMTP failure: each reason has a text, `messages.mail_test.<reason>`. */
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

/** `answer`: the server's own words, where it said any. */
export type SmtpTold = { reason: SmtpReason; answer: string | null };
