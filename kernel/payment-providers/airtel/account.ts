/** An organization's Airtel Money account: its own when set, the environment's for the first organization, or none. */
import { Type } from 'typebox';
import type { Ctx } from '../../ctx/index.ts';
import { isFirstOrganization } from '../../db/index.ts';
import {
  AIRTEL_COUNTRIES,
  AIRTEL_CURRENCIES,
  AIRTEL_ENVIRONMENTS,
  type AirtelCountry,
} from '../../lib/mobile-money.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { defineSettings, getSettings, secret } from '../../settings/index.ts';

const ROOTS = { staging: 'https://openapiuat.airtel.africa', live: 'https://openapi.airtel.africa' };

export type AirtelAccount = {
  /** base address of the API, without a slash at its end */
  root: string;
  clientId: string;
  clientSecret: string;
  country: AirtelCountry;
  currency: string;
  /** for people, to distinguish accounts */
  name: string;
  /** of play money: where the payer's phone is shown */
  phones: string | null;
};

export const airtelSettings = defineSettings({
  module: 'airtel',
  schema: Type.Object({
    environment: Type.Enum([...AIRTEL_ENVIRONMENTS], { default: 'live' }),
    country: Type.Enum(AIRTEL_COUNTRIES, { default: 'RW' }),
    client_id: Type.String({ default: '', maxLength: 100 }),
    client_secret: secret({ maxLength: 200 }),
  }),
  // Sent only to Airtel's addresses, or to the one in the environment.
  bound: { client_secret: ['client_id'] },
  guarded: ['environment', 'country', 'client_id', 'client_secret'],
  check({ client_id, client_secret }) {
    return {
      ...(client_secret && !client_id && { client_id: 'payments.airtel_incomplete' }),
      ...(client_id && !client_secret && { client_secret: 'payments.airtel_incomplete' }),
    };
  },
});

export async function airtelOf(ctx: Ctx): Promise<AirtelAccount | null> {
  // Read fresh: it is about money.
  const own = await getSettings(ctx, airtelSettings, { fresh: true });
  if (own.client_id && own.client_secret)
    return account(ctx, { ...own, clientId: own.client_id, clientSecret: own.client_secret });
  const { AIRTEL_MONEY_CLIENT_ID, AIRTEL_MONEY_CLIENT_SECRET, AIRTEL_MONEY_COUNTRY, AIRTEL_MONEY_ENVIRONMENT } =
    ctx.config;
  if (!AIRTEL_MONEY_CLIENT_ID || !AIRTEL_MONEY_CLIENT_SECRET || !(await isFirstOrganization(ctx)))
    return playOf(ctx, own.country);
  return account(ctx, {
    environment: AIRTEL_MONEY_ENVIRONMENT,
    country: AIRTEL_MONEY_COUNTRY,
    clientId: AIRTEL_MONEY_CLIENT_ID,
    clientSecret: AIRTEL_MONEY_CLIENT_SECRET,
  });
}

/** Play money takes the place of keys that nobody has entered. */
async function playOf(ctx: Ctx, country: AirtelCountry): Promise<AirtelAccount | null> {
  const play = await ctx.services.playMoney?.(ctx, 'airtel');
  if (!play) return null;
  const { root, user, key, phones } = play;
  const chosen = { environment: 'staging' as const, country, clientId: user, clientSecret: key };
  return { ...account(ctx, chosen), root, phones, name: 'play money' };
}

type Chosen = { environment: keyof typeof ROOTS; country: AirtelCountry; clientId: string; clientSecret: string };

function account(ctx: Ctx, { environment, country, clientId, clientSecret }: Chosen): AirtelAccount {
  const root = (ctx.config.AIRTEL_MONEY_API_ROOT ?? ROOTS[environment]).replace(/\/+$/, '');
  const name = `${country} ${environment} ${hashSecret(clientId).toString('hex').slice(0, 8)}`;
  return { root, clientId, clientSecret, country, currency: AIRTEL_CURRENCIES[country], name, phones: null };
}
