import { sql } from 'kysely';
import type { CyclePaymentState } from './contract.ts';

/**
 * The state of a payment for a cycle. The payment's own state comes first: cash above the limit waits on the evidence
 * desk like a proof, for the second person. Null: nobody opened the cycle's payment yet, which is `none` as well.
 */
export const paymentState = sql<CyclePaymentState>`case when cp.state = 'verified' then 'verified'
  when p.state = 'submitted' then 'uploaded' when p.state = 'denied' then 'denied' else 'none' end`;
