import type { Db } from '../../../kernel/ctx/index.ts';

/** How merchants are named in a sentence. */
export const merchantNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('coffee_merchant')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
