import type { SlipRow } from '../../../../kernel/documents/console/index.ts';

/** What of an offline sale stays with its entry: the receipt, to print it again. */
export type Printed = { number: string; rows: SlipRow[] };
export type OfflineEntry = { path: string; body: object; extra: Printed | null };
