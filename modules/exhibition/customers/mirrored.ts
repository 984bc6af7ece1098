import { defineMirrored } from '../../../kernel/mirror/index.ts';

/** The exhibition's data in an organization's spreadsheet. */
export const customerRegistered = defineMirrored({
  name: 'exhibition.customer.registered',
  columns: ['code', 'name', 'email', 'phone'],
});
