import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import type { PaymentCounts } from './contract.ts';

/** The package that asks payment providers for money. It registers under `attemptSource` in its manifest. */
export type AttemptSource = {
  /** what providers were asked to give back of a locked payment and have not settled, in minor units */
  refundsAsked(tx: Ctx, paymentId: string): Promise<number>;
  /** whether a provider was asked for this very refund since then, and it has not failed */
  refundAskedSince(
    tx: Ctx,
    paymentId: string,
    refund: { amountMinor: number; reason: string },
    since: Date,
  ): Promise<boolean>;
  /** asks the provider that brought the money to give it back; its answer comes later */
  startRefund(
    ctx: Ctx,
    paymentId: string,
    how: {
      reason: string;
      amountMinor?: number | undefined;
      expectedMinor?: number | undefined;
      approvalId?: string | undefined;
    },
  ): Promise<Result<unknown>>;
  /** what of it waits for a person */
  counts(ctx: Ctx): Promise<Pick<PaymentCounts, 'attempts_hanging' | 'notices'>>;
};

declare module '../module/index.ts' {
  interface Manifest {
    attemptSource?: AttemptSource;
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    attemptSource: AttemptSource | undefined;
  }
}
