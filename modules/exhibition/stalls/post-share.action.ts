import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { BILL, COMMISSION, INCOME, STALL_SHARE } from '../names.ts';
import { commissionOf } from './commission.rule.ts';

export type Sold = {
  id: string;
  code: string;
  stall_id: string | null;
  commission_basis_points: number | null;
  currency: string;
};

/**
 * Money of a stall's bill came or went back: what was the house's income is owed to the stall, less the commission. `from`
 * and `to`: what was and is in the bill. The stall's row is locked with a share, so that a pay-out sees all of it or none.
 */
export async function postShare(tx: Ctx, bill: Sold, from: number, to: number): Promise<void> {
  const { stall_id, commission_basis_points: points, currency } = bill;
  const moved = to - from;
  if (stall_id === null || points === null || moved === 0) return;
  const { account } = await tx.db
    .selectFrom('exhibition_stall')
    .select('account')
    .where(inOrg(tx))
    .where('id', '=', stall_id)
    .forShare()
    .executeTakeFirstOrThrow();
  const commission = commissionOf(to, points) - commissionOf(from, points);
  const lines = [
    { account: INCOME, amountMinor: moved, currency },
    { account: COMMISSION, amountMinor: -commission, currency },
    { account, amountMinor: commission - moved, currency },
  ];
  await post(tx, {
    kind: STALL_SHARE,
    memo: bill.code,
    subject: { type: BILL, id: bill.id },
    lines: lines.filter(({ amountMinor }) => amountMinor !== 0),
  });
}
