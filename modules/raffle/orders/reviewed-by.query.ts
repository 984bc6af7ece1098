import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { raffleSettings } from '../settings.ts';

/** When staff must have looked at a payment's proof; from then on its numbers are free for everyone. */
export async function reviewedBy(tx: Ctx, { submittedAt }: Pick<Payment, 'submittedAt'>): Promise<Date> {
  const { review_hours } = await getSettings(tx, raffleSettings);
  return new Date((submittedAt ?? tx.clock.now()).getTime() + review_hours * 3_600_000);
}
