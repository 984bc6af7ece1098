import { openCycles } from '../cycles/cycles.query.ts';
import { accountOf } from '../payments/account.query.ts';
import type { Account, CyclePayment } from '../payments/contract.ts';
import type { Chat } from './student-talk.ts';
import { money } from './talking.ts';

/**
 * Current and later cycles that a student has not paid, the nearest first, with their amounts. A cycle that nobody
 * opened yet will take credit and charges when it is opened, so the nearest of those already includes them.
 */
export async function unpaid({ ctx }: Pick<Chat, 'ctx'>, studentId: string): Promise<CyclePayment[]> {
  const [cycles, account] = [await openCycles(ctx), await accountOf(ctx, studentId)];
  if (!account.ok) return [];
  const open = new Set(cycles.map(({ id }) => id));
  const owed = account.data.payments.filter(({ cycle, state }) => open.has(cycle.id) && state !== 'verified').reverse();
  const next = owed.find(({ id }) => id === null);
  return owed.map((payment) => (payment === next ? asked(payment, account.data) : payment));
}

function asked(payment: CyclePayment, { credit_minor: left, charges_minor }: Account): CyclePayment {
  const credit_minor = Math.min(payment.price_minor + charges_minor, left);
  return { ...payment, charges_minor, credit_minor, due_minor: payment.price_minor + charges_minor - credit_minor };
}

/** How an amount is composed, when it isn't the price alone; otherwise null. */
export function partsOf({ ctx, t }: Chat, payment: CyclePayment): string | null {
  const { price_minor, charges_minor, credit_minor, currency } = payment;
  if (charges_minor === 0 && credit_minor === 0) return null;
  return [
    t('owe.price', { amount: money(ctx, price_minor, currency) }),
    ...(charges_minor > 0 ? [t('owe.charges', { amount: money(ctx, charges_minor, currency) })] : []),
    ...(credit_minor > 0 ? [t('owe.less', { amount: money(ctx, credit_minor, currency) })] : []),
    ...(credit_minor < 0 ? [t('owe.more', { amount: money(ctx, -credit_minor, currency) })] : []),
  ].join(', ');
}
