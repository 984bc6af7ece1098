import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import type { Meter } from '../meters/contract.ts';
import { METER } from '../names.ts';
import { limitsOf } from './alerts.query.ts';
import { ownChoice } from './choices.query.ts';
import type { MeterLimits, NoticeChoice } from './contract.ts';
import { readTime } from './quiet-hours.rule.ts';

/**
 * Sets how the caller gets alerts, and when not. Refusals: `portal.account_wanted`, `electricity.alert.quiet_malformed`
 * (one of the two times without the other).
 */
export async function saveChoice(ctx: Ctx, input: NoticeChoice): Promise<Result<NoticeChoice>> {
  const [from, to] = [input.quiet_from, input.quiet_to].map((time) => (time === null ? null : readTime(time)));
  if ((from === null) !== (to === null)) {
    const code = 'electricity.alert.quiet_malformed';
    return refuse(code, undefined, { [from === null ? 'quiet_from' : 'quiet_to']: code });
  }
  return transaction(ctx, async (tx) => {
    const account = await ownAccount(tx);
    if (!account.ok) return account;
    const { email, chat, sms, muted } = input;
    const row = {
      email,
      chat,
      sms,
      muted: [...muted],
      quiet_from: from ?? null,
      quiet_to: to ?? null,
      updated_at: tx.clock.now(),
    };
    await tx.db
      .insertInto('electricity_notice_choice')
      .values({ organization_id: orgOf(tx).id, account_id: account.data.id, ...row })
      .onConflict((same) => same.columns(['organization_id', 'account_id']).doUpdateSet(row))
      .execute();
    await audit(tx, 'electricity.alert.chosen', {
      subject: { type: 'portal.account', id: account.data.id },
      after: { name: account.data.name, ...input },
    });
    return ownChoice(tx);
  });
}

/** Sets from when on a meter alerts; the caller may change this meter. An episode that is on ends at the next look. */
export async function saveLimits(ctx: Ctx, { id, number }: Meter, limits: MeterLimits): Promise<Result<MeterLimits>> {
  return transaction(ctx, async (tx) => {
    const before = await limitsOf(tx, id);
    const row = {
      low_wh: limits.low_wh,
      // A limit of nothing would alert for ever.
      day_wh: limits.day_wh || null,
      month_wh: limits.month_wh || null,
      updated_at: tx.clock.now(),
    };
    const organization_id = orgOf(tx).id;
    await tx.db
      .insertInto('electricity_meter_limit')
      .values({ organization_id, meter_id: id, ...row })
      .onConflict((same) => same.columns(['organization_id', 'meter_id']).doUpdateSet(row))
      .execute();
    // The next look comes now, and not in an hour.
    await tx.db.deleteFrom('electricity_watch').where(inOrg(tx)).where('meter_id', '=', id).execute();
    await audit(tx, 'electricity.alert.limits_set', {
      subject: { type: METER, id },
      before: { number, ...(before.ok && before.data) },
      after: { number, low_wh: row.low_wh, day_wh: row.day_wh, month_wh: row.month_wh },
    });
    return limitsOf(tx, id);
  });
}
