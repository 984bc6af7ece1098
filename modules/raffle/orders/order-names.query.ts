import type { Db } from '../../../kernel/ctx/index.ts';

/** How orders are named in a sentence: their buyers. */
export const orderNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('raffle_order')
    .select(['id', 'contact_name as name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
