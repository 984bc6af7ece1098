import type { Db } from '../../../kernel/ctx/index.ts';
import { onOrg } from '../../../kernel/ctx/index.ts';

/** How students are named in a sentence: as the persons they are. */
export const studentNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('mess_student as s')
    .innerJoin('person as p', onOrg('p.id', 's.person_id'))
    .select(['s.id', 'p.name'])
    .where('s.organization_id', '=', organizationId)
    .where((eb) => eb('s.id', '=', eb.fn.any(eb.val(ids))))
    .execute();
