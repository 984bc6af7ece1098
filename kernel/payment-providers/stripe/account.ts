/** An organization's Stripe account: its own when set, the environment's for the first organization, or none. */
import { Type } from 'typebox';
import type { Ctx } from '../../ctx/index.ts';
import { isFirstOrganization } from '../../db/index.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { defineSettings, getSettings, secret } from '../../settings/index.ts';

export type StripeAccount = {
  secretKey: string;
  /** verifies the webhook's signatures; without it nothing is accepted */
  webhookSecret: string;
  /** base address of the API, without a slash at its end */
  root: string;
  /** for people, to distinguish accounts */
  name: string;
};

export const stripeSettings = defineSettings({
  module: 'stripe',
  schema: Type.Object({
    secret_key: secret({ maxLength: 255 }),
    webhook_secret: secret({ maxLength: 255 }),
  }),
  // Sent only to the environment's API address.
  bound: { secret_key: [], webhook_secret: [] },
  guarded: ['secret_key', 'webhook_secret'],
  check({ secret_key, webhook_secret }) {
    return {
      ...(webhook_secret && !secret_key && { secret_key: 'payments.stripe_incomplete' }),
      ...(secret_key && !webhook_secret && { webhook_secret: 'payments.stripe_incomplete' }),
    };
  },
});

export async function stripeOf(ctx: Ctx): Promise<StripeAccount | null> {
  // Read fresh: it is about money.
  const { secret_key, webhook_secret } = await getSettings(ctx, stripeSettings, { fresh: true });
  if (secret_key && webhook_secret) return account(ctx, secret_key, webhook_secret);
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = ctx.config;
  if (!STRIPE_SECRET_KEY || !STRIPE_WEBHOOK_SECRET || !(await isFirstOrganization(ctx))) return null;
  return account(ctx, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET);
}

function account(ctx: Ctx, secretKey: string, webhookSecret: string): StripeAccount {
  const mode = /^(sk|rk)_test_/.test(secretKey) ? 'test' : 'live';
  const name = `${mode} ${hashSecret(secretKey).toString('hex').slice(0, 8)}`;
  return { secretKey, webhookSecret, root: ctx.config.STRIPE_API_ROOT.replace(/\/+$/, ''), name };
}
