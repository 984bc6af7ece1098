/** What a supervisor should know of a sale that a desk made without a network. */
export const MADE_NOTES = ['price', 'archived', 'stock', 'customer', 'till', 'clock', 'number'] as const;
export type MadeNote = (typeof MADE_NOTES)[number];

/**
 * A sale that a desk made without a network: the goods and the money have changed hands, so it is recorded as it happened,
 * at the prices that the desk had. What the server would have refused is noted.
 */
export type MadeSale = { till: { sessionId: string; at: Date } | undefined; notes: Set<MadeNote> };
