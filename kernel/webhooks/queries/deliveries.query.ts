import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryFilter } from '../contract.ts';

/** What was sent and what waits, newest first, by keyset pages. */
export async function listDeliveries(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: WebhookDeliveryFilter },
): Promise<Result<WebhookDelivery[]>> {
  let query = ctx.db.selectFrom('webhook_delivery').selectAll().where(inOrg(ctx));
  if (filter.webhook_id) query = query.where('endpoint_id', '=', filter.webhook_id);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.event) query = query.where('event', '=', filter.event);
  return findPage(query, 'id', page, viewOf);
}

export async function getDelivery(ctx: Ctx, id: string): Promise<Result<WebhookDeliveryDetail>> {
  const row = await ctx.db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? ok({ ...viewOf(row), payload: JSON.parse(row.payload) }) : refuse('webhooks.delivery_not_found');
}

const viewOf = (row: Selectable<DB['webhook_delivery']>): WebhookDelivery => ({
  id: row.id,
  webhook_id: row.endpoint_id,
  event: row.event,
  subject: { type: row.subject_type, id: row.subject_id },
  state: row.state as WebhookDelivery['state'],
  at: row.at.toISOString(),
  attempts: row.attempts,
  next_attempt_at: row.state === 'waiting' ? row.next_attempt_at.toISOString() : null,
  settled_at: row.settled_at?.toISOString() ?? null,
  tries: row.tries as WebhookDelivery['tries'],
});
