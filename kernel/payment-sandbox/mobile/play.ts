/** The sandbox of mobile money that this program serves itself, as a provider's account of an organization. */

import type { Config } from '../../config/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { deriveKey } from '../../lib/derive-key.ts';

export const PLAY_PATH = '/sandbox-mobile-money';

/** Only this program may ask its sandbox: a request contains addresses that the sandbox calls. */
export const playKey = (config: Config): string =>
  deriveKey(config.SECRET_KEY, 'payments:mobile-sandbox').toString('hex');

/** `user` names the organization, to whose callback address Airtel's side sends; `phones`: the payers' phones. */
export function playAccount(ctx: Ctx, operator: 'mtn' | 'airtel') {
  const own = (ctx.config.SANDBOX_API_ROOT ?? ctx.config.PUBLIC_URL).replace(/\/+$/, '');
  return {
    root: `${own}${PLAY_PATH}/${operator}`,
    user: orgOf(ctx).slug,
    key: playKey(ctx.config),
    phones: `${ctx.config.PUBLIC_URL}${PLAY_PATH}/phones`,
  };
}
