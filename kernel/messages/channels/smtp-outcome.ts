/** Turns an SMTP failure into the message's outcome. The codes are those of RFC 5321 and, for sign-in, RFC 4954. */
import type { Outcome } from './channel.ts';

/** The part of nodemailer's error that says what happened. */
export type SmtpFault = { message: string; code?: string; responseCode?: number; response?: string; command?: string };

/** Sign-in required or refused: the account is at fault, not the message. */
const ACCOUNT_CODES = new Set([421, 454, 530, 534, 535, 538]);
/** nodemailer's codes for a message that can't be sent at all. */
const OUR_FAULT = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM', 'EMAXRECIPIENTS']);
/** Nodemailer's codes for a connection that failed or broke. */
const CONNECTION = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EPROTOCOL',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
]);

const NO_SERVER = 'no mail server could be reached there';
const CERTIFICATE = /certificate|CERT_|ERR_TLS/i;

/**
 * Whether the failure contains nothing that only a mail server says. Faults of a certificate are useful to know, and
 * public anyway, so they don't count.
 */
export function isSilence({ message, code, responseCode }: SmtpFault): boolean {
  if (responseCode !== undefined && responseCode >= 400) return false;
  return code !== undefined && code !== 'ETLS' && CONNECTION.has(code) && !CERTIFICATE.test(message);
}

/**
 * @param begun whether the server had asked for the message's data. Before that nothing can have been delivered; after
 * it, without a reply, it may have been (RFC 5321, 4.2.5: the server is responsible for the message from its 250 on,
 * even if we never receive it).
 * @param hidesReason for a server that an organization chose: a closed port, a silent one and another service give the
 * same error, so that the organization can't explore our network
 */
export function smtpOutcome(fault: SmtpFault, begun: boolean, hidesReason = false): Outcome {
  const code = fault.responseCode;
  const error = (hidesReason && isSilence(fault) ? NO_SERVER : fault.message).replace(/\s+/g, ' ').slice(0, 500);

  if (code !== undefined && code >= 400) {
    // A server that refuses has not accepted the message, whichever step it refuses.
    const early =
      fault.command === 'CONN' || fault.command === 'EHLO' || fault.command === 'STARTTLS' || fault.code === 'EAUTH';
    if (early || ACCOUNT_CODES.has(code)) return { state: 'failed', retryable: true, channelDown: true, error };
    // 503 "bad sequence" is about the session, not about the message.
    return { state: 'failed', retryable: code < 500 || code === 503, error };
  }
  if (begun && fault.code !== 'ESTREAM') return { state: 'unknown', error };
  if (fault.code && OUR_FAULT.has(fault.code)) return { state: 'failed', retryable: false, error };
  return {
    state: 'failed',
    retryable: true,
    channelDown: fault.code !== undefined && CONNECTION.has(fault.code),
    error,
  };
}
