import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Choice } from './contract.ts';

/** Their rows are locked while the commands are written, which takes less than a second for so many. */
export const MOST_MACHINES = 5000;

export type ChosenMachine = { id: string; merchant_id: string; package_number: number | null };

/** Locks the machines in use that a filter chooses, in the order of their ids: one more than the most when there are more. */
export async function lockChosen(tx: Ctx, choice: Choice): Promise<ChosenMachine[]> {
  let rows = tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'package_number'])
    .where('organization_id', '=', orgOf(tx).id)
    .where('state', '=', 'active')
    .orderBy('id')
    .limit(MOST_MACHINES + 1)
    .forNoKeyUpdate();
  const { ids, tag, ...equal } = choice;
  if (ids) rows = rows.where('id', '=', (eb) => eb.fn.any(eb.val(ids)));
  if (tag !== undefined) rows = rows.where(sql<boolean>`${tag} = any (tags)`);
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) rows = rows.where(column as keyof typeof equal, '=', value);
  return rows.execute();
}
