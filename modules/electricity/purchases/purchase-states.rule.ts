/**
 * open: a quote, which counts in no block · credited: paid, priced and the meter's · ended: nothing came in time, or
 * another purchase took its place; late money is priced when it comes, too · refunded: money and units were given back
 */
export const PURCHASE_STATES = ['open', 'credited', 'ended', 'refunded'] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];
