import { defineMirrored } from '../../../kernel/mirror/index.ts';

/** What an organization's spreadsheet shows of the desk. */
export const customerRegistered = defineMirrored({
  name: 'exhibition.customer.registered',
  columns: ['code', 'name', 'email', 'phone'],
});
