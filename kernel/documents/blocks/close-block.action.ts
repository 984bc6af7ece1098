import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { numberOf } from './reserve-numbers.action.ts';

/**
 * Says for good why the unused numbers of a block stay unused: the device is lost, or not needed any more. It gets no more
 * of them; a sale that it made before keeps its number. Refusals: `documents.block_not_found`, `documents.block_closed`,
 * `documents.reason_blank`.
 */
export async function closeBlock(ctx: Ctx, id: string, given: string): Promise<Result<null>> {
  const reason = given.trim();
  if (!reason) return refuse('documents.reason_blank', undefined, { reason: 'documents.reason_blank' });
  return transaction(ctx, async (tx) => {
    const block = await tx.db
      .selectFrom('document_block')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!block) return refuse('documents.block_not_found');
    if (block.closed_at !== null) return refuse('documents.block_closed', { by: block.closed_by_name ?? '' });
    await tx.db
      .updateTable('document_block')
      .set({ closed_at: tx.clock.now(), closed_by_name: tx.actor.name, close_reason: reason })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const { prefix, first_number, last_number } = block;
    await audit(tx, 'documents.block.closed', {
      subject: { type: 'document_block', id },
      after: { first: numberOf(prefix, first_number), last: numberOf(prefix, last_number), holder: block.holder_name },
      note: reason,
    });
    return ok(null);
  });
}
