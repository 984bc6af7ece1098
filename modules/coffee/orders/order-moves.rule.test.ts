import { expect, test } from 'vitest';
import { moveOrder, type OrderAgain, type OrderNow, PAYMENT_MOVES, type PaymentWord } from './order-moves.rule.ts';

const at = new Date('2026-11-25T10:00:00Z');
const now = (over: Partial<OrderNow> = {}): OrderNow => ({
  payment_state: 'paid',
  payment_method: 'card',
  payment_reference: '',
  payment_id: null,
  served: true,
  amount_minor: 250,
  made_at: at,
  claimed_at: at,
  exception: null,
  settled: false,
  contradiction: null,
  ...over,
});
const again = (over: Partial<OrderAgain> = {}): OrderAgain => ({
  paymentState: 'paid',
  method: 'card',
  reference: '',
  served: true,
  amountMinor: 250,
  itemsMinor: 250,
  claimedAt: at,
  ...over,
});

test('the table says something of each pair, and nothing takes a sale back', () => {
  const words = Object.keys(PAYMENT_MOVES) as PaymentWord[];
  for (const before of words)
    for (const after of words) {
      const move = PAYMENT_MOVES[before][after];
      expect(move === 'same').toBe(before === after);
      if (before === 'paid' || before === 'free') expect(move).not.toBe('forward');
    }
});

test.each<[string, Partial<OrderNow>, Partial<OrderAgain>, object]>([
  ['failed, then paid', { payment_state: 'failed' }, {}, { result: 'updated', sells: true }],
  ['failed, then paid in cash', { payment_state: 'failed' }, { method: 'cash' }, { result: 'updated', sells: true }],
  ['paid, then pending that came late', {}, { paymentState: 'pending' }, { result: 'repeated' }],
  ['paid, then failed', {}, { paymentState: 'failed' }, { result: 'contradicts' }],
  ['paid by card, then in cash', {}, { method: 'cash' }, { result: 'contradicts' }],
  ['served, then not', {}, { served: false }, { result: 'contradicts' }],
  [
    'not served, then served',
    { served: false, exception: 'not_served' },
    {},
    { result: 'updated', sells: false, serves: true, change: { exception: null } },
  ],
  ['another amount', {}, { amountMinor: 300 }, { result: 'contradicts' }],
  [
    'paid by the kernel, the machine says failed',
    { payment_id: 'p' },
    { paymentState: 'failed' },
    { result: 'repeated' },
  ],
  [
    'not paid to the kernel, the machine says paid',
    { payment_id: 'p', payment_state: 'pending', exception: 'unpaid' },
    {},
    { result: 'repeated' },
  ],
  [
    'a contradiction waits, and it was served',
    { served: false, exception: 'contradicts' },
    {},
    { result: 'updated', change: { served: true, exception: 'contradicts' } },
  ],
])('%s', (_, before, after, expected) => {
  expect(moveOrder(now(before), again(after), false)).toMatchObject(expected);
});

test('the same contradiction again does not wake what somebody has looked at, and another one does', () => {
  const first = moveOrder(now(), again({ paymentState: 'failed' }), false);
  if (first.result !== 'contradicts') throw new Error(first.result);
  const looked = now({ exception: 'contradicts', settled: true, contradiction: first.contradiction });
  expect(moveOrder(looked, again({ paymentState: 'failed' }), false)).toEqual({
    result: 'contradicts',
    contradiction: null,
  });
  expect(moveOrder(looked, again({ amountMinor: 1 }), false)).toMatchObject({ contradiction: { amount_minor: 1 } });
});
