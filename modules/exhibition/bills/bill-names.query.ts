import type { Db } from '../../../kernel/ctx/index.ts';

/** How bills are named in a sentence. */
export const billNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('exhibition_bill')
    .select(['id', 'code as name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
