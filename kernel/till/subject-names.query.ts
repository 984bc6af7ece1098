import { onOrg } from '../ctx/index.ts';
import type { NamesOf } from '../subject-names/index.ts';

/** A session is named in sentences by its drawer and cashier. */
export const sessionNames: NamesOf = async (db, organizationId, ids) => {
  const rows = await db
    .selectFrom('till_session as s')
    .innerJoin('till_drawer as d', onOrg('d.id', 's.drawer_id'))
    .select(['s.id', 'd.name as drawer', 's.cashier_name as cashier'])
    .where('s.organization_id', '=', organizationId)
    .where('s.id', 'in', ids)
    .execute();
  return rows.map(({ id, drawer, cashier }) => ({ id, name: `${drawer} (${cashier})` }));
};

export const drawerNames: NamesOf = (db, organizationId, ids) =>
  db
    .selectFrom('till_drawer')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
