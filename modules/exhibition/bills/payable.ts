import type { Payable } from '../../../kernel/payments/index.ts';
import { BILL, INCOME } from '../names.ts';
import { billTaxes } from './bill-taxes.query.ts';
import { describeBills } from './bills.query.ts';
import { lockBill } from './lock-bill.ts';
import { creditBill, mayCredit, takeBack } from './settle-bill.action.ts';

/** A bill as a payable: what the payments package calls when its money comes or goes back. */
export const billPayable: Payable = {
  type: BILL,
  label: 'console.exhibition.bill.one',
  income: INCOME,
  describe: describeBills,
  lock: async (tx, id) => {
    await lockBill(tx, id);
  },
  taxes: billTaxes,
  verified: creditBill,
  refunded: takeBack,
  refundedPart: takeBack,
  storeCredit: mayCredit,
};
