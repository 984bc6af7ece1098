/** Public API of the payment-sandbox package: play money in the place of a card processor and of mobile money. */

import { definePackage } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { sandboxProvider } from './card/sandbox.http.ts';
import { sandbox, sandboxSettings } from './card/sandbox.provider.ts';
import { playAccount } from './mobile/play.ts';
import { serveMobileSandbox } from './mobile/serve.ts';
import { playSettings } from './play-settings.ts';

export { mobileSandbox, openBook, type SandboxOptions } from './mobile/index.ts';
export { sandboxTexts } from './mobile/texts.ts';

export const paymentSandboxPackage = definePackage({
  name: 'payment-sandbox',
  settings: [sandboxSettings],
  providers: [sandbox],
  playMoney: (ctx, operator) => (ctx.config.PAYMENT_SANDBOX ? playAccount(ctx, operator) : null),
  http(app, boot) {
    sandboxProvider(app, boot);
    serveMobileSandbox(app, boot);
  },
  async seed(ctx) {
    for (const [settings, patch] of playSettings(ctx)) {
      const played = await patchSettings(ctx, settings, patch);
      if (!played.ok) throw new Error(played.code);
    }
  },
});
