/** How to reach people, as they type it: the one place that decides which numbers and addresses are taken. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { latinDigits } from './digits.ts';
import { ok, type Result, refuse } from './result.ts';

/** The form of a phone number in E.164, for numbers that programs give; people's go through `readPhone`. */
export const E164 = '^\\+[1-9][0-9]{6,14}$';

/**
 * A phone number in E.164, from any usual writing and any digits; a number without a country code belongs to `country`
 * (ISO 3166-1 alpha-2). Refuses with `people.phone_malformed`.
 */
export function readPhone(text: string, country: string): Result<string> {
  const given = parsePhoneNumberFromString(latinDigits(text), country as CountryCode);
  const today = given && asToday(given.number);
  const phone = today ? parsePhoneNumberFromString(today) : given;
  return phone?.isValid() ? ok(phone.number) : refuse('people.phone_malformed');
}

/**
 * Numbers in the form before their country changed it, as WhatsApp and old lists still have them: Mexico's mobile 1,
 * Brazil's ninth digit, Benin's 01.
 */
function asToday(e164: string): string | null {
  const found = /^\+(?:(521)(\d{10})|(55[1-9]\d)([6-9]\d{7})|(229)(\d{8}))$/.exec(e164);
  if (!found) return null;
  const [, mexico, inMexico, brazil, inBrazil, , inBenin] = found;
  return mexico ? `+52${inMexico}` : brazil ? `+${brazil}9${inBrazil}` : `+22901${inBenin}`;
}

/** The country (ISO 3166-1) of a number in E.164 and its digits there, without the country code; null: no number. */
export function nationalPhone(e164: string): { country: string; digits: string } | null {
  const phone = parsePhoneNumberFromString(e164);
  return phone?.country ? { country: phone.country, digits: phone.nationalNumber } : null;
}

/** One address that every mail server takes (RFC 5321): no display name, no comment, a domain with a dot. */
const EMAIL =
  /^(?=.{1,254}$)(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Whether a text is an e-mail address, with nothing around it. */
export const isEmail = (text: string): boolean => EMAIL.test(text);

/**
 * An e-mail address without white space around it, its domain in lower case. Refuses with `people.email_malformed`.
 */
export function readEmail(text: string): Result<string> {
  const email = text.trim();
  if (!isEmail(email)) return refuse('people.email_malformed');
  const at = email.lastIndexOf('@');
  return ok(email.slice(0, at) + email.slice(at).toLowerCase());
}
