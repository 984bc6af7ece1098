import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Prices, quote } from './quote.rule.ts';

const kWh = 1000;
/** Rwanda's of 2025-10-01: 89, 310 and 369 francs a kWh. */
const RESIDENTIAL: Prices = {
  blocks: [
    { upToWh: 20 * kWh, price: 89_000 },
    { upToWh: 50 * kWh, price: 310_000 },
    { upToWh: null, price: 369_000 },
  ],
  vat: 0,
  levy: 0,
  fee: 0,
};
const units = (amount: number, prices: Prices, bought = 0) => {
  const quoted = quote(amount, prices, bought);
  return quoted.ok ? quoted.data.wh : 0;
};

test.each([
  ['the cheap block alone', 1780, 0, [[20_000, 1780]]],
  [
    'three blocks',
    20_000,
    0,
    [
      [20_000, 1780],
      [30_000, 9300],
      [24_173, 8920],
    ],
  ],
  ['what was bought in this month counts', 3100, 20 * kWh, [[10_000, 3100]]],
  ['less than a watt-hour stays with the last block', 1, 0, [[11, 1]]],
])('%s', (_, amount, bought, blocks) => {
  const quoted = quote(amount, RESIDENTIAL, bought);
  expect(quoted.ok && quoted.data.blocks.map(({ wh, minor }) => [wh, minor])).toEqual(blocks);
});

test('VAT and levy are on top of the prices, the fee is taken first, and all of it adds up', () => {
  const quoted = quote(2_360, { ...RESIDENTIAL, vat: 1800, fee: 260 }, 0);
  // 2,100 francs with 18 % are 1,779.66 without: a little less than the cheap block.
  expect(quoted.ok && quoted.data).toMatchObject({ wh: 19_996, fee: 260, vat: 320, levy: 0 });
});

test('nothing is bought for less than the fee', () => {
  expect(quote(260, { ...RESIDENTIAL, fee: 260 }, 0)).toMatchObject({ code: 'electricity.quote.too_little' });
  expect(quote(10 ** 12, { ...RESIDENTIAL, blocks: [{ upToWh: null, price: 1 }] }, 0)).toMatchObject({
    code: 'electricity.quote.too_much',
  });
});

const price = fc.integer({ min: 1, max: 2_000_000 });
const anyPrices: fc.Arbitrary<Prices> = fc
  .record({
    ends: fc.uniqueArray(fc.integer({ min: 1, max: 200_000 }), { maxLength: 4 }),
    prices: fc.array(price, { minLength: 5, maxLength: 5 }),
    vat: fc.integer({ min: 0, max: 3000 }),
    levy: fc.integer({ min: 0, max: 1000 }),
    fee: fc.integer({ min: 0, max: 500 }),
  })
  .map(({ ends, prices, ...rest }) => ({
    ...rest,
    blocks: [...ends.sort((a, b) => a - b), null].map((upToWh, i) => ({ upToWh, price: prices[i] as number })),
  }));
const amounts = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 6 });

test('no split of a purchase ever yields more units than the whole', () => {
  fc.assert(
    fc.property(anyPrices, amounts, fc.integer({ min: 0, max: 300_000 }), (prices, parts, before) => {
      const whole = quote(
        parts.reduce((sum, one) => sum + one, 0),
        prices,
        before,
      );
      fc.pre(whole.ok || whole.code === 'electricity.quote.too_little');
      let bought = before;
      for (const part of parts) bought += units(part, prices, bought);
      expect(bought - before).toBeLessThanOrEqual(whole.ok ? whole.data.wh : 0);
    }),
    { numRuns: 1000 },
  );
});

test('the money adds up to the amount, the blocks to the units, and no line is below zero', () => {
  fc.assert(
    fc.property(anyPrices, fc.integer({ min: 1, max: 100_000 }), fc.nat(300_000), (prices, amount, before) => {
      const quoted = quote(amount, prices, before);
      if (!quoted.ok) return;
      const { fee, vat, levy, blocks, wh } = quoted.data;
      expect(blocks.reduce((sum, { minor }) => sum + minor, fee + vat + levy)).toBe(amount);
      expect(blocks.reduce((sum, one) => sum + one.wh, 0)).toBe(wh);
      expect(Math.min(fee, vat, levy, ...blocks.map(({ minor }) => minor))).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});
