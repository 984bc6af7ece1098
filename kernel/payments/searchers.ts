import { hitsOf, type Searcher } from '../module/index.ts';
import { listPayments } from './queries/payments.ts';

/** What the console's search finds of payments. */
export const searchers: Searcher[] = [
  {
    kind: 'payments.payment',
    permission: 'payments.read',
    find: (ctx, search, limit) =>
      hitsOf(listPayments(ctx, { filter: {}, search, limit }), (payment) => ({
        id: payment.id,
        title: payment.reference,
        text: [payment.payer_name || payment.person?.name, `${payment.amount} ${payment.currency}`, payment.description]
          .filter(Boolean)
          .join(' · '),
        keys: [payment.reference, payment.transaction_reference],
        to: `/payments/${payment.id}`,
      })),
  },
];
