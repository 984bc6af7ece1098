/** What an SMTP failure means for the message. Codes are those of RFC 5321 and, for sign-in, RFC 4954. */
import type { Outcome } from './channel.ts';

/** The part of nodemailer's error that tells what happened. */
export type SmtpFault = { message: string; code?: string; responseCode?: number; response?: string; command?: string };

/** Sign-in wanted or refused: the account is at fault, not the message. */
const ACCOUNT_CODES = new Set([421, 454, 530, 534, 535, 538]);
/** nodemailer's codes for a message that can't be put on the wire at all. */
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
 * Nothing was heard that only a mail server says. What is wrong with a certificate is worth telling, and told to
 * everybody anyway.
 */
export function isSilence({ message, code, responseCode }: SmtpFault): boolean {
  if (responseCode !== undefined && responseCode >= 400) return false;
  return code !== undefined && code !== 'ETLS' && CONNECTION.has(code) && !CERTIFICATE.test(message);
}

/**
 * @param begun whether the server had asked for the message's data and it was being sent. Before that nothing can have
 * been delivered; after it, without a reply, it may have been (RFC 5321, 4.2.5: the server owns the message from its
 * 250 on, heard or not).
 * @param blurs where somebody chose the server who may not learn what else is there: a closed port, a silent one and
 * another service are told in the same words
 */
export function smtpOutcome(fault: SmtpFault, begun: boolean, blurs = false): Outcome {
  const code = fault.responseCode;
  const error = (blurs && isSilence(fault) ? NO_SERVER : fault.message).replace(/\s+/g, ' ').slice(0, 500);

  if (code !== undefined && code >= 400) {
    // A server that answers has not taken the message, whichever step it answers at.
    const early =
      fault.command === 'CONN' || fault.command === 'EHLO' || fault.command === 'STARTTLS' || fault.code === 'EAUTH';
    if (early || ACCOUNT_CODES.has(code)) return { state: 'failed', retryable: true, channelDown: true, error };
    // 503 "bad sequence" speaks of the conversation, not of the message.
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
