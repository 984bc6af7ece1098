/** What takes money for an organization and gives it back: a card processor, a mobile-money operator. */
import type { IncomingHttpHeaders } from 'node:http';
import { type Ctx, orgOf } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import type { Attempt } from './attempts/attempt.ts';

export type Provider = {
  /** lower-case, one word: part of the callback's address, of account names and of text keys */
  name: string;
  /** text key of its name */
  label: string;
  /** where its money is, see domain/accounts.ts */
  method: 'card' | 'mobile_money';
  /** The organization's account there, for people to recognize; null when it has set none up. Never a secret. */
  account(ctx: Ctx): Promise<string | null>;
  /** What it takes of a currency, in minor units; null when it doesn't take it. */
  limits(currency: string): { minMinor: number; maxMinor: number } | null;
  /**
   * Asks for the money. May be called again for the same attempt, and must then have the same effect as once:
   * `attempt.id` is the key. A throw means that nobody knows what became of it, except a WireFault that had not begun;
   * it is asked for by `query` from then on.
   */
  request(ctx: Ctx, attempt: Attempt): Promise<Answer>;
  /** What became of a charge or a refund. `attempt.providerId` is null when the answer to the request was lost. */
  query(ctx: Ctx, attempt: Attempt): Promise<Answer>;
  /** Gives money of a charge back; like `request` in everything else. */
  refund(ctx: Ctx, attempt: Attempt, charge: Attempt): Promise<Answer>;
  /**
   * Reads what came to the provider's callback address: several events, or none that concern us. Refuses with
   * `payments.bad_signature` what a provider that signs didn't sign.
   */
  readCallback(ctx: Ctx, callback: Callback): Promise<Result<CallbackEvent[]>>;
};

/** What a provider says of an attempt. */
export type Answer =
  | { state: 'waiting'; providerId?: string; link?: string; expiresAt?: Date; feeMinor?: number }
  | {
      state: 'succeeded';
      providerId?: string;
      amountMinor: number;
      currency: string;
      payer?: string | null;
      /** null: not known yet, and asked for again */
      fee: { amountMinor: number; currency: string } | null;
    }
  /** `reason`: a code whose text is `errors.payments.declined.<reason>` */
  | { state: 'failed'; providerId?: string; reason: DeclineReason; detail?: string }
  /** the provider has never heard of it */
  | { state: 'not_found' };

export const DECLINE_REASONS = ['declined', 'expired', 'refused', 'unreachable', 'never_arrived', 'by_hand'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export type Callback = { headers: IncomingHttpHeaders; body: Buffer };

export type CallbackEvent = {
  /** the provider's own id of the event: what comes twice is dropped by it */
  id: string;
  /** our id of the attempt, as the provider got it with the request */
  attemptId: string;
  /** what it says, where the signature proves it; absent: a hint, and the provider is asked */
  proof?: Extract<Answer, { state: 'succeeded' | 'failed' }>;
  /** as it came, for whoever looks into it */
  raw: unknown;
};

/** Declares a provider; list it under `providers` in the manifest. */
export function defineProvider<P extends Provider>(provider: P): P {
  return provider;
}

declare module '../module/index.ts' {
  interface Manifest {
    providers?: Provider[];
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    providers: ReadonlyMap<string, Provider>;
  }
}

/** Throws when two manifests claim one name. */
export function providersByName(providers: Provider[]): Map<string, Provider> {
  const byName = new Map<string, Provider>();
  for (const provider of providers) {
    if (!/^[a-z][a-z0-9_]*$/.test(provider.name) || byName.has(provider.name))
      throw new Error(`a provider can't be named ${provider.name}`);
    byName.set(provider.name, provider);
  }
  return byName;
}

/**
 * The providers by which this payment can be made now: set up by the organization, and taking its currency and amount.
 */
export async function providersFor(ctx: Ctx, { amountMinor, currency }: { amountMinor: number; currency: string }) {
  const fitting = [...ctx.services.providers.values()].filter(({ limits }) => {
    const taken = limits(currency);
    return taken && amountMinor >= taken.minMinor && amountMinor <= taken.maxMinor;
  });
  const accounts = await Promise.all(fitting.map((provider) => provider.account(ctx)));
  return fitting.filter((_, i) => accounts[i] !== null);
}

/** Where a provider brings its callbacks for an organization. */
export function callbackUrl(ctx: Ctx, provider: string): string {
  return `${ctx.config.PUBLIC_URL}/payment-callbacks/${provider}/${orgOf(ctx).slug}`;
}
