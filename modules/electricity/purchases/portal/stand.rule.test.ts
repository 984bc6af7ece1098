import { expect, test } from 'vitest';
import { standOf } from './stand.rule.ts';

test.each([
  ['open', 'awaiting', null, 'open'],
  ['open', 'awaiting', 'sending', 'asking'],
  ['open', 'awaiting', 'waiting', 'phone'],
  ['open', 'unknown', 'unknown', 'unknown'],
  // The time of the purchase is over, and the provider has still not said what happened: "not paid" would be a guess.
  ['ended', 'expired', 'unknown', 'unknown'],
  ['ended', 'expired', 'waiting', 'phone'],
  ['open', 'awaiting', 'succeeded', 'checking'],
  ['open', 'submitted', 'failed', 'checking'],
  ['open', 'awaiting', 'failed', 'failed'],
  ['ended', 'expired', 'failed', 'ended'],
  ['ended', 'verified', 'succeeded', 'checking'],
  ['credited', 'verified', 'succeeded', 'credited'],
  ['refunded', 'refunded', 'succeeded', 'refunded'],
] as const)('a purchase %s, its payment %s, its charge %s: %s', (state, payment, charge, stand) => {
  const seen = { state, payment: { state: payment }, charge: charge && { state: charge, payer: '+250788123456' } };
  expect(standOf(seen)).toBe(stand);
});
