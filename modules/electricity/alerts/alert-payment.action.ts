import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import type { Meter } from '../meters/contract.ts';
import { noticesNowJob } from './alerts.job.ts';
import { openAlerts } from './watch-meters.action.ts';

type Credited = { purchaseId: string; wh: number; amountMinor: number; currency: string; balanceWh: number };

/** A payment has become units: whoever bought is told, after the transaction that credits them. */
export async function alertPayment(tx: Ctx, meter: Meter, credited: Credited): Promise<void> {
  if (!meter.customer) return;
  const { purchaseId, wh, amountMinor, currency, balanceWh } = credited;
  const detail = { wh, amount_minor: amountMinor, currency, balance_wh: balanceWh };
  const alert = { meterId: meter.id, customerId: meter.customer.id, kind: 'payment', detail } as const;
  await openAlerts(tx, [{ ...alert, subjectId: purchaseId }]);
  await enqueue(tx, noticesNowJob, {});
}
