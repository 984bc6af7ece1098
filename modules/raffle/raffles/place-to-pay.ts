import type { Ctx } from '../../../kernel/ctx/index.ts';
import { type Refusal, refuse } from '../../../kernel/lib/result.ts';
import { canBePaid } from '../../../kernel/payment-proofs/index.ts';
import { paymentSettings } from '../../../kernel/payments/index.ts';
import { getSettings, patchSettings } from '../../../kernel/settings/index.ts';

/**
 * A raffle goes on sale when its tickets can be paid. `pay_to` says where, for an organization that has not said it yet;
 * it never replaces what buyers of other raffles were told. Runs in the transaction of the sale.
 */
export async function needPlaceToPay(
  tx: Ctx,
  ticket: { amountMinor: number; currency: string },
  { active, pay_to }: { active?: boolean | undefined; pay_to?: string | undefined },
): Promise<Refusal | null> {
  const said = pay_to?.trim() ?? '';
  if (said !== '') {
    const { pay_to: known } = await getSettings(tx, paymentSettings, { fresh: true });
    if (known.trim() !== '' && known.trim() !== said) {
      return refuse('raffle.place_to_pay_known', undefined, { pay_to: 'raffle.place_to_pay_known' });
    }
    if (known.trim() === '') {
      const kept = await patchSettings(tx, 'payments', { pay_to: said }, { first: true });
      if (!kept.ok) return kept;
    }
  }
  if (!active || (await canBePaid(tx, ticket))) return null;
  return refuse('raffle.no_place_to_pay', undefined, { pay_to: 'raffle.no_place_to_pay' });
}
