import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { decimalsOf } from '../lib/money.ts';
import { defineSettings, getSettings } from '../settings/index.ts';

export const paymentSettings = defineSettings({
  module: 'payments',
  schema: Type.Object({
    pay_to: Type.String({ default: '', maxLength: 500 }),
    instructions: Type.String({ default: '', maxLength: 1500 }),
    unique_amounts: Type.Boolean({ default: false }),
    // 99: less than one whole unit of a currency with cents, so that nobody feels overcharged.
    unique_amount_span: Type.Integer({ default: 99, minimum: 1, maximum: 9999 }),
    second_approval_above: Type.Number({ default: 0, minimum: 0, maximum: 1_000_000_000 }),
  }),
});

/** Whether two different people must approve this amount (minor units). Read fresh: it is a decision about money. */
export async function needsTwo(ctx: Ctx, amountMinor: number, currency: string): Promise<boolean> {
  const { second_approval_above } = await getSettings(ctx, paymentSettings, { fresh: true });
  return second_approval_above > 0 && amountMinor > Math.round(second_approval_above * 10 ** decimalsOf(currency));
}
