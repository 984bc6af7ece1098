import { type Ctx, inOrg } from '../../ctx/index.ts';

/**
 * Until when the subject of a payment is reserved for its payer; the desk shows it. The module that reserves it calls
 * this in the same transaction. Null: it is no longer reserved.
 */
export async function setDue(tx: Ctx, id: string, until: Date | null): Promise<void> {
  await tx.db.updateTable('payment').set({ expires_at: until }).where(inOrg(tx)).where('id', '=', id).execute();
}
