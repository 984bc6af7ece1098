import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../lib/result.ts';
import { mayBeChosen } from '../../outbound/index.ts';
import type { FreshWebhook, Webhook, WebhookInput, WebhookPatch } from '../contract.ts';
import { getWebhook } from '../queries/webhooks.query.ts';
import { newSecret, sealed } from '../secrets.ts';

/** Of one organization: each address gets every event, so their number multiplies the work. */
const MAX_ADDRESSES = 10;
const SUBJECT = 'webhooks.webhook';

/** Adds an address for events. Refuses with `auth.person_required`, `webhooks.bad_address`, `webhooks.too_many`. */
export async function addWebhook(ctx: Ctx, input: WebhookInput): Promise<Result<FreshWebhook>> {
  // A leaked key must not lead the organization's data elsewhere.
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const bad = addressFault(ctx, input.url);
  if (bad) return bad;
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${organization_id} webhooks`}, 0))`.execute(tx.db);
    const { count } = await tx.db
      .selectFrom('webhook_endpoint')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(inOrg(tx))
      .executeTakeFirstOrThrow();
    if (count >= MAX_ADDRESSES) return refuse('webhooks.too_many', { limit: MAX_ADDRESSES });
    const [id, secret] = [newId(), newSecret()];
    await tx.db
      .insertInto('webhook_endpoint')
      .values({
        ...input,
        organization_id,
        id,
        secret: sealed(tx.config, secret, organization_id),
        created_at: tx.clock.now(),
        since_xact: sql<number>`pg_current_xact_id()::text::bigint + (select xact_shift from audit_watermark)`,
      })
      .execute();
    await audit(tx, 'webhooks.webhook.added', { subject: { type: SUBJECT, id }, after: input });
    const made = await getWebhook(tx, id);
    return made.ok ? ok({ ...made.data, secret }) : made;
  });
}

/** Changes an address; one that was gone (410) is tried again when it is made active. */
export async function changeWebhook(ctx: Ctx, id: string, patch: WebhookPatch): Promise<Result<Webhook>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const bad = patch.url === undefined ? null : addressFault(ctx, patch.url);
  if (bad) return bad;
  return transaction(ctx, async (tx) => {
    const before = await tx.db
      .selectFrom('webhook_endpoint')
      .select(['name', 'url', 'events', 'active'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) return refuse('webhooks.not_found');
    if (Object.keys(patch).length > 0) {
      await tx.db
        .updateTable('webhook_endpoint')
        .set({ ...patch, ...(patch.active && { gone_at: null }) })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      await audit(tx, 'webhooks.webhook.changed', {
        subject: { type: SUBJECT, id },
        before,
        after: { ...before, ...patch },
      });
    }
    return getWebhook(tx, id);
  });
}

/** Removes an address with all that was sent or waits for it. */
export async function removeWebhook(ctx: Ctx, id: string): Promise<Result<null>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const before = await tx.db
      .deleteFrom('webhook_endpoint')
      .where(inOrg(tx))
      .where('id', '=', id)
      .returning(['name', 'url', 'events'])
      .executeTakeFirst();
    if (!before) return refuse('webhooks.not_found');
    await audit(tx, 'webhooks.webhook.removed', { subject: { type: SUBJECT, id }, before });
    return ok(null);
  });
}

/** Gives an address a new secret. The one before signs as well for some hours, so that nothing is refused meanwhile. */
export async function rotateSecret(ctx: Ctx, id: string, overlapHours: number): Promise<Result<FreshWebhook>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const secret = newSecret();
    const until = new Date(tx.clock.now().getTime() + overlapHours * 3_600_000);
    const { numUpdatedRows } = await tx.db
      .updateTable('webhook_endpoint')
      .set(({ ref }) => ({
        previous_secret: ref('secret'),
        previous_until: until,
        secret: sealed(tx.config, secret, orgOf(tx).id),
      }))
      .where(inOrg(tx))
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return refuse('webhooks.not_found');
    await audit(tx, 'webhooks.webhook.secret_rotated', {
      subject: { type: SUBJECT, id },
      after: { previous_until: until.toISOString() },
    });
    const made = await getWebhook(tx, id);
    return made.ok ? ok({ ...made.data, secret }) : made;
  });
}

const addressFault = (ctx: Ctx, url: string): Refusal | null =>
  mayBeChosen(ctx.config, url) ? null : refuse('webhooks.bad_address', undefined, { url: 'webhooks.bad_address' });
