/**
 * The reason of an SMTP failure, for the person who set the server up: each has a text, `messages.mail_test.<reason>`.
 */

import type { SmtpFailure, SmtpReason } from './smtp-failure.ts';
import { isSilence, type SmtpFault } from './smtp-outcome.ts';

/**
 * @param hidesReason for a server that an organization chose: all failures without a mail server's answer get one
 * reason
 */
export function failureOf(fault: SmtpFault, hidesReason: boolean): SmtpFailure {
  const { message, code, responseCode } = fault;
  if (responseCode !== undefined && responseCode >= 400) {
    const words = fault.response ?? message;
    return { reason: answered(fault, responseCode), answer: words.replace(/\s+/g, ' ').slice(0, 300) };
  }
  const reason = silent(message, code);
  return { reason: hidesReason && isSilence(fault) ? 'unreachable' : reason, answer: null };
}

const SIGN_IN = new Set([454, 530, 534, 535, 538]);
const STEPS: Record<string, SmtpReason> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'content',
  STARTTLS: 'no_encryption',
  CONN: 'busy',
};

/** Which step the server refused. */
function answered({ code, command }: SmtpFault, responseCode: number): SmtpReason {
  if (code === 'EAUTH' || SIGN_IN.has(responseCode)) return 'sign_in';
  if (responseCode === 421) return 'busy';
  return STEPS[command ?? ''] ?? 'other';
}

function silent(message: string, code: string | undefined): SmtpReason {
  if (/certificate|CERT_/i.test(message)) return 'certificate';
  if (/ENOTFOUND|EAI_|EDNS/.test(message) || code === 'EDNS') return 'unknown_name';
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(message)) return 'refused';
  // Something answers, but not as a mail server does with this encryption: it waits for a greeting that never comes, or
  // uses another protocol.
  if (/greeting|wrong version|SSL routines|packet length|socket close|ECONNRESET/i.test(message)) return 'wrong_port';
  if (code === 'EPROTOCOL') return 'wrong_port';
  if (code === 'ETLS') return 'no_encryption';
  if (/time-?d? ?out/i.test(message) || code === 'ETIMEDOUT') return 'timeout';
  return code === 'EAUTH' || code === 'ENOAUTH' ? 'sign_in' : 'other';
}
