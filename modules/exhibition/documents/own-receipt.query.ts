import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { type IssuedDocument, listDocuments } from '../../../kernel/documents/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { BILL } from '../names.ts';

/** The newest receipt of a bill, for whoever took money for it; refuses as `tookMoney`, and with `documents.not_found`. */
export async function ownReceipt(ctx: Ctx, id: string): Promise<Result<IssuedDocument>> {
  const mine = await tookMoney(ctx, id);
  if (!mine.ok) return mine;
  const receipt = (await listDocuments(ctx, { type: BILL, id })).find(({ series }) => series === 'receipt');
  return receipt ? ok(receipt) : refuse('documents.not_found');
}

/**
 * Whether the actor took money for this bill. Refuses with `exhibition.bill.not_found` (a seller who is limited to a stall
 * has only its bills) and `exhibition.document.not_yours`.
 */
export async function tookMoney(ctx: Ctx, id: string): Promise<Result<null>> {
  const bill = await ctx.db
    .selectFrom('exhibition_bill as b')
    .select((of) =>
      of
        .exists(
          of
            .selectFrom('payment as p')
            .select('p.id')
            .whereRef('p.organization_id', '=', 'b.organization_id')
            .where('p.subject_type', '=', BILL)
            .whereRef('p.subject_id', '=', 'b.id')
            .where('p.state', '=', 'verified')
            // Of two people who agree the first took it.
            .where((p) => p(p.fn.coalesce('p.first_approval_by_id', 'p.decided_by_id'), '=', ctx.actor.id)),
        )
        .as('mine'),
    )
    .where(inOrg(ctx, 'b'))
    .where('b.id', '=', id)
    .executeTakeFirst();
  if (!bill) return refuse('exhibition.bill.not_found');
  return bill.mine ? ok(null) : refuse('exhibition.document.not_yours');
}
