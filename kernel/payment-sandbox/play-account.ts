/** The sandbox that this program serves itself, as the account of an organization. */

import type { Config } from '../config/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import type { PlayAccount } from '../payment-providers/index.ts';
import { takesPlayMoney } from './settings.ts';

export const CARD_PATH = '/sandbox-provider';
export const MOBILE_PATH = '/sandbox-mobile-money';

/** Only this program may ask its sandbox: a request contains addresses that the sandbox calls and redirects to. */
export const playKey = (config: Config): string => deriveKey(config.SECRET_KEY, 'payments:sandbox').toString('hex');

/** Where the program reaches its own sandbox. */
export const playRoot = (config: Config): string => (config.SANDBOX_API_ROOT ?? config.PUBLIC_URL).replace(/\/+$/, '');

/** `user` names the organization, to whose callback address Airtel's side sends; `phones`: the payers' phones. */
export async function playAccount(ctx: Ctx, operator: 'mtn' | 'airtel'): Promise<PlayAccount | null> {
  if (!(await takesPlayMoney(ctx))) return null;
  return {
    root: `${playRoot(ctx.config)}${MOBILE_PATH}/${operator}`,
    user: orgOf(ctx).slug,
    key: playKey(ctx.config),
    phones: `${ctx.config.PUBLIC_URL}${MOBILE_PATH}/phones`,
  };
}
