import { ERASED, known, type PersonalData } from '../../kernel/module/index.ts';

const MERCHANT = known('coffee.merchant');

/** Machines know nobody who buys: the only people here are merchants' contacts, and names that somebody typed. */
export const personalData: PersonalData = {
  roots: [{ kind: 'coffee.merchant', table: 'coffee_merchant', name: 'contact_name' }],
  rows: [
    {
      table: 'coffee_merchant',
      of: `t.id in ${MERCHANT}`,
      gives: { 'coffee.merchant': 'id' },
      words: ['contact_name', 'phone', 'email'],
      // The shop itself stays. A shop that bears its owner's name gets its id, since names of shops are unique.
      erase: {
        contact_name: `'${ERASED}'`,
        phone: `''`,
        email: `''`,
        name: `case when t.contact_name <> '' and lower(t.name) like '%' || lower(t.contact_name) || '%'
          then t.id::text else t.name end`,
      },
      why: 'books',
    },
  ],
  mentions: [
    { table: 'coffee_location', columns: ['name', 'address'], of: `t.merchant_id in ${MERCHANT}` },
    { table: 'coffee_machine', columns: ['name', 'address'], of: `t.merchant_id in ${MERCHANT}` },
    { table: 'coffee_order', columns: ['payment_reference', 'settled_note'] },
    { table: 'coffee_refund', columns: ['reason'] },
    { table: 'coffee_command', columns: ['said'] },
  ],
};
