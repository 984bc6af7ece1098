import { sql } from 'kysely';
import { auditMany } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { sendMessage } from '../../../kernel/messages/index.ts';
import { customerRows } from './customers.query.ts';
import { CUSTOMER } from './register-customer.action.ts';
import { welcome } from './welcome.message.ts';

/** Queues the welcome e-mail again for each of these customers, to the address they have now; who has none is left out. */
export async function resendWelcome(ctx: Ctx, ids: string[]): Promise<Result<{ queued: number }>> {
  return transaction(ctx, async (tx) => {
    const customers = await customerRows(tx)
      .where('c.id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('c.email', '<>', '')
      .execute();
    const subjects = customers.map(({ id }) => ({ subject: { type: CUSTOMER, id } }));
    await Promise.all([
      auditMany(tx, 'exhibition.customer.welcome_resent', subjects),
      ...customers.map((customer) => sendWelcome(tx, customer)),
    ]);
    return ok({ queued: customers.length });
  });
}

type Recipient = { id: string; email: string; phone?: string };

/** Queues it for a customer; who has no address gets none, or with `bySms` a short one. */
export async function sendWelcome(tx: Ctx, { id, email, phone = '' }: Recipient, bySms = false): Promise<void> {
  const channel = email === '' && bySms ? 'sms' : 'email';
  const to = channel === 'sms' ? phone : email;
  if (to === '') return;
  await sendMessage(tx, {
    channel,
    to,
    template: welcome,
    params: { customerId: id },
    subject: { type: CUSTOMER, id },
  });
}
