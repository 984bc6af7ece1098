import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  carried,
  decodeToken,
  encodeToken,
  type MeterCounter,
  nextCount,
  startingCodeOf,
  type TokenKind,
} from './openpaygo.rule.ts';
import { sipHash24 } from './siphash.rule.ts';

type Vector = {
  starting_code: number;
  key: string;
  count: number;
  token_type: keyof typeof KINDS;
  value_raw: number | null;
  restricted_digit_set: boolean;
  extended_token: boolean;
  new_count: number;
  token: string;
};
const KINDS = { ADD_TIME: 'add', SET_TIME: 'set', DISABLE_PAYG: 'disable', COUNTER_SYNC: 'sync' } as const;

/** From the test data of the OpenPAYGO Token project (MIT): https://github.com/EnAccess/OpenPAYGO-python */
const vectors = readFileSync(join(import.meta.dirname, 'openpaygo.vectors.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Vector);

const METER = { key: 'bc41ec9530f6dac86b1a29ab82edc5fb', startingCode: 516_959_010 };
const fresh = (count = 1): MeterCounter => ({ count, used: [] });
const make = (kind: TokenKind, count: number, value?: number) =>
  encodeToken(METER, { kind, count, ...(value !== undefined && { value }) });

test('the published vectors: made, and understood by the meter', () => {
  expect(vectors.length).toBeGreaterThan(15);
  for (const vector of vectors) {
    const { count, value_raw, new_count, token } = vector;
    const kind = KINDS[vector.token_type];
    const secrets = { key: vector.key, startingCode: vector.starting_code };
    const form = { extended: vector.extended_token, restricted: vector.restricted_digit_set };
    const made = encodeToken(secrets, { kind, count, ...form, ...(value_raw !== null && { value: value_raw }) });
    expect(made, JSON.stringify(vector)).toEqual({ token, count: new_count });
    const decoded = decodeToken(secrets, fresh(count), token, form);
    expect(decoded).toMatchObject({ ok: true, kind, value: value_raw, counter: { count: new_count } });
  }
});

test('SipHash as in its paper', () => {
  const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => i);
  expect(sipHash24(bytes(16), bytes(15)).toString(16)).toBe('a129ca6149be45e5');
  expect(sipHash24(bytes(16), bytes(0)).toString(16)).toBe('726fdb47dd0e0e31');
});

test('any token of any meter is understood once, in each form', () => {
  const hex = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((key) => Buffer.from(key).toString('hex'));
  const meters = fc.record({ key: hex, startingCode: fc.option(fc.nat(999_999_999), { nil: undefined }) });
  const forms = fc.record({ extended: fc.boolean(), restricted: fc.boolean() });
  fc.assert(
    fc.property(
      meters,
      forms,
      fc.nat(40),
      fc.constantFrom('add', 'set'),
      fc.nat(995),
      (secrets, form, count, kind, value) => {
        const made = encodeToken(secrets, { ...form, kind, value, count });
        expect(made.token).toMatch(form.restricted ? /^[1-4]{15}$|^[1-4]{20}$/ : /^\d{9}$|^\d{12}$/);
        const first = decodeToken(secrets, fresh(count), made.token, form);
        expect(first).toMatchObject({ ok: true, kind, value, counter: { count: made.count } });
        if (first.ok)
          expect(decodeToken(secrets, first.counter, made.token, form)).toEqual({ ok: false, reason: 'already_used' });
      },
    ),
    { numRuns: 60 },
  );
});

test('counts: even ones add, odd ones do the rest', () => {
  expect([0, 1, 2, 3].map((count) => nextCount(count, 'add'))).toEqual([2, 2, 4, 4]);
  for (const kind of ['set', 'disable', 'sync'] as const)
    expect([0, 1, 2, 3].map((count) => nextCount(count, kind))).toEqual([1, 3, 3, 5]);
});

describe('the meter', () => {
  const type = (counter: MeterCounter, token: string) => {
    const decoded = decodeToken(METER, counter, token);
    return decoded.ok
      ? { ...decoded.counter, what: `${decoded.kind} ${decoded.value}` }
      : { ...counter, what: decoded.reason };
  };

  test('takes tokens that add in any order, each once, as long as they are near', () => {
    const tokens = [2, 4, 6, 8].map((count) => make('add', count - 2, count).token);
    let meter = type(fresh(), tokens[3] as string);
    expect(meter).toMatchObject({ count: 8, what: 'add 8' });
    for (const i of [1, 0, 2]) {
      meter = type(meter, tokens[i] as string);
      expect(meter).toMatchObject({ count: 8, what: `add ${2 * i + 2}` });
    }
    for (const token of tokens) expect(type(meter, token).what).toBe('already_used');
    // Sixteen counts behind is too far.
    const far = type(meter, make('add', 22, 1).token);
    expect(type({ ...far, used: [24] }, tokens[3] as string).what).toBe('already_used');
    expect(type({ ...far, used: [24] }, make('add', 8, 7).token).what).toBe('add 7');
  });

  test('a token that sets or disables uses up all before it', () => {
    const old = make('add', 0, 5).token;
    for (const kind of ['set', 'disable'] as const) {
      const meter = type(fresh(), make(kind, 2, kind === 'set' ? 3 : undefined).token);
      expect(meter).toMatchObject({ count: 3, what: kind === 'set' ? 'set 3' : 'disable null' });
      expect(type(meter, old).what).toBe('already_used');
    }
  });

  test('follows the server’s counter by a token that synchronizes, further than other tokens and back', () => {
    expect(type(fresh(1), make('add', 98, 1).token).what).toBe('invalid');
    const ahead = type(fresh(1), make('sync', 98).token);
    expect(ahead).toMatchObject({ count: 99, what: 'sync null' });
    expect(type(ahead, make('add', 99, 1).token).what).toBe('add 1');
    const back = type({ count: 60, used: [60] }, make('sync', 8).token);
    expect(back).toMatchObject({ count: 9, what: 'sync null' });
    expect(type({ count: 80, used: [] }, make('sync', 8).token).what).toBe('already_used');
  });

  test('refuses what is mistyped, made for another meter, or no token', () => {
    const { token } = make('add', 1, 5);
    expect(type(fresh(), ` ${token.slice(0, 3)} ${token.slice(3, 6)}-${token.slice(6)}`).what).toBe('add 5');
    for (const wrong of ['', '12345678', '1234567890', '12345678x', '１２３４５６７８９'])
      expect(type(fresh(), wrong).what).toBe('malformed');
    const mistyped = token.slice(0, 4) + ((Number(token[4]) + 1) % 10) + token.slice(5);
    expect(type(fresh(), mistyped).what).toBe('invalid');
    const other = { key: METER.key.replace('b', 'c') };
    expect(decodeToken(other, fresh(), token)).toEqual({ ok: false, reason: 'invalid' });
    expect(startingCodeOf(other.key)).not.toBe(startingCodeOf(METER.key));
  });

  test('with the extended form reads all commands in twelve digits', () => {
    for (const kind of ['disable', 'sync'] as const)
      for (const restricted of [false, true]) {
        const form = { extended: true, restricted };
        const { token, count } = encodeToken(METER, { kind, count: 1, ...form });
        expect(token).toMatch(restricted ? /^[1-4]{20}$/ : /^\d{12}$/);
        expect(decodeToken(METER, fresh(), token, form)).toMatchObject({
          ok: true,
          kind,
          value: null,
          counter: { count },
        });
      }
    const far = encodeToken(METER, { kind: 'sync', count: 98, extended: true }).token;
    expect(decodeToken(METER, fresh(), far, { extended: true })).toMatchObject({ ok: true, kind: 'sync' });
  });
});

test('an amount that is a command in the extended form is carried in parts', () => {
  const extended = { extended: true };
  expect([995, 996, 998, 999, 1000, 1_000_500].map((one) => carried(one, extended))).toEqual([
    995, 995, 995, 995, 1000, 999_999,
  ]);
  expect([995, 999, 2000].map((one) => carried(one, {}))).toEqual([995, 995, 995]);
  for (const kind of ['add', 'set'] as const)
    for (const value of [996, 998, 999])
      expect(() => encodeToken(METER, { kind, value, count: 1, extended: true })).toThrow(/command/);
});

test('values and keys that do not fit throw', () => {
  for (const value of [996, -1, 1.5, Number.NaN, undefined])
    expect(() => make('add', 1, value as number)).toThrow(/value/);
  expect(() => make('disable', 1, 5)).toThrow(/no value/);
  expect(() => make('add', -1, 5)).toThrow(/counter/);
  expect(() => encodeToken({ key: 'short' }, { kind: 'add', count: 1, value: 1 })).toThrow(/32 hex/);
  expect(encodeToken(METER, { kind: 'add', count: 1, value: 999_999, extended: true }).token).toHaveLength(12);
});
