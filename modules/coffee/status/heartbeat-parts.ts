import type { CompiledQuery } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { watchReports } from '../alarms/watch-reports.ts';
import { noteFillings } from '../stock/note-fillings.ts';
import type { Heartbeat } from './heartbeat.ts';
import { writeStatus } from './write-status.ts';

/**
 * What a heartbeat does. Each part gets the reports of one transaction, of one organization, in the order in which they
 * came; a machine may be there twice. It answers what it writes last, which is sent with the commit; whatever else it needs
 * it has read or written before. Its statements are sent together with those of the others, so it must not rely on what
 * they write. When one part throws, none of the reports is taken by this transaction; each is tried again alone.
 *
 * `tx` is of the server itself (actor `system`), and must not be used after the promise.
 */
export const HEARTBEAT_PARTS: ((tx: Ctx, beats: Heartbeat[]) => Promise<CompiledQuery[]>)[] = [
  writeStatus,
  watchReports,
  noteFillings,
];
