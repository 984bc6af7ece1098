import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { latinDigits } from '../lib/digits.ts';
import { ok, type Result, refuse } from '../lib/result.ts';

/**
 * A phone number in E.164; a number without a country code belongs to `country` (ISO 3166-1 alpha-2). Refuses with
 * `people.phone_malformed`.
 */
export function readPhone(text: string, country: string): Result<string> {
  const phone = parsePhoneNumberFromString(latinDigits(text), country as CountryCode);
  return phone?.isValid() ? ok(phone.number) : refuse('people.phone_malformed');
}

/** One e-mail address with a domain, trimmed, the domain in lower case. Refuses with `people.email_malformed`. */
export function readEmail(text: string): Result<string> {
  const email = text.trim();
  const at = email.lastIndexOf('@');
  if (email.length > 254 || at < 1 || at > 64 || !/^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]{2,}$/.test(email))
    return refuse('people.email_malformed');
  return ok(email.slice(0, at) + email.slice(at).toLowerCase());
}
