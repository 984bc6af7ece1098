import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { latinDigits } from '../../../kernel/lib/digits.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** A phone number in E.164; a number without a country code is read as one of `country` (ISO 3166-1 alpha-2). */
export function normalizePhone(text: string, country: string): Result<string> {
  const phone = parsePhoneNumberFromString(latinDigits(text), country as CountryCode);
  return phone?.isValid() ? ok(phone.number) : refuse('exhibition.customer.phone_malformed');
}

/** One address that SMTP servers accept: no display name, no comment, a domain with a dot. */
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

/**
 * The address without white space around it, its domain in lower case; refuses an address that no mail server accepts.
 */
export function normalizeEmail(text: string): Result<string> {
  const email = text.trim();
  if (email.length > 254 || !EMAIL.test(email) || email.indexOf('@') > 64)
    return refuse('exhibition.customer.email_malformed');
  const at = email.lastIndexOf('@');
  return ok(email.slice(0, at) + email.slice(at).toLowerCase());
}
