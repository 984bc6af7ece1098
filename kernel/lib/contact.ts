/** How to reach people, as they type it: the one place that decides which numbers and addresses are taken. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { latinDigits } from './digits.ts';
import { ok, type Result, refuse } from './result.ts';

/** The form of a phone number in E.164, for numbers that programs give; people's go through `readPhone`. */
export const E164 = '^\\+[1-9][0-9]{6,14}$';

/**
 * A phone number in E.164, from any usual writing and any digits; a number without a country code belongs to `country`
 * (ISO 3166-1 alpha-2). Refuses with `people.phone_malformed`.
 *
 * @param asTyped a person says that the number is right although no known range has it: it is taken if it has the length
 *   of a number
 */
export function readPhone(text: string, country: string, asTyped = false): Result<string> {
  const given = parsePhoneNumberFromString(latinDigits(text), country as CountryCode);
  if (given && NEW_RANGES.test(given.number)) return ok(given.number);
  const today = given && asToday(given.number);
  const phone = today ? parsePhoneNumberFromString(today) : given;
  if (phone?.isValid()) return ok(phone.number);
  const kept = asTyped ? keptAsTyped(latinDigits(text).trim(), country) : null;
  return kept ? ok(kept) : refuse('people.phone_malformed');
}

/** Ranges that the library's data lack: Rwanda's 75 and 76. */
const NEW_RANGES = /^\+2507[56]\d{7}$/;

/** The digits as they stand, behind the country's code where none is typed. */
function keptAsTyped(typed: string, country: string): string | null {
  if (!/^\+?[\d\s().\-/]+$/.test(typed)) return null;
  const digits = typed.replaceAll(/\D/g, '');
  const national = isSupportedCountry(country) ? getCountryCallingCode(country) + digits.replace(/^0/, '') : '';
  const e164 = `+${typed.startsWith('+') ? digits : typed.startsWith('00') ? digits.slice(2) : national}`;
  return new RegExp(E164).test(e164) ? e164 : null;
}

/**
 * Numbers in the form before their country changed it, as WhatsApp and old lists still have them: Mexico's mobile 1 and
 * the 044 and 045 before it, Brazil's ninth digit, Benin's 01.
 */
function asToday(e164: string): string | null {
  const found = /^\+(?:(52(?:1|04[45]))(\d{10})|(55[1-9]\d)([6-9]\d{7})|(229)(\d{8}))$/.exec(e164);
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
