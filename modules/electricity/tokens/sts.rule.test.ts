import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  crc16,
  creditBlock,
  decodeAmount,
  encodeAmount,
  isMeterNumber,
  momentOf,
  nextTokenId,
  readCreditBlock,
  readTokenDigits,
  tokenDigits,
  tokenIdAt,
} from './sts.rule.ts';
import { stsMeter, stsStandIn } from './sts-stand-in.ts';

test('the check of the standard’s example', () => {
  expect(crc16(Uint8Array.from([0, 0, 0x4a, 0x2d, 0x90, 0x0f, 0xf2])).toString(16)).toBe('ffa');
});

test('identifiers are minutes since a base date, and no two tokens of a meter share one', () => {
  expect(tokenIdAt(new Date('1993-01-01T00:00:59Z'), 1993)).toBe(0);
  expect(tokenIdAt(new Date('2014-01-02T00:00:00Z'), 2014)).toBe(1440);
  expect(momentOf(1440, 2014).toISOString()).toBe('2014-01-02T00:00:00.000Z');
  // The rollover of November 2024.
  expect(tokenIdAt(new Date('2024-11-24T20:15:00Z'), 1993)).toBe(2 ** 24 - 1);
  expect(() => tokenIdAt(new Date('2024-11-24T20:16:00Z'), 1993)).toThrow(/since 1993/);
  expect(() => tokenIdAt(new Date('2013-12-31T23:59:59Z'), 2014)).toThrow(/since 2014/);
  const now = new Date('2026-03-01T10:00:30Z');
  const first = nextTokenId(now, 2014, null);
  expect([nextTokenId(now, 2014, first), nextTokenId(now, 2014, first + 5), nextTokenId(now, 2014, first - 9)]).toEqual(
    [first + 1, first + 6, first],
  );
});

test('an amount is cut to what can be said, never rounded up', () => {
  expect([0, 1, 16_383, 16_384, 16_385, 16_394].map(encodeAmount)).toEqual([0, 1, 16_383, 16_384, 16_384, 16_385]);
  expect([16_393, 180_223, 180_224, 180_323, 1_818_623, 1_818_624].map(encodeAmount)).toEqual([
    16_384, 32_767, 32_768, 32_768, 49_151, 49_152,
  ]);
  expect([16_384, 16_385, 65_535].map(decodeAmount)).toEqual([16_384, 16_394, 18_201_624]);
  expect(() => encodeAmount(18_201_625)).toThrow(/too large/);
  fc.assert(
    fc.property(fc.nat(18_201_624), (tenths) => {
      const said = decodeAmount(encodeAmount(tenths));
      expect(said).toBeLessThanOrEqual(tenths);
      expect(tenths - said).toBeLessThan(1000);
    }),
  );
});

test('blocks and digits: there and back, and a wrong bit is found', () => {
  const bits = (n: number) => fc.integer({ min: 0, max: 2 ** n - 1 });
  fc.assert(
    fc.property(bits(4), bits(24), bits(16), fc.integer({ min: 0, max: 63 }), (random, tokenId, amount, flipped) => {
      const block = creditBlock({ random, tokenId, amount });
      expect(readCreditBlock(block)).toEqual({ random, tokenId, amount });
      expect(readCreditBlock(block ^ (1n << BigInt(flipped)))).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), bits(2), (encrypted, tokenClass) => {
      const digits = tokenDigits(encrypted, tokenClass);
      expect(digits).toMatch(/^\d{20}$/);
      expect(readTokenDigits(digits)).toEqual({ encrypted, tokenClass });
    }),
  );
  for (const none of ['', '1234', '99999999999999999999', 'x'.repeat(20)]) expect(readTokenDigits(none)).toBeNull();
});

test('meter numbers have a check digit', () => {
  expect(['01234567897', '0123456789012', '7992739871', '01234567896'].map(isMeterNumber)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

describe('the stand-in of a vending service', () => {
  const meter = { number: '01234567897', supplyGroup: '123456', tariffIndex: 1, keyRevision: 1 };
  const ask = (reference: string, wattHours = 12_345) => ({ reference, meter, wattHours });

  test('issues one token for a reference; the meter takes each once, another meter none', async () => {
    const vending = stsStandIn('shared', () => new Date('2026-03-01T10:00:00Z'));
    const [first, again, second] = [
      await vending.issue(ask('a')),
      await vending.issue(ask('a')),
      await vending.issue(ask('b')),
    ];
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(again).toEqual(first);
    expect(first.data).toMatchObject({ token: expect.stringMatching(/^\d{20}$/), wattHours: 12_300 });
    expect(second.data.tokenId).toBe(first.data.tokenId + 1);
    const type = stsMeter('shared', meter);
    expect(type(second.data.token.replace(/(....)/g, '$1 '))).toMatchObject({ wattHours: 12_300 });
    expect([type(first.data.token)?.wattHours, type(first.data.token), type(second.data.token)]).toEqual([
      12_300,
      null,
      null,
    ]);
    expect(stsMeter('shared', { ...meter, keyRevision: 2 })(first.data.token)).toBeNull();
    expect(await vending.issue({ ...ask('c'), meter: { ...meter, number: '01234567896' } })).toMatchObject({
      code: 'electricity.sts_meter',
    });
  });
});
