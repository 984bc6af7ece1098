/**
 * OpenPAYGO Token, the open standard for keypad meters: https://github.com/EnAccess/OpenPAYGO-Token. A token is a
 * masked value with the place that a chain of keyed hashes has reached after `count` steps. Even counts are of tokens
 * that add, odd ones of those that set, disable or synchronize the counter; so each is used once.
 */
import { sipHash24 } from './siphash.rule.ts';

export const TOKEN_KINDS = ['add', 'set', 'disable', 'sync'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Values of the standard that are no amounts; it keeps all from 996 to 999 for commands. */
const DISABLE = 998;
const SYNC = 999;
/** What a token of the short form carries at most; in the extended form the values from here to 1,000 are no amounts. */
const BEFORE_COMMANDS = 995;
const AFTER_COMMANDS = 1_000;

/** How tokens of a meter look. `restricted`: digits 1 to 4 only, for keypads that have no others. */
export type TokenForm = { extended?: boolean; restricted?: boolean };

export type Secrets = {
  /** 32 hex digits */
  key: string;
  /** nine digits at most; absent: made from the key */
  startingCode?: number | undefined;
};

/** A form's arithmetic: how many values fit beside the chain, digits, bits, the next link. */
type Chain = {
  base: number;
  mostValue: number;
  digits: number;
  bits: number;
  next(key: Uint8Array, code: number): number;
};

const STANDARD: Chain = {
  base: 1_000,
  mostValue: BEFORE_COMMANDS,
  digits: 9,
  bits: 30,
  next(key, code) {
    const bytes = new Uint8Array(8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, code);
    view.setUint32(4, code);
    return shortened(sipHash24(key, bytes));
  },
};

const EXTENDED: Chain = {
  base: 1_000_000,
  mostValue: 999_999,
  digits: 12,
  bits: 40,
  next(key, code) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(code));
    const upper = Number(sipHash24(key, bytes) >> 24n);
    return upper > 999_999_999_999 ? upper - 99_511_627_777 : upper;
  },
};

/** Both halves of a hash over each other, without their last two bits, in nine digits. */
function shortened(hash: bigint): number {
  const half = Number(((hash >> 32n) ^ hash) & 0xffff_ffffn) >>> 2;
  return half > 999_999_999 ? half - 73_741_825 : half;
}

const chainOf = ({ extended = false }: TokenForm) => (extended ? EXTENDED : STANDARD);

function keyOf(hex: string): Uint8Array {
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error('a key of OpenPAYGO has 32 hex digits');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** The code at which a meter's chain begins when nothing else was agreed. */
export function startingCodeOf(hexKey: string): number {
  const key = keyOf(hexKey);
  return shortened(sipHash24(key, key));
}

const withBase = (code: number, value: number, { base }: Chain) => code - (code % base) + value;

/** The next count of this kind: the next even one for tokens that add, the next odd one for others. */
export function nextCount(count: number, kind: TokenKind): number {
  const odd = count % 2 === 1;
  return count + (odd === (kind === 'add') ? 1 : 2);
}

/**
 * The most of an amount that one token carries: the rest goes with the next one. An extended token of 999 could be typed
 * again and again on meters with the reference decoder, which takes any 999 for a synchronization.
 */
export function carried(amount: number, form: TokenForm): number {
  const value = Math.min(amount, chainOf(form).mostValue);
  return value > BEFORE_COMMANDS && value < AFTER_COMMANDS ? BEFORE_COMMANDS : value;
}

/** The most that a token says, and between which values none is an amount; null: all are. */
export const amountsOf = (form: TokenForm): { most: number; gap: { below: number; above: number } | null } => ({
  most: chainOf(form).mostValue,
  gap: form.extended ? { below: BEFORE_COMMANDS, above: AFTER_COMMANDS } : null,
});

export type NewToken = TokenForm & {
  kind: TokenKind;
  /** of add and set: 0 to 995, extended to 999,999 without what `carried` leaves out */
  value?: number;
  /** the meter's counter before; the token's own is returned */
  count: number;
};

/** Makes a token. The same input makes the same token. Throws for a value that doesn't fit. */
export function encodeToken(secrets: Secrets, token: NewToken): { token: string; count: number } {
  const chain = chainOf(token);
  const key = keyOf(secrets.key);
  const start = secrets.startingCode ?? startingCodeOf(secrets.key);
  const value = amountOf(token, chain);
  const masked = ((start % chain.base) + value) % chain.base;
  const count = nextCount(token.count, token.kind);
  let code = withBase(start, masked, chain);
  for (let step = 0; step < count; step++) code = chain.next(key, code);
  const final = withBase(code, masked, chain);
  const text = token.restricted ? restrict(final, chain) : String(final).padStart(chain.digits, '0');
  return { token: text, count };
}

function amountOf({ kind, value, count, ...form }: NewToken, { mostValue }: Chain): number {
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`a counter of ${count}`);
  if (kind === 'disable' || kind === 'sync') {
    if (value !== undefined) throw new Error(`a token to ${kind} has no value`);
    return kind === 'disable' ? DISABLE : SYNC;
  }
  if (value === undefined || !Number.isSafeInteger(value) || value < 0 || value > mostValue)
    throw new Error(`a token's value is 0 to ${mostValue}, not ${value}`);
  if (carried(value, form) !== value) throw new Error(`the value ${value} is a command`);
  return value;
}

