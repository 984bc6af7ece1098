import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { mailGoesOut } from '../mail-settings.ts';

/** A larger number is given as this one: counting more would take time for nothing. */
const MAX_COUNTED = 10_000;

export type KeptMail = {
  /** a server is set up, so they could be sent */
  ready: boolean;
  /** mails kept while there was none, counted up to 10,000 */
  count: number;
};

export async function keptMail(ctx: Ctx): Promise<Result<KeptMail>> {
  const some = ctx.db
    .selectFrom('message')
    .select(sql`1`.as('one'))
    .where(inOrg(ctx))
    .where('channel', '=', 'email')
    .where('state', '=', 'kept')
    .limit(MAX_COUNTED)
    .as('some');
  const [ready, row] = await Promise.all([
    mailGoesOut(ctx),
    ctx.db
      .selectFrom(some)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  ]);
  return ok({ ready, count: Number(row.count) });
}
