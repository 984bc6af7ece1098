/**
 * open: its quote holds, and its units count in the month · credited: the units are the meter's · ended: nothing came in
 * time, or another purchase took its place; late money is quoted anew · refunded: money and units were given back
 */
export const PURCHASE_STATES = ['open', 'credited', 'ended', 'refunded'] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];
