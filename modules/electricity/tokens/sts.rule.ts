/**
 * The open part of STS (IEC 62055-41), the standard of prepayment meters whose keypad takes 20 digits: what a credit
 * token says, its check, its identifier, its digits. Encryption isn't here: keys and tables belong to the STS
 * Association's members and lie in a security module (sts-vending.ts).
 */

/** Class 0 transfers credit; subclass 0 of it is electricity. */
export const CREDIT_CLASS = 0;
const ELECTRICITY = 0;

/** When the identifiers begin to count; a meter's key says which of them it takes. */
const BASE_DATES = { 1993: '1993-01-01T00:00:00Z', 2014: '2014-01-01T00:00:00Z', 2035: '2035-01-01T00:00:00Z' };
export type BaseDate = keyof typeof BASE_DATES;

const MINUTE = 60_000;
const TID_BITS = 24;

/**
 * The token identifier of a moment: minutes since the base date. Throws before the base date, and 31.9 years after it,
 * when the meter needs a key of the next one.
 */
export function tokenIdAt(at: Date, base: BaseDate): number {
  const minutes = Math.floor((at.getTime() - Date.parse(BASE_DATES[base])) / MINUTE);
  if (minutes < 0 || minutes >= 2 ** TID_BITS) throw new Error(`${at.toISOString()} has no identifier since ${base}`);
  return minutes;
}

export function momentOf(tokenId: number, base: BaseDate): Date {
  return new Date(Date.parse(BASE_DATES[base]) + tokenId * MINUTE);
}

/**
 * The identifier of a meter's next token: that of now, or one more than its last where two are made within a minute. A
 * meter takes each identifier once, and none far behind its newest.
 */
export function nextTokenId(now: Date, base: BaseDate, last: number | null): number {
  const current = tokenIdAt(now, base);
  const next = last === null ? current : Math.max(current, last + 1);
  if (next >= 2 ** TID_BITS) throw new Error('the identifiers of this base date are used up');
  return next;
}

const MANTISSA = 2 ** 14;

/**
 * A transfer amount of 16 bits from units of 0.1 kWh: an exponent of two bits and a mantissa of fourteen. Above 16,383
 * not every amount can be said: it is cut to the next smaller one, as the standard does, never rounded up. Whoever counts
 * what was given takes `decodeAmount` of it, or asks for what is said exactly.
 */
export function encodeAmount(tenths: number): number {
  if (!Number.isSafeInteger(tenths) || tenths < 0) throw new Error(`an amount of ${tenths}`);
  if (tenths > MAX_TENTHS) throw new Error(`an amount of ${tenths} is too large for a token`);
  let exponent = 3;
  while (tenths < offsetOf(exponent)) exponent--;
  return exponent * MANTISSA + Math.floor((tenths - offsetOf(exponent)) / 10 ** exponent);
}

export function decodeAmount(bits: number): number {
  const exponent = Math.floor(bits / MANTISSA);
  return (bits % MANTISSA) * 10 ** exponent + offsetOf(exponent);
}

/** What the smaller exponents cover: 2^14 values each. */
function offsetOf(exponent: number): number {
  let sum = 0;
  for (let n = 0; n < exponent; n++) sum += MANTISSA * 10 ** n;
  return sum;
}

/** The largest amount that 16 bits say. */
const MAX_TENTHS = decodeAmount(0xffff);

/** CRC-16 of the standard (x16+x15+x2+1, all ones first, reflected), its lower byte first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return ((crc & 0xff) << 8) | (crc >>> 8);
}

export type CreditBlock = {
  /** four random bits, so that equal credits look different */
  random: number;
  tokenId: number;
  /** as `encodeAmount` makes it */
  amount: number;
};

/** The 64 bits that the security module encrypts: subclass, random, identifier, amount, and the check of all. */
export function creditBlock({ random, tokenId, amount }: CreditBlock): bigint {
  fits(random, 4);
  fits(tokenId, TID_BITS);
  fits(amount, 16);
  const said = (((BigInt(ELECTRICITY) << 4n) | BigInt(random)) << 40n) | (BigInt(tokenId) << 16n) | BigInt(amount);
  return (said << 16n) | BigInt(checkOf(said));
}

/** What a decrypted block says; null when its check fails or it is no credit of electricity. */
export function readCreditBlock(block: bigint): CreditBlock | null {
  const said = block >> 16n;
  if (block < 0n || block >> 64n !== 0n || BigInt(checkOf(said)) !== (block & 0xffffn)) return null;
  if (Number(said >> 44n) !== ELECTRICITY) return null;
  return {
    random: Number((said >> 40n) & 0xfn),
    tokenId: Number((said >> 16n) & 0xff_ffffn),
    amount: Number(said & 0xffffn),
  };
}

/** Over class and data, 50 bits, filled up to seven bytes at the left. */
function checkOf(said: bigint): number {
  const whole = (BigInt(CREDIT_CLASS) << 48n) | said;
  return crc16(Uint8Array.from({ length: 7 }, (_, i) => Number((whole >> BigInt(8 * (6 - i))) & 0xffn)));
}

function fits(value: number, bits: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits)
    throw new Error(`${value} is not of ${bits} bits`);
}

/** The places where the two bits of the class stand in a token; the bits from there go to the top. */
const CLASS_AT = 27n;

/** The 20 digits of an encrypted block and its class. */
export function tokenDigits(encrypted: bigint, tokenClass: number): string {
  fits(tokenClass, 2);
  const moved = (encrypted >> CLASS_AT) & 3n;
  const bits = (moved << 64n) | (encrypted & ~(3n << CLASS_AT)) | (BigInt(tokenClass) << CLASS_AT);
  return bits.toString().padStart(20, '0');
}

/** Block and class of 20 typed digits, spaces and hyphens aside; null when they can be none. */
export function readTokenDigits(typed: string): { encrypted: bigint; tokenClass: number } | null {
  const digits = typed.replace(/[\s-]/g, '');
  if (!/^[0-9]{20}$/.test(digits)) return null;
  const bits = BigInt(digits);
  if (bits >> 66n !== 0n) return null;
  const block = bits & 0xffff_ffff_ffff_ffffn;
  const encrypted = (block & ~(3n << CLASS_AT)) | ((bits >> 64n) << CLASS_AT);
  return { encrypted, tokenClass: Number((bits >> CLASS_AT) & 3n) };
}

/** Whether the last digit of a meter's number (11 or 13 digits) checks the others, after Luhn (ISO/IEC 7812-1). */
export function isMeterNumber(number: string): boolean {
  if (!/^([0-9]{11}|[0-9]{13})$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
