import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { METER } from '../names.ts';
import { electricitySettings } from '../settings.ts';
import { keepCounts, lockKeypad } from './issue-tokens.action.ts';
import { stsStandIn } from './sts-stand-in.ts';
import type { StsToken, StsVending } from './sts-vending.ts';

/** Asked for at one look; the job looks again in a minute. */
const MAX_AT_ONCE = 20;

/** Vending services by their name in the settings. An operator who buys one adds its adapter here. */
const SERVICES: Record<string, (ctx: Ctx) => StsVending> = { stand_in: standIn };
// In memory: the stand-in is for tests and the demo.
const standIns = new WeakMap<object, StsVending>();
function standIn(ctx: Ctx): StsVending {
  const secret = deriveKey(ctx.config.SECRET_KEY, 'electricity:sts-stand-in').toString('hex');
  const made = standIns.get(ctx.services) ?? stsStandIn(secret, () => ctx.clock.now());
  standIns.set(ctx.services, made);
  return made;
}

/**
 * Asks the vending service for the STS tokens of a meter, or of all, that are not known yet, each by its own id: a
 * request that was answered before gets the same token. No answer leaves them unknown, to be asked for again.
 */
export async function askVending(ctx: Ctx, meterId?: string, service?: StsVending): Promise<void> {
  let rows = ctx.db
    .selectFrom('electricity_token as t')
    .innerJoin('electricity_keypad as k', onOrg('k.meter_id', 't.meter_id'))
    .innerJoin('electricity_meter as m', onOrg('m.id', 't.meter_id'))
    .select(['t.id', 't.meter_id', 't.wh', 'm.number', 'k.supply_group', 'k.tariff_index', 'k.key_revision'])
    .where(inOrg(ctx, 't'))
    .where('t.state', '=', 'asked')
    .orderBy('t.id')
    .limit(MAX_AT_ONCE);
  if (meterId) rows = rows.where('t.meter_id', '=', meterId);
  const waiting = await rows.execute();
  if (waiting.length === 0) return;
  const { sts_vending } = await getSettings(ctx, electricitySettings);
  const vending = service ?? SERVICES[sts_vending]?.(ctx);
  if (!vending) return;
  for (const { id, meter_id, wh, number, supply_group, tariff_index, key_revision } of waiting) {
    const meter = {
      number,
      supplyGroup: supply_group ?? '',
      tariffIndex: tariff_index ?? 0,
      keyRevision: key_revision ?? 0,
    };
    const answer = await vending.issue({ reference: id, meter, wattHours: wh }).catch((error: unknown) => {
      ctx.log.warn({ err: error, token: id }, 'the vending service did not answer');
      return null;
    });
    if (answer) await keepAnswer(ctx, { id, meter_id }, answer);
  }
}

type Asked = { id: string; meter_id: string };

/** What was refused was not issued: its units are due again, with the next token or when staff attach the keypad anew. */
async function keepAnswer(ctx: Ctx, { id, meter_id }: Asked, answer: Result<StsToken>): Promise<void> {
  const values = answer.ok ? { state: 'issued', token: answer.data.token } : { state: 'refused', refusal: answer.code };
  await transaction(ctx, async (tx) => {
    const keypad = await lockKeypad(tx, meter_id);
    const row = await tx.db
      .updateTable('electricity_token')
      .set(values)
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .returning('wh')
      .executeTakeFirst();
    if (!row || !keypad) return ok(null);
    if (!answer.ok) await keepCounts(tx, { ...keypad, given_wh: keypad.given_wh - row.wh });
    await audit(tx, answer.ok ? 'electricity.token.answered' : 'electricity.token.refused', {
      subject: { type: METER, id: meter_id },
      after: { wh: row.wh, ...(answer.ok ? {} : { code: answer.code }) },
    });
    return ok(null);
  });
}

/** The organizations with tokens that a vending service has not answered; the job runs without one. */
export async function askedOrganizations(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select electricity_tokens_asked() as id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
