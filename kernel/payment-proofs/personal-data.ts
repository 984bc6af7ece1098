import { known, type PersonalData } from '../module/index.ts';

const PAYMENT = known('payment');

export const personalData: PersonalData = {
  rows: [
    {
      // Digests and transaction references stay: the same picture or transfer may not be used a second time.
      table: 'payment_proof',
      of: `t.payment_id in ${PAYMENT}`,
      gives: { file: 'file_id' },
      erase: { file_id: 'null', caption: `''`, conversation_id: 'null' },
      why: 'proofs',
    },
    {
      table: 'payment_proof_reading',
      of: `t.payment_id in ${PAYMENT}`,
      erase: { lines: `'{}'`, payer: 'null', numbers: `'{}'` },
      why: 'proofs',
    },
  ],
};
