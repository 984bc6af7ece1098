import { expect, test } from 'vitest';
import { fromStripe, toStripe } from './stripe-amount.ts';

test.each([
  ['INR', 30_000, 30_000],
  ['RWF', 5_000, 5_000],
  // Without decimals here, with two at Stripe.
  ['UGX', 5_000, 500_000],
  ['ISK', 700, 70_000],
  ['KWD', 12_340, 12_340],
  ['KWD', 12_345, null],
])('%s %i is %s there', (currency, minor, there) => {
  expect(toStripe(minor, currency)).toBe(there);
  if (there !== null) expect(fromStripe(there, currency)).toBe(minor);
});
