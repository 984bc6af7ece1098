import { randomBytes } from 'node:crypto';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { findMeterId } from '../meters/meters.query.ts';
import { METER } from '../names.ts';
import type { AttachedKeypad, KeypadInput } from './contract.ts';
import { giveDue, keepCounts, lockKeypad } from './issue-tokens.action.ts';
import { openKey, sealKey } from './keypad-key.ts';
import { asKeypad, isAsked } from './tokens.query.ts';

/** What a token of STS counts: a tenth of a kilowatt-hour. */
const STS_UNIT_WH = 100;

/**
 * Says that a meter takes its units as digits, and how. What it has left then becomes its first token, and from now on
 * each credit is one. Said again, because something was wrong or the keypad was exchanged, it gives no units twice: what
 * the tokens gave stays remembered with the meter, and only what none gave becomes one. Staff bring an exchanged keypad
 * to what was left on the old one by a token that sets it.
 *
 * Refusals: `electricity.meter.not_found`, `electricity.keypad.has_machine`, `electricity.keypad.asked` (a vending
 * service was asked for a token, and has not answered).
 */
export async function attachKeypad(ctx: Ctx, reference: string, input: KeypadInput): Promise<Result<AttachedKeypad>> {
  return transaction(ctx, async (tx) => {
    const id = await findMeterId(tx, reference);
    const balance = id ? await lockBalance(tx, id) : refuse('electricity.meter.not_found');
    if (!balance.ok) return balance;
    const { organization_id, meter_id, balance_wh, device_id } = balance.data;
    if (device_id !== null) return refuse('electricity.keypad.has_machine');
    const before = await lockKeypad(tx, meter_id);
    if (before?.kind === 'sts' && input.kind !== 'sts' && (await isAsked(tx, meter_id)))
      return refuse('electricity.keypad.asked');
    const made = input.kind === 'openpaygo' && !input.key ? randomBytes(16).toString('hex') : null;
    const key = input.kind === 'openpaygo' ? (made ?? input.key ?? '').toLowerCase() : null;
    const sameKey = key !== null && before?.kind === 'openpaygo' && openKey(tx, before) === key;
    const values = {
      ...formOf(input),
      kind: input.kind,
      key: key === null ? null : sealKey(tx, meter_id, key),
      // With a key that goes on, a count that was used would make a token that the keypad knows.
      count: Math.max((input.kind === 'openpaygo' && input.count) || 0, sameKey ? before.count : 0),
      credited_wh: before?.credited_wh ?? balance_wh,
      given_wh: before?.given_wh ?? 0,
      updated_at: tx.clock.now(),
    };
    await tx.db
      .insertInto('electricity_keypad')
      .values({ organization_id, meter_id, ...values })
      .onConflict((on) => on.columns(['organization_id', 'meter_id']).doUpdateSet(values))
      .execute();
    if (!before) await markEntries(tx, meter_id);
    else if (!sameKey) await forgetCounts(tx, meter_id);
    const keypad = await lockKeypad(tx, meter_id);
    if (!keypad) throw new Error('the keypad was just written');
    await audit(tx, 'electricity.keypad.attached', {
      subject: { type: METER, id: meter_id },
      ...(before && { before: { kind: before.kind } }),
      after: { kind: input.kind },
    });
    await giveDue(tx, keypad, { entryId: null, sourceId: null });
    await keepCounts(tx, keypad);
    return ok({ ...asKeypad(keypad), key: made });
  });
}

/** How a keypad takes its tokens, without its key and its counts. */
function formOf(input: KeypadInput) {
  return input.kind === 'openpaygo'
    ? {
        starting_code: input.starting_code ?? null,
        extended: input.extended ?? false,
        restricted: input.restricted ?? false,
        unit_wh: input.unit_wh ?? 100,
        supply_group: null,
        tariff_index: null,
        key_revision: null,
      }
    : {
        starting_code: null,
        extended: false,
        restricted: false,
        unit_wh: STS_UNIT_WH,
        supply_group: input.supply_group,
        tariff_index: input.tariff_index,
        key_revision: input.key_revision,
      };
}

/** The entries so far are in the balance, which is the first token: none of them becomes another. */
async function markEntries(tx: Ctx, meterId: string): Promise<void> {
  await tx.db
    .insertInto('electricity_token_entry')
    .columns(['organization_id', 'entry_id', 'meter_id', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('electricity_entry')
        .select((one) => ['organization_id', 'id', 'meter_id', one.val(tx.clock.now()).as('created_at')])
        .where(inOrg(tx))
        .where('meter_id', '=', meterId)
        .where('kind', '<>', 'consumption'),
    )
    .execute();
}

/** The counts of the tokens so far are of another key. */
async function forgetCounts(tx: Ctx, meterId: string): Promise<void> {
  await tx.db
    .updateTable('electricity_token')
    .set({ count: null })
    .where(inOrg(tx))
    .where('meter_id', '=', meterId)
    .execute();
}
