import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, type Given, PAY_METHODS, sharesOf, spread } from './pay.rule.ts';

const cash = (givenMinor?: number): Given => ({ method: 'cash', givenMinor });
const card = (givenMinor?: number): Given => ({ method: 'card', givenMinor });

test.each([
  ['exactly', [cash()], [{ method: 'cash', amountMinor: 12_000, changeMinor: 0 }]],
  ['with change', [cash(50_000)], [{ method: 'cash', amountMinor: 12_000, changeMinor: 38_000 }]],
  [
    'split, the rest in cash',
    [card(5_000), cash(10_000)],
    [
      { method: 'card', amountMinor: 5_000, changeMinor: 0 },
      { method: 'cash', amountMinor: 7_000, changeMinor: 3_000 },
    ],
  ],
])('a bill of 120.00 is paid %s', (_, given, shares) => {
  expect(sharesOf(12_000, given, 'INR')).toEqual({ ok: true, data: shares });
});

test.each([
  ['less than what is due', [cash(10_000)], 'given_less', { left: '20.00', currency: 'INR' }],
  ['more by card', [card(12_001)], 'given_more', { due: '120.00', currency: 'INR' }],
  ['something after it is paid', [cash(), card()], 'given_more', { due: '0.00', currency: 'INR' }],
  ['nothing', [cash(0)], 'given_nothing', {}],
])('%s is refused', (_, given, code, detail) => {
  const refused = sharesOf(12_000, given, 'INR');
  expect(refused).toMatchObject({ ok: false, code: `exhibition.bill.${code}` });
  expect(refused).toMatchObject(Object.keys(detail).length > 0 ? { detail } : {});
});

test('a part payment is one that somebody calls so', () => {
  expect(sharesOf(12_000, [cash(10_000)], 'INR', true)).toMatchObject({ ok: true, data: [{ amountMinor: 10_000 }] });
});

test('whatever is given: change is never more than the cash given, and nothing is lost', () => {
  const given = fc.record({
    method: fc.constantFrom(...PAY_METHODS),
    givenMinor: fc.option(fc.integer({ min: -5, max: 30_000 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.array(given, { maxLength: 4 }),
      fc.boolean(),
      (due, all, part) => {
        const shares = sharesOf(due, all, 'INR', part);
        if (!shares.ok) return;
        const paid = shares.data.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        expect(paid).toBeLessThanOrEqual(due);
        if (!part) expect(paid).toBe(due);
        for (const [n, share] of shares.data.entries()) {
          expect(share.amountMinor).toBeGreaterThan(0);
          if (share.method !== 'cash') expect(share.changeMinor).toBe(0);
          const said = all[n]?.givenMinor;
          if (said !== undefined) expect(share.amountMinor + share.changeMinor).toBe(said);
          else expect(share.changeMinor).toBe(0);
        }
        expect(changeOf(shares.data)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test.each([
  [
    [100, 200],
    [300],
    [
      [0, 0, 100],
      [1, 0, 200],
    ],
  ],
  [
    [100, 200],
    [150, 150],
    [
      [0, 0, 100],
      [1, 0, 50],
      [1, 1, 150],
    ],
  ],
  [
    [100, 200],
    [100, 200],
    [
      [0, 0, 100],
      [1, 1, 200],
    ],
  ],
  // A part payment: the last bill gets what is left, or nothing.
  [
    [100, 200, 50],
    [40, 70],
    [
      [0, 0, 40],
      [0, 1, 60],
      [1, 1, 10],
    ],
  ],
])('what is due of %j is paid by parts of %j as %j', (dues, amounts, expected) => {
  const parts = spread(
    dues,
    amounts.map((amountMinor) => ({ amountMinor })),
  );
  expect(parts.map(({ bill, share, amountMinor }) => [bill, share, amountMinor])).toEqual(expected);
});
