import type { useFormat } from '../../../../kernel/ui/index.ts';
import type { CyclePayment } from './types.ts';

/** The credit that a cycle used, as it changes the price: '−₹240.00', or '+' where rebates were taken back since. */
export function taken({ credit, creditMinor, currency }: CyclePayment, format: ReturnType<typeof useFormat>): string {
  if (creditMinor === 0) return '—';
  return `${creditMinor > 0 ? '−' : '+'}${format.money(credit.replace('-', ''), currency)}`;
}
