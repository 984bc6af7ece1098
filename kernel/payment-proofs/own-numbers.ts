import type { Ctx } from '../ctx/index.ts';
import { ownNumbers } from '../lib/transfer-numbers.ts';
import { paymentSettings } from '../payments/index.ts';
import { getSettings } from '../settings/index.ts';

/**
 * The numbers that the organization tells its payers: its accounts and phones. They stand in every payer's message and in
 * many lines of statements, so they identify no transfer.
 */
export async function ownNumbersOf(ctx: Ctx): Promise<string[]> {
  const { pay_to, instructions } = await getSettings(ctx, paymentSettings);
  return ownNumbers(`${pay_to}\n${instructions}`);
}
