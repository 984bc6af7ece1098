import { type Ctx, orgOf } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import type { Result } from '../lib/result.ts';
import type { Tax } from '../till/index.ts';
import type { PaymentMethod } from './domain/states.ts';
import type { Payment } from './payment.ts';

/** A charge that brought no money, as its payer may hear of it. `reason`: the text `pay.failed.<reason>`. */
export type ChargeChange = { state: 'failed' | 'unknown'; reason: string | null };

/** Money that went back, or as what it had come if it never did; `about` is what the module told the refund. */
export type GoneBack = { reason: string; amountMinor: number; method: PaymentMethod; about?: unknown };

/** What a payment can be for. A module lists its own under `payables` in the manifest. */
export type Payable = {
  /** the payments' subject type, e.g. `raffle.order` */
  type: string;
  /** text key of its name, e.g. `console.raffle.order.title` */
  label: string;
  /** the account that its money goes to, e.g. `income:raffle` */
  income: string;
  /**
   * The title of each subject and its page in the console (a path such as `/raffle/orders/…`). Unknown ids are left
   * out.
   */
  describe(ctx: Ctx, ids: string[]): Promise<Map<string, { title: string; url: string }>>;
  /**
   * Locks the subject's rows before the payment's row. Define it when the module locks them and then calls openPayment
   * or closePayment, or locks them in `submitted`, `verified`, …: all code must lock in one order, or it deadlocks.
   */
  lock?(tx: Ctx, subjectId: string): Promise<void>;
  /**
   * A proof was added, by the person or by staff at the evidence desk, in the transaction that stores it;
   * `payment.late` means that it had expired.
   */
  submitted?(tx: Ctx, payment: Payment): Promise<void>;
  /**
   * The money has come, in the transaction that records it; `payment.late` means that it had expired. Returns `owed`
   * when the subject is no longer available: the money then stays under liabilities:refunds_due until staff give it
   * back. `surplusMinor` says the same of a part of it, which becomes a payment of its own. A refusal rolls back the
   * whole confirmation.
   */
  verified(tx: Ctx, payment: Payment): Promise<Result<{ owed?: true; surplusMinor?: number }>>;
  /**
   * By what rates money is taxed, for the reports of the till: money of the payment that came (`amountMinor` above zero;
   * after `verified`), or that goes back or (`mistaken`) never came (below; before `refunded`, and then below zero too).
   * `about`: as the refund has it.
   */
  taxes?(
    tx: Ctx,
    payment: Payment,
    amountMinor: number,
    how?: { about?: unknown; mistaken?: boolean | undefined },
  ): Promise<Tax[] | null>;
  /**
   * Whether money of the payment may go to store credit, which the module keeps and moves in `refunded` and
   * `refundedPart`. Absent: it has none.
   */
  storeCredit?(tx: Ctx, payment: Payment, about?: unknown): Promise<Result<null>>;
  /** A proof was denied; a new one may follow. */
  denied?(tx: Ctx, payment: Payment, reason: string): Promise<void>;
  /** The last of the money (`amountMinor`) was given back, or (`mistaken`) none of it ever came. */
  refunded?(tx: Ctx, payment: Payment, how: GoneBack & { mistaken: boolean }): Promise<void>;
  /** A part of the money was given back; `payment.refundedMinor` says how much of it by now. */
  refundedPart?(tx: Ctx, payment: Payment, how: GoneBack): Promise<void>;
  /** The address of a verified payment's receipt, which anyone with the link can open; the payer gets it. */
  receipt?(ctx: Ctx, payment: Payment): string;
  /** Its money can only be given back, and recording it needs no second person. */
  onlyOwed?: true;
  /** The module itself notifies the payer, so this package doesn't: of everything, or of money that came as it should. */
  notifiesPayer?: true | 'verified';
  /**
   * A charge changed without money having come: it failed, or nobody knows (`unknown`: the provider never answered).
   * In the transaction that stores it, so that the payer learns it where they are.
   */
  chargeChanged?(tx: Ctx, payment: Payment, charge: ChargeChange): Promise<void>;
};

declare module '../module/index.ts' {
  interface Manifest {
    payables?: Payable[];
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    payables: ReadonlyMap<string, Payable>;
  }
}

/** Throws when two modules declare one type. */
export function payablesByType(payables: Payable[]): ReadonlyMap<string, Payable> {
  const byType = new Map<string, Payable>();
  for (const payable of payables) {
    if (byType.has(payable.type)) throw new Error(`two payables named ${payable.type}`);
    byType.set(payable.type, payable);
  }
  return byType;
}

export function payableOf(ctx: Ctx, type: string): Payable {
  const payable = ctx.services.payables.get(type);
  if (!payable) throw new Error(`no module says what a payment for ${type} is`);
  return payable;
}

/** The address of a verified payment's receipt; null when its module has none. */
export const receiptOf = (ctx: Ctx, payment: Payment): string | null =>
  payableOf(ctx, payment.subject.type).receipt?.(ctx, payment) ?? null;

/** The kinds of payments in the organization's modules, with their titles; a type begins with its module's name. */
export function paymentKinds(ctx: Ctx): { type: string; label: string }[] {
  const { modules } = orgOf(ctx);
  return [...ctx.services.payables.values()]
    .filter(({ type }) => modules.includes(type.split('.')[0] ?? ''))
    .map(({ type, label }) => ({ type, label: t(ctx, label) }));
}
