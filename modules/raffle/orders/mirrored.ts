import { defineMirrored } from '../../../kernel/mirror/index.ts';

/** What an organization's spreadsheet shows of the raffles. */
export const orderPaid = defineMirrored({
  name: 'raffle.order.paid',
  columns: ['code', 'name', 'phone', 'numbers', 'amount', 'currency', 'reference'],
});
