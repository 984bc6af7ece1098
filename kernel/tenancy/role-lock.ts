import { type Ctx, orgOf } from '../ctx/index.ts';

/** Roles change one after the other, and while nobody is given one. Taken before any row of a member. */
export async function lockRoles(tx: Ctx): Promise<void> {
  await organizationOf(tx).forNoKeyUpdate().execute();
}

/** While a role by trade is given it neither changes nor goes. Taken before any row of a member. */
export async function holdRoles(tx: Ctx): Promise<void> {
  await organizationOf(tx).forShare().execute();
}

const organizationOf = (tx: Ctx) => tx.db.selectFrom('organization').select('id').where('id', '=', orgOf(tx).id);
