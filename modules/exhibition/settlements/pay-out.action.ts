import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { assetOf } from '../../../kernel/payments/index.ts';
import { houseCash } from '../../../kernel/till/index.ts';
import { parseBillAmount } from '../amount.rule.ts';
import { STALL, STALL_PAYOUT } from '../names.ts';
import { stallRows } from '../stalls/stalls.query.ts';
import { owedOf, standingBefore } from './account.query.ts';
import type { PayoutInput, Statement } from './contract.ts';
import { statementOf } from './statement.query.ts';

/**
 * Records money between the house and a stall: cash out of the caller's till (a movement of it) or of the safe, or a
 * transfer. The stall's row is locked, so of two at once the second sees what the first paid; and it is refused unless its
 * sender saw that. Never more than is owed, unless it says so. Answers the statement after it.
 *
 * Refusals: `exhibition.stall.not_found`, `paid_meanwhile`, `more_than_owed`, those of an amount, of the till and of a
 * supervisor's approval for a pay-out above the till's limit.
 */
export async function payOutStall(ctx: Ctx, id: string, input: PayoutInput): Promise<Result<Statement>> {
  return transaction(ctx, async (tx) => {
    const stall = await stallRows(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
    if (!stall) return refuse('exhibition.stall.not_found');
    const { account, currency } = stall;
    const standing = await standingBefore(tx, account, null);
    if (standing.paidOut !== input.paid_out_minor)
      return refuse('exhibition.stall.paid_meanwhile', { amount: formatAmount(standing.paidOut, currency), currency });
    const amount = parseBillAmount(input.amount, currency, orgOf(tx));
    if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
    const sign = input.direction === 'from_stall' ? -1 : 1;
    const most = sign * owedOf(standing);
    if (amount.data > most && input.beyond !== true) {
      const code = 'exhibition.stall.more_than_owed';
      return refuse(code, { owed: formatAmount(Math.max(most, 0), currency), currency }, { amount: code });
    }
    const minor = sign * amount.data;
    const note = input.note?.trim() ?? '';
    const place =
      input.method === 'cash'
        ? await houseCash(tx, {
            amountMinor: -minor,
            currency,
            subjectId: id,
            reason: [`${stall.code} ${stall.name}`, note].filter(Boolean).join(': '),
            approvalId: input.approval_id,
          })
        : ok({ account: assetOf('proof'), entryId: newId(tx.clock.now().getTime()) });
    if (!place.ok) return place;
    const now = tx.clock.now();
    const payoutId = newId(now.getTime());
    const entry = await post(tx, {
      id: place.data.entryId,
      kind: STALL_PAYOUT,
      memo: `${stall.code} ${stall.name}`,
      subject: { type: STALL, id },
      lines: [
        { account, amountMinor: minor, currency },
        { account: place.data.account, amountMinor: -minor, currency },
      ],
    });
    const reference = input.reference?.trim() ?? '';
    await tx.db
      .insertInto('exhibition_stall_payout')
      .values({
        organization_id: orgOf(tx).id,
        id: payoutId,
        stall_id: id,
        amount_minor: minor,
        currency,
        method: input.method,
        reference,
        note,
        beyond: amount.data > most,
        ledger_entry_id: entry.id,
        at: now,
        by_id: tx.actor.id,
        by_name: tx.actor.name,
      })
      .execute();
    await audit(tx, sign > 0 ? 'exhibition.stall.paid_out' : 'exhibition.stall.paid_in', {
      subject: { type: STALL, id },
      part: id,
      after: {
        stall: `${stall.code} ${stall.name}`,
        amount: formatAmount(amount.data, currency),
        currency,
        method: input.method,
        reference,
        beyond: amount.data > most,
      },
      note: note || null,
    });
    return statementOf(tx, id, {});
  });
}
