import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { Choice } from './contract.ts';

/** Their rows are locked while the commands are written, which takes less than a second for so many. */
export const MAX_MACHINES = 5000;

/** The machines in use that a filter chooses, in the order of their ids: one more than the most when there are more. */
export function chosenMachines(ctx: Ctx, choice: Choice) {
  let rows = ctx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'package_number', 'wanted_package_id'])
    .where(inOrg(ctx))
    .where('state', '=', 'active')
    .orderBy('id')
    .limit(MAX_MACHINES + 1);
  const { ids, tag, ...equal } = choice;
  if (ids) rows = rows.where('id', '=', (eb) => eb.fn.any(eb.val(ids)));
  if (tag !== undefined) rows = rows.where(sql<boolean>`${tag} = any (tags)`);
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) rows = rows.where(column as keyof typeof equal, '=', value);
  return rows;
}

/** Locks the machines that a filter chooses. */
export const lockChosen = (tx: Ctx, choice: Choice) => chosenMachines(tx, choice).forNoKeyUpdate().execute();
