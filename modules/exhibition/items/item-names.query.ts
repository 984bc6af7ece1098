import type { Db } from '../../../kernel/ctx/index.ts';

/** How items are named in a sentence. */
export const itemNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('exhibition_item')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
