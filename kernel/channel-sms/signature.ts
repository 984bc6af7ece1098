import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';

/** `X-Twilio-Signature`: https://www.twilio.com/docs/usage/security#validating-requests */
export function twilioSignature(authToken: string, url: string, form: Record<string, string>): string {
  const text = Object.keys(form)
    .sort()
    .reduce((all, name) => all + name + form[name], url);
  return createHmac('sha1', authToken).update(text).digest('base64');
}

/**
 * Whether the form was signed for this address. Twilio sometimes includes the standard port, so both forms are
 * accepted.
 */
export function isSigned(authToken: string, url: string, form: Record<string, string>, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  return [url, withPort(url)].some((address) => constantTimeEqual(twilioSignature(authToken, address, form), given));
}

function withPort(url: string): string {
  return url.replace(
    /^(https?):\/\/([^/:]+)(?=\/|$)/,
    (_, scheme, host) => `${scheme}://${host}:${scheme === 'https' ? 443 : 80}`,
  );
}
