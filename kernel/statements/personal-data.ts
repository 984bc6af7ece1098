import { known, type PersonalData } from '../module/index.ts';

/** Lines of a bank's statement are the organization's books; the name of the payer goes. */
export const personalData: PersonalData = {
  mentions: [
    {
      table: 'statement_line',
      columns: ['text', 'payer', 'note', 'because'],
      of: `t.payment_id in ${known('payment')}`,
    },
  ],
};
