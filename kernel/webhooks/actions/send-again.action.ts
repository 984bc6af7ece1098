import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { WebhookDelivery } from '../contract.ts';
import { getDelivery } from '../queries/deliveries.query.ts';
import { deliveryOf, GIVE_UP_MS } from '../worker/collect.ts';

/** Sends a delivery once more, under the id that it has; the receiver may know it. */
export async function replayDelivery(ctx: Ctx, id: string): Promise<Result<WebhookDelivery>> {
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const row = await tx.db
      .updateTable('webhook_delivery')
      .set(again(now))
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('state', '<>', 'waiting')
      .returning('endpoint_id')
      .executeTakeFirst();
    if (!row) {
      const there = await getDelivery(tx, id);
      return there.ok ? refuse('webhooks.under_way') : there;
    }
    await audit(tx, 'webhooks.delivery.replayed', {
      subject: { type: 'webhooks.webhook', id: row.endpoint_id },
      note: id,
    });
    return getDelivery(tx, id);
  });
}

/** Sends all deliveries of an address once more that were given up. */
export async function replayDead(ctx: Ctx, webhookId: string): Promise<Result<{ deliveries: number }>> {
  return transaction(ctx, async (tx) => {
    const endpoint = await endpointOf(tx, webhookId);
    if (!endpoint) return refuse('webhooks.not_found');
    const { numUpdatedRows } = await tx.db
      .updateTable('webhook_delivery')
      .set(again(tx.clock.now()))
      .where(inOrg(tx))
      .where('endpoint_id', '=', webhookId)
      .where('state', '=', 'dead')
      .executeTakeFirstOrThrow();
    const deliveries = Number(numUpdatedRows);
    const after = { deliveries };
    if (deliveries > 0)
      await audit(tx, 'webhooks.delivery.replayed', { subject: { type: 'webhooks.webhook', id: webhookId }, after });
    return ok(after);
  });
}

const endpointOf = (tx: Ctx, id: string) =>
  tx.db
    .selectFrom('webhook_endpoint')
    .select(['id', 'active'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();

const again = (now: Date) => ({
  state: 'waiting',
  next_attempt_at: now,
  give_up_at: new Date(now.getTime() + GIVE_UP_MS),
  attempts: 0,
  settled_at: null,
});

/** Sends an event that means nothing, so that somebody sees whether it arrives and whether its signature is right. */
export async function sendTest(ctx: Ctx, webhookId: string): Promise<Result<WebhookDelivery>> {
  return transaction(ctx, async (tx) => {
    const endpoint = await endpointOf(tx, webhookId);
    if (!endpoint) return refuse('webhooks.not_found');
    if (!endpoint.active) return refuse('webhooks.not_active');
    const now = tx.clock.now();
    const organization_id = orgOf(tx).id;
    const event = 'webhooks.test';
    // Not behind another test that did not arrive.
    const subject = { subject_type: 'webhooks.test', subject_id: newId() };
    const { kind, id, name } = tx.actor;
    const payload = JSON.stringify({
      type: event,
      timestamp: now.toISOString(),
      data: {
        organization_id,
        actor: { kind, id, name },
        subject: { type: 'webhooks.webhook', id: webhookId },
        record: null,
      },
    });
    const row = deliveryOf({ organization_id, endpoint_id: webhookId, event }, subject, payload, now);
    await Promise.all([
      tx.db.insertInto('webhook_delivery').values(row).execute(),
      audit(tx, 'webhooks.webhook.tested', { subject: { type: 'webhooks.webhook', id: webhookId } }),
    ]);
    return getDelivery(tx, row.id);
  });
}