/** Two bits a digit, as 1 to 4. */
function restrict(code: number, { bits }: Chain): string {
  const text = code.toString(2).padStart(bits, '0');
  return text.replace(/../g, (pair) => String(Number.parseInt(pair, 2) + 1));
}

function unrestrict(text: string): number {
  return Number.parseInt(
    text.replace(/./g, (digit) => (Number(digit) - 1).toString(2).padStart(2, '0')),
    2,
  );
}

/** How far a meter looks ahead; a synchronization may go further, and back. */
const JUMP = 64;
const JUMP_SYNC = 100;
/** Counts behind the meter's own in which tokens that add may still be used, in any order. */
const OLDER = 16;

/** What a meter keeps: its counter, and the older counts that are used up. */
export type MeterCounter = { count: number; used: number[] };

export type Decoded =
  | { ok: true; kind: TokenKind; value: number | null; counter: MeterCounter }
  | { ok: false; reason: 'malformed' | 'invalid' | 'already_used' };

/** What a meter does with the digits that were typed, spaces and hyphens aside. `counter`: what it keeps afterwards. */
export function decodeToken(secrets: Secrets, counter: MeterCounter, typed: string, form: TokenForm = {}): Decoded {
  const chain = chainOf(form);
  const digits = typed.replace(/[\s-]/g, '');
  const pattern = form.restricted ? `^[1-4]{${chain.bits / 2}}$` : `^[0-9]{${chain.digits}}$`;
  if (!new RegExp(pattern).test(digits)) return { ok: false, reason: 'malformed' };
  const token = form.restricted ? unrestrict(digits) : Number(digits);
  const key = keyOf(secrets.key);
  const start = secrets.startingCode ?? startingCodeOf(secrets.key);
  const masked = token % chain.base;
  const value = (masked - (start % chain.base) + chain.base) % chain.base;
  const last = counter.count + (value === SYNC ? JUMP_SYNC : JUMP);
  let code = withBase(start, masked, chain);
  let older = false;
  for (let count = 0; count <= last; count++) {
    if (withBase(code, masked, chain) === token) {
      const kind = kindOf(count, value);
      if (mayUse(counter, count, kind)) {
        const amount = kind === 'add' || kind === 'set' ? value : null;
        return { ok: true, kind, value: amount, counter: used(counter, count, kind) };
      }
      older = true;
    }
    code = chain.next(key, code);
  }
  return { ok: false, reason: older ? 'already_used' : 'invalid' };
}

/** In both forms. */
function kindOf(count: number, value: number): TokenKind {
  if (count % 2 === 0) return 'add';
  if (value === DISABLE) return 'disable';
  return value === SYNC ? 'sync' : 'set';
}

function mayUse({ count: last, used: usedUp }: MeterCounter, count: number, kind: TokenKind): boolean {
  if (kind === 'sync') return count > last - JUMP;
  if (count > last) return true;
  return kind === 'add' && count > last - OLDER && !usedUp.includes(count);
}

/** A token that adds uses up its own count, any other all that came before it. */
function used(counter: MeterCounter, count: number, kind: TokenKind): MeterCounter {
  const highest = Math.max(counter.count, count, ...counter.used);
  const window = Array.from({ length: OLDER + 1 }, (_, i) => highest - OLDER + i).filter((one) => one >= 0);
  const mine = kind === 'add' ? window.filter((one) => one === count || counter.used.includes(one)) : window;
  return { count: kind === 'sync' ? count : Math.max(counter.count, count), used: mine };
}
