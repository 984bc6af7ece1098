import type { Camelized, useFormat } from '../../../../kernel/ui/index.ts';
import type { Batch as Answer, Voucher as VoucherAnswer } from '../contract.ts';

/** A batch as the page gets it. */
export type Batch = Camelized<Answer>;
export type Voucher = Camelized<VoucherAnswer>;

export const VOUCHER_TONES = {
  issued: 'neutral',
  sold: 'busy',
  redeemed: 'good',
  expired: 'bad',
  cancelled: 'neutral',
} as const;

/** What one voucher of a batch buys: money, or units. */
export const worthOf = ({ amount, wh, currency }: Batch, format: ReturnType<typeof useFormat>): string =>
  amount === null ? `${format.number((wh ?? 0) / 1000)} kWh` : format.money(amount, currency);
