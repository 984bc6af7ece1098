import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { today } from '../days.ts';

/** What was sold, or (below zero) given back, for a meter whose balance is locked. */
export type Sale = {
  meterId: string;
  tariffClass: string;
  /** as the payment's: proof, cash, mobile_money, card */
  method: string;
  currency: string;
  amountMinor: number;
  /** contained in the amount */
  vatMinor: number;
  wh: number;
};

/**
 * Adds a sale to the sums of its day, in the transaction that credits or takes back its units. The dashboard and the
 * reports read these sums only; a test compares them with the ledgers.
 */
export async function keepSale(tx: Ctx, { meterId, tariffClass, method, currency, ...sale }: Sale): Promise<void> {
  const back = sale.amountMinor < 0;
  const own = {
    sales: back ? 0 : 1,
    amount_minor: back ? 0 : sale.amountMinor,
    vat_minor: sale.vatMinor,
    wh: back ? 0 : sale.wh,
    refunds: back ? 1 : 0,
    refunded_minor: back ? -sale.amountMinor : 0,
    refunded_wh: back ? -sale.wh : 0,
  };
  const key = { organization_id: orgOf(tx).id, sold_on: today(tx), meter_id: meterId };
  await tx.db
    .insertInto('electricity_sale_day')
    .values({ ...key, tariff_class: tariffClass, method, currency, ...own })
    .onConflict((same) =>
      same
        .columns(['organization_id', 'sold_on', 'meter_id', 'tariff_class', 'method', 'currency'])
        .doUpdateSet(added('electricity_sale_day', own)),
    )
    .execute();
}

/** Vouchers of a batch that were sold, or paid back when they were cancelled. */
export type SoldVouchers = {
  batchId: string;
  currency: string;
  kind: 'sold' | 'returned';
  vouchers: number;
  amountMinor: number;
};

/** Adds vouchers of a locked batch to the income of the day, in the transaction that sells or cancels them. */
export async function keepVouchers(tx: Ctx, sale: SoldVouchers): Promise<void> {
  const { batchId: batch_id, currency, kind, vouchers, amountMinor } = sale;
  const back = kind === 'returned';
  const own = {
    sold: back ? 0 : vouchers,
    amount_minor: back ? 0 : amountMinor,
    returned: back ? vouchers : 0,
    returned_minor: back ? amountMinor : 0,
  };
  await tx.db
    .insertInto('electricity_voucher_day')
    .values({ organization_id: orgOf(tx).id, sold_on: today(tx), batch_id, currency, ...own })
    .onConflict((same) =>
      same.columns(['organization_id', 'sold_on', 'batch_id']).doUpdateSet(added('electricity_voucher_day', own)),
    )
    .execute();
}

/** The sums of a row with these numbers added. */
const added = (table: string, own: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(own).map(([name, by]) => [name, sql<number>`${sql.ref(`${table}.${name}`)} + ${by}`]),
  );
