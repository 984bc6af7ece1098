import { defineProvider } from '../../kernel/payment-providers/index.ts';

/** Coins in a box at the machine, counted by the person who empties it. */
export const coins = defineProvider({
  name: 'coins',
  label: 'console.laundry.coins',
  method: 'mobile_money',
  account: async () => 'the box',
  limits: () => ({ minMinor: 1, maxMinor: 100_000 }),
  request: async () => ({ state: 'waiting' as const }),
  query: async () => ({ state: 'waiting' as const }),
  refund: async () => ({ state: 'waiting' as const }),
  readCallback: async () => ({ ok: true as const, data: [] }),
});
