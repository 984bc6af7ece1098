import { latinDigits } from '../../../kernel/lib/digits.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { checkDigit } from '../number.rule.ts';

/** A voucher has 20 digits, the last of which checks the others like that of a meter's number. */
export const RANDOM_DIGITS = 19;

/** Adds the check digit to 19 digits. */
export const withCheck = (digits: string): string => digits + checkDigit(digits);

/** Reads typed digits. Refuses with `electricity.voucher.malformed`, and `mistyped` when the last digit doesn't fit. */
export function readDigits(typed: string): Result<string> {
  const digits = latinDigits(typed).replace(/[\s-]/g, '');
  if (!/^\d{20}$/.test(digits)) return refuse('electricity.voucher.malformed');
  return withCheck(digits.slice(0, RANDOM_DIGITS)) === digits ? ok(digits) : refuse('electricity.voucher.mistyped');
}

/** 1234 5678 9012 3456 7890 */
export const showDigits = (digits: string): string => digits.replace(/(.{4})(?=.)/g, '$1 ');

/** What is printed beside the digits and names the voucher to staff: K7MP2A-0042. */
export const serialOf = (batchCode: string, number: number): string =>
  `${batchCode}-${String(number).padStart(4, '0')}`;
