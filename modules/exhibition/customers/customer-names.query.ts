import type { Db } from '../../../kernel/ctx/index.ts';

/** How customers are named in a sentence. */
export const customerNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('exhibition_customer')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
