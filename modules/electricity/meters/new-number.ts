import { randomInt } from 'node:crypto';
import { checkDigit } from '../number.rule.ts';

/** A number of 11 digits. Random, so that nobody can guess a neighbour's number from their own. */
export function randomNumber(): string {
  const digits = String(randomInt(10_000_000_000)).padStart(10, '0');
  return digits + checkDigit(digits);
}
