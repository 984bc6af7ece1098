/** A provider takes money for an organization and gives it back: a card processor, a mobile-money operator. */
import type { IncomingHttpHeaders } from 'node:http';
import { type Ctx, orgOf } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import type { Attempt } from './attempts/attempt.ts';

export type Provider = {
  /** lower-case, one word: part of the callback's address, of account names and of text keys */
  name: string;
  /** text key of its name */
  label: string;
  /** its asset account, see domain/accounts.ts */
  method: 'card' | 'mobile_money';
  /** The name of the organization's account there, for people; null when it has set none up. Never a secret. */
  account(ctx: Ctx): Promise<string | null>;
  /** The amounts that the organization's account accepts in a currency, in minor units; null: not this currency. */
  limits(ctx: Ctx, currency: string): Limits | null | Promise<Limits | null>;
  /**
   * Of a provider that asks one phone for the money, such as a mobile-money operator: the payer from what a person
   * typed, in E.164. Refuses with `payments.payer_blank`, `payments.payer_country`, `people.phone_malformed`. Absent:
   * whoever opens the provider's page may pay.
   */
  payer?(ctx: Ctx, typed: string): Promise<Result<string>>;
  /**
   * Asks for the money. May be called again for an attempt that `query` doesn't find, and must then have the effect of
   * one call: `attempt.id` is the key. A throw means that the result is unknown, except a OutboundError that had not begun; from then
   * on `query` asks for it.
   */
  request(ctx: Ctx, attempt: Attempt): Promise<Answer>;
  /**
   * The result of a charge or a refund. `attempt.providerId` is null when the answer to the request was lost. Throws
   * when the provider is not sure. `not_found` while it was perhaps never sent: then it is sent, a charge only within
   * five minutes.
   */
  query(ctx: Ctx, attempt: Attempt): Promise<Answer>;
  /**
   * `query` looks by `attempt.providerId` as soon as it is known, and no two accounts there have the same. So an account
   * that was set up afterwards, such as the same one with a new key, may be asked.
   */
  ownIds?: true;
  /** Gives money of a charge back; like `request` in everything else. */
  refund(ctx: Ctx, attempt: Attempt, charge: Attempt): Promise<Answer>;
  /**
   * Everything that happened to the money of a settled charge at the provider since: refunds, also those that staff made
   * there, and disputes. Asked when a callback says that something did (`CallbackEvent.look`).
   */
  moved?(ctx: Ctx, charge: Attempt): Promise<Moved[]>;
  /** Asks something that changes nothing; throws, in words for the operator, when the account isn't accepted. */
  probe?(ctx: Ctx): Promise<void>;
  /**
   * Reads a request to the provider's callback address: several events, or none about our attempts. A provider that
   * signs refuses a wrong signature with `payments.bad_signature`.
   */
  readCallback(ctx: Ctx, callback: Callback): Promise<Result<CallbackEvent[]>>;
};

type Limits = { minMinor: number; maxMinor: number };

/** A provider's answer about an attempt. */
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
  /** `reason`: a code whose text is `pay.failed.<reason>` */
  | { state: 'failed'; providerId?: string; reason: DeclineReason; detail?: string }
  /** the provider doesn't know it */
  | { state: 'not_found' };

/** What happened to the money of a charge at its provider. Amounts in minor units. */
export type Moved = {
  kind: 'refund' | 'dispute';
  /** the provider's own id of it */
  providerId: string;
  /** of a refund that we asked for: our attempt */
  attemptId: string | null;
  /** refund: succeeded, or failed; dispute: open, won, lost */
  state: 'open' | 'succeeded' | 'failed' | 'won' | 'lost';
  amountMinor: number;
  currency: string;
  /** why, in the provider's words */
  reason: string | null;
};

const DECLINE_REASONS = [
  'declined',
  'no_money',
  'wrong_pin',
  'over_limit',
  'unknown_payer',
  'expired',
  'refused',
  'unreachable',
  'never_arrived',
  'by_hand',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

type Callback = { headers: IncomingHttpHeaders; body: Buffer };

export type CallbackEvent = {
  /** the provider's own id of the event; a second delivery is dropped by it */
  id: string;
  /** our id of the attempt, which the provider got with the request */
  attemptId: string;
  /** the answer, when the signature proves it; absent: a hint, and the provider is asked */
  proof?: Extract<Answer, { state: 'succeeded' | 'failed' }>;
  /** something else happened to the money of this charge, which the provider is asked for: `Provider.moved` */
  look?: true;
  /** as received, for investigation */
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

/** Throws when two manifests declare one name. */
export function providersByName(providers: Provider[]): Map<string, Provider> {
  const byName = new Map<string, Provider>();
  for (const provider of providers) {
    if (!/^[a-z][a-z0-9_]*$/.test(provider.name) || byName.has(provider.name))
      throw new Error(`a provider can't be named ${provider.name}`);
    byName.set(provider.name, provider);
  }
  return byName;
}

/** The providers for this payment: set up by the organization, and accepting its currency and amount. */
export async function providersFor(ctx: Ctx, { amountMinor, currency }: { amountMinor: number; currency: string }) {
  const providers = [...ctx.services.providers.values()];
  const fit = await Promise.all(
    providers.map(async (provider) => {
      if ((await provider.account(ctx)) === null) return false;
      const taken = await provider.limits(ctx, currency);
      return taken !== null && amountMinor >= taken.minMinor && amountMinor <= taken.maxMinor;
    }),
  );
  return providers.filter((_, i) => fit[i]);
}

/** The callback address of a provider for an organization. */
export function callbackUrl(ctx: Ctx, provider: string): string {
  return `${ctx.config.PUBLIC_URL}/payment-callbacks/${provider}/${orgOf(ctx).slug}`;
}
