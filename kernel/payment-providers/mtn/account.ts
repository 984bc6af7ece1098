/** An organization's MTN MoMo account: its own when set, the environment's for the first organization, or none. */
import { Type } from 'typebox';
import type { Ctx } from '../../ctx/index.ts';
import { isFirstOrganization } from '../../db/index.ts';
import { MTN_ENVIRONMENT_NAMES, MTN_ENVIRONMENTS, type MtnEnvironment } from '../../lib/mobile-money.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { defineSettings, getSettings, secret } from '../../settings/index.ts';

/** What MTN gives for one product, Collection or Disbursement; the two never share a subscription. */
export type Keys = { subscription: string; user: string; key: string };

export type MtnAccount = {
  /** base address of the API, without a slash at its end */
  root: string;
  environment: MtnEnvironment;
  /** ISO 3166-1; null: any */
  country: string | null;
  /** ISO 4217, the only one */
  currency: string;
  collection: Keys;
  /** null: refunds by MTN are not set up */
  disbursement: Keys | null;
  /** host of our callback address as registered with the API user; '': that of PUBLIC_URL */
  callbackHost: string;
  /** for people, to distinguish accounts */
  name: string;
  /** of play money: where the payer's phone is shown */
  phones: string | null;
};

const HOST = '^$|^[A-Za-z0-9.-]+(:[0-9]{1,5})?$';

export const mtnSettings = defineSettings({
  module: 'mtn',
  schema: Type.Object({
    target_environment: Type.Enum(MTN_ENVIRONMENT_NAMES, { default: 'mtnrwanda' }),
    subscription_key: secret({ maxLength: 100 }),
    api_user: Type.String({ default: '', maxLength: 100 }),
    api_key: secret({ maxLength: 100 }),
    disbursement_subscription_key: secret({ maxLength: 100 }),
    disbursement_api_user: Type.String({ default: '', maxLength: 100 }),
    disbursement_api_key: secret({ maxLength: 100 }),
    callback_host: Type.String({ default: '', maxLength: 255, pattern: HOST }),
  }),
  // Sent only to MTN's addresses, or to the one in the environment.
  bound: {
    subscription_key: [],
    api_key: ['api_user'],
    disbursement_subscription_key: [],
    disbursement_api_key: ['disbursement_api_user'],
  },
  guarded: [
    'target_environment',
    'subscription_key',
    'api_user',
    'api_key',
    'disbursement_subscription_key',
    'disbursement_api_user',
    'disbursement_api_key',
    'callback_host',
  ],
  check: (values) => ({
    ...missing(values, ['subscription_key', 'api_user', 'api_key']),
    ...missing(values, ['disbursement_subscription_key', 'disbursement_api_user', 'disbursement_api_key']),
  }),
});

/** Each of these fields that is empty although another is not. */
function missing<V extends object>(values: V, fields: (keyof V & string)[]): Record<string, string> {
  const empty = fields.filter((field) => !values[field]);
  return Object.fromEntries(
    empty.length === fields.length ? [] : empty.map((name) => [name, 'payments.mtn_incomplete']),
  );
}

export async function mtnOf(ctx: Ctx): Promise<MtnAccount | null> {
  // Read fresh: it is about money.
  const own = await getSettings(ctx, mtnSettings, { fresh: true });
  const collection = keysOf(own.subscription_key, own.api_user, own.api_key);
  if (collection)
    return account(ctx, {
      environment: own.target_environment,
      collection,
      disbursement: keysOf(own.disbursement_subscription_key, own.disbursement_api_user, own.disbursement_api_key),
      callbackHost: own.callback_host,
    });
  const env = ctx.config;
  const first = keysOf(env.MTN_MOMO_SUBSCRIPTION_KEY, env.MTN_MOMO_API_USER, env.MTN_MOMO_API_KEY);
  if (!first || !(await isFirstOrganization(ctx))) return playOf(ctx, own.target_environment);
  return account(ctx, {
    environment: env.MTN_MOMO_TARGET_ENVIRONMENT,
    collection: first,
    disbursement: keysOf(
      env.MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY,
      env.MTN_MOMO_DISBURSEMENT_API_USER,
      env.MTN_MOMO_DISBURSEMENT_API_KEY,
    ),
    callbackHost: env.MTN_MOMO_CALLBACK_HOST ?? '',
  });
}

/** Play money takes the place of keys that nobody has entered. */
async function playOf(ctx: Ctx, environment: MtnEnvironment): Promise<MtnAccount | null> {
  const play = await ctx.services.playMoney?.(ctx, 'mtn');
  if (!play) return null;
  const { root, user, key, phones } = play;
  const keys = { subscription: key, user, key };
  const chosen = { environment, collection: keys, disbursement: keys, callbackHost: '' };
  return { ...account(ctx, chosen), root, phones, name: 'play money' };
}

const keysOf = (subscription = '', user = '', key = ''): Keys | null =>
  subscription && user && key ? { subscription, user, key } : null;

const TRIAL_ROOT = 'https://sandbox.momodeveloper.mtn.com';
const LIVE_ROOT = 'https://proxy.momoapi.mtn.com';

type Chosen = Pick<MtnAccount, 'environment' | 'collection' | 'disbursement' | 'callbackHost'>;

function account(ctx: Ctx, chosen: Chosen): MtnAccount {
  const { environment, collection } = chosen;
  const root = ctx.config.MTN_MOMO_API_ROOT ?? (environment === 'sandbox' ? TRIAL_ROOT : LIVE_ROOT);
  const name = `${environment} ${hashSecret(collection.user).toString('hex').slice(0, 8)}`;
  return { ...chosen, ...MTN_ENVIRONMENTS[environment], root: root.replace(/\/+$/, ''), name, phones: null };
}
