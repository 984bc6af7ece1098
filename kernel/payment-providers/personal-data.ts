import { known, type PersonalData } from '../module/index.ts';

const PAYMENT = known('payment');

export const personalData: PersonalData = {
  rows: [
    {
      table: 'payment_attempt',
      of: `t.payment_id in ${PAYMENT}`,
      erase: { payer: 'null', received_payer: 'null', link: 'null', note: 'null', last_error: 'null' },
      why: 'books',
    },
  ],
  mentions: [
    {
      table: 'payment_notice',
      columns: ['reason', 'done_by_name', 'done_note'],
      of: `t.payment_id in ${PAYMENT}`,
    },
    { table: 'payment_attempt', columns: ['started_by_name'], of: `t.payment_id in ${PAYMENT}` },
  ],
};
