import { latinDigits } from '../../kernel/lib/digits.ts';
import { ok, type Result, refuse } from '../../kernel/lib/result.ts';

/**
 * Meter numbers have 11 or 13 digits, the last of which checks the others (Luhn, as in IEC 62055-41). A number that was
 * typed with one wrong digit, or with two neighbours exchanged, is refused at once and is nobody else's meter.
 */

/** Reads a typed number. Refuses with `electricity.meter.number_malformed` or `number_wrong`. */
export function readNumber(typed: string): Result<string> {
  const digits = latinDigits(typed).replace(/[\s-]/g, '');
  if (!/^(\d{11}|\d{13})$/.test(digits)) return refuse('electricity.meter.number_malformed');
  if (checkDigit(digits.slice(0, -1)) !== digits.at(-1)) return refuse('electricity.meter.number_wrong');
  return ok(digits);
}

/** The Luhn digit of a number that has none yet. */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** 01450000011 → `0145 0000 011` */
export const showNumber = (number: string): string => number.replace(/(.{4})(?=.)/g, '$1 ');
