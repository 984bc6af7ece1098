/** Public API of the payment-sandbox package: play money in the place of a card processor and of mobile money. */

import { orgOf } from '../ctx/index.ts';
import { isAirtelCountry, MTN_ENVIRONMENT_NAMES, MTN_ENVIRONMENTS } from '../lib/mobile-money.ts';
import { definePackage } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { sandbox } from './card.provider.ts';
import { playAccount } from './play-account.ts';
import { serveSandbox } from './serve.ts';
import { sandboxSettings } from './settings.ts';

export { mobileSandbox, openBook, type SandboxOptions, sandboxTexts } from './server/index.ts';

export const paymentSandboxPackage = definePackage({
  name: 'payment-sandbox',
  settings: [sandboxSettings],
  providers: [sandbox],
  playMoney: playAccount,
  http: serveSandbox,
  async seed(ctx) {
    const { country } = orgOf(ctx);
    const mtn = MTN_ENVIRONMENT_NAMES.find((name) => MTN_ENVIRONMENTS[name].country === country);
    const chosen: [settings: string, patch: Record<string, unknown>][] = [
      ['sandbox', { enabled: true }],
      ...(mtn ? [['mtn', { target_environment: mtn }] satisfies [string, object]] : []),
      ...(isAirtelCountry(country) ? [['airtel', { country }] satisfies [string, object]] : []),
    ];
    for (const [settings, patch] of chosen) {
      const kept = await patchSettings(ctx, settings, patch);
      if (!kept.ok) throw new Error(kept.code);
    }
  },
});
