import { type Ctx, orgOf } from '../../ctx/index.ts';

/**
 * Until when what a payment is for is kept for its payer, for the desk to see; the module that keeps it decides that,
 * and says so in the transaction in which it changes. Null: it isn't kept any more.
 */
export async function setDue(tx: Ctx, id: string, until: Date | null): Promise<void> {
  await tx.db
    .updateTable('payment')
    .set({ expires_at: until })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .execute();
}
