import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { defineSettings, getSettings } from '../settings/index.ts';

export const sandboxSettings = defineSettings({
  module: 'sandbox',
  schema: Type.Object({ enabled: Type.Boolean({ default: false }) }),
  // Play money pays like any other.
  guarded: ['enabled'],
});

/** Whether the organization takes play money: the one switch, which works only where the installation has it. */
export async function takesPlayMoney(ctx: Ctx): Promise<boolean> {
  if (!ctx.config.PAYMENT_SANDBOX) return false;
  // Read fresh: it is about money.
  const { enabled } = await getSettings(ctx, sandboxSettings, { fresh: true });
  return enabled;
}
