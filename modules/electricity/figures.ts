import type { Figure } from '../../kernel/module/index.ts';
import { soldToday } from './dashboard/dashboard.query.ts';

/** What a supplier counts of the day. */
export const figures: Figure[] = [
  {
    kind: 'electricity.sales',
    permission: 'electricity.read',
    to: '/electricity/transactions',
    read: soldToday,
  },
];
