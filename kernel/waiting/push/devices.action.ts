import { createHash } from 'node:crypto';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { mayBeChosen } from '../../outbound/index.ts';
import type { PushDevice, PushSubscriptionInput } from '../contract.ts';
import { listWaiting } from '../waiting.query.ts';
import { toView } from './devices.query.ts';
import { areKeys } from './encrypt.ts';
import { sealed } from './secrets.ts';
import { toldOf } from './tell.rule.ts';

/** Of one member: each gets every notification. */
const MAX_DEVICES = 10;

/**
 * Notifies the caller on this browser from now on; one that it knows already is theirs now. What waits already is no news.
 * Refuses with `auth.person_required`, `waiting.bad_device`, `waiting.too_many_devices`.
 */
export async function addDevice(
  ctx: Ctx,
  sessionId: string,
  { endpoint, p256dh, auth }: PushSubscriptionInput,
  userAgent: string | undefined,
): Promise<Result<PushDevice>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const { id: userId } = ctx.actor;
  if (!mayBeChosen(ctx.config, endpoint) || !areKeys({ p256dh, auth })) return refuse('waiting.bad_device');
  const endpointHash = createHash('sha256').update(endpoint).digest();
  return transaction(ctx, async (tx) => {
    // One at a time, or two would both be the tenth.
    const member = await tx.db
      .selectFrom('membership')
      .select('user_id')
      .where(inOrg(tx))
      .where('user_id', '=', userId)
      .forUpdate()
      .executeTakeFirst();
    if (!member) return refuse('auth.person_required');
    const others = await tx.db
      .selectFrom('waiting_device')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(inOrg(tx))
      .where('user_id', '=', userId)
      .where('endpoint_hash', '!=', endpointHash)
      .executeTakeFirstOrThrow();
    if (Number(others.count) >= MAX_DEVICES) return refuse('waiting.too_many_devices', { limit: MAX_DEVICES });
    const now = tx.clock.now();
    const values = {
      user_id: userId,
      session_id: sessionId,
      sealed: sealed(tx.config, { endpoint, p256dh, auth }, orgOf(tx).id),
      user_agent: userAgent?.slice(0, 300) ?? null,
      told: JSON.stringify(toldOf(await listWaiting(tx))),
      looked_at: now,
      next_at: now,
      failures: 0,
      created_at: now,
    };
    const row = await tx.db
      .insertInto('waiting_device')
      .values({ ...values, organization_id: orgOf(tx).id, id: newId(), endpoint_hash: endpointHash })
      .onConflict((same) => same.columns(['organization_id', 'endpoint_hash']).doUpdateSet(values))
      .returning(['id', 'user_agent', 'session_id', 'sent_at', 'created_at'])
      .executeTakeFirstOrThrow();
    await audit(tx, 'waiting.device.added', {
      subject: { type: 'auth.user', id: userId },
      after: { device: row.user_agent },
    });
    return ok(toView(row, sessionId));
  });
}

/** Notifies the caller no more on one of their devices. Refuses with `waiting.device_not_found`. */
export async function removeDevice(ctx: Ctx, id: string): Promise<Result<null>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .deleteFrom('waiting_device')
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('user_id', '=', actor.id)
      .returning('user_agent')
      .executeTakeFirst();
    if (!row) return refuse('waiting.device_not_found');
    await audit(tx, 'waiting.device.removed', {
      subject: { type: 'auth.user', id: actor.id },
      before: { device: row.user_agent },
    });
    return ok(null);
  });
}
