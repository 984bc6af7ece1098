import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';

export type NoticeRow = Selectable<DB['payment_notice']>;

/** The subject of a notice's audit entries, and its topic. */
export const NOTICE = 'payment.notice';
