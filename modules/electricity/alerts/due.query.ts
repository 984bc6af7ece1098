import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';

/** The organizations with something to do; the jobs run without one, so the tables' owner looks. */
const due = (look: 'electricity_watch_due' | 'electricity_notice_due') => async (ctx: Ctx) => {
  const { rows } = await sql<{ id: string }>`select ${sql.ref(look)}(${ctx.clock.now()}) as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
};

/** Those with meters to look at. */
export const watchDue = due('electricity_watch_due');
/** Those with notices to send. */
export const noticesDue = due('electricity_notice_due');
