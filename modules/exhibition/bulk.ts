import { defineBulk } from '../../kernel/bulk/index.ts';
import { CustomerFilter } from './customers/contract.ts';
import { listCustomers } from './customers/customers.query.ts';
import { resendWelcome } from './customers/resend-welcome.action.ts';

/** What can be done to all customers that the list's filters find. */
export const bulk = [
  defineBulk({
    name: 'exhibition.customers',
    filter: CustomerFilter,
    list: listCustomers,
    actions: { resend: { permission: 'exhibition.customer.write', act: (tx, id) => resendWelcome(tx, [id]) } },
  }),
];
