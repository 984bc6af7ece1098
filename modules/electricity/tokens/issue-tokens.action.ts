import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER } from '../names.ts';
import type { Token, TokenInput } from './contract.ts';
import { openKey } from './keypad-key.ts';
import { amountsOf, carried, encodeToken, type TokenKind } from './openpaygo.rule.ts';
import { entriesDue, getToken, type KeypadRow } from './tokens.query.ts';

/** What one STS token transfers at most, in watt-hours: up to 1,638 kWh the format says each tenth exactly. */
const MAX_STS_WH = 1_000_000;

/** Locks a keypad: its tokens are made one after the other. Undefined when the meter has none. */
export async function lockKeypad(tx: Ctx, meterId: string): Promise<KeypadRow | undefined> {
  return tx.db
    .selectFrom('electricity_keypad')
    .selectAll()
    .where(inOrg(tx))
    .where('meter_id', '=', meterId)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Makes the tokens that are due for a meter with a keypad: for each entry of the energy ledger that gave units, once.
 * What is less than a unit goes with the next token; what was taken back is taken off it. Called where units are
 * credited and again where tokens are read, so that a process which dies in between loses nothing.
 */
export async function issueTokens(ctx: Ctx, meterId: string): Promise<void> {
  if (!(await hasDue(ctx, meterId))) return;
  await transaction(ctx, async (tx) => {
    const keypad = await lockKeypad(tx, meterId);
    if (!keypad) return ok(null);
    const due = await entriesDue(tx, keypad);
    for (const { id, wh, source_id } of due) {
      const first = await tx.db
        .insertInto('electricity_token_entry')
        .values({
          organization_id: keypad.organization_id,
          entry_id: id,
          meter_id: meterId,
          created_at: tx.clock.now(),
        })
        .onConflict((on) => on.doNothing())
        .returning('entry_id')
        .executeTakeFirst();
      if (!first) continue;
      keypad.credited_wh += wh;
      await giveDue(tx, keypad, { entryId: id, sourceId: source_id });
    }
    await keepCounts(tx, keypad);
    return ok(null);
  });
}

async function hasDue(ctx: Ctx, meterId: string): Promise<boolean> {
  const keypad = await ctx.db
    .selectFrom('electricity_keypad')
    .selectAll()
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId)
    .executeTakeFirst();
  return keypad !== undefined && (await entriesDue(ctx, keypad)).length > 0;
}

type Source = { entryId: string | null; sourceId: string | null };

/** Makes tokens for what a locked keypad has not been given yet, as many as their values need. */
export async function giveDue(tx: Ctx, keypad: KeypadRow, source: Source): Promise<void> {
  for (;;) {
    const due = keypad.credited_wh - keypad.given_wh;
    const value = carried(Math.floor(due / keypad.unit_wh), keypad);
    if (keypad.kind === 'sts') {
      if (due < keypad.unit_wh) return;
      const wh = Math.min(MAX_STS_WH, Math.floor(due / keypad.unit_wh) * keypad.unit_wh);
      await insertToken(tx, keypad, { kind: 'add', wh, value: null, count: null, token: null, ...source });
      keypad.given_wh += wh;
    } else {
      if (value <= 0) return;
      await makeToken(tx, keypad, 'add', { value, ...source });
      keypad.given_wh += value * keypad.unit_wh;
    }
  }
}

async function makeToken(
  tx: Ctx,
  keypad: KeypadRow,
  kind: TokenKind,
  { value, ...source }: Source & { value: number | null },
): Promise<string> {
  const { extended, restricted, starting_code, count } = keypad;
  const secrets = { key: openKey(tx, keypad), ...(starting_code !== null && { startingCode: starting_code }) };
  const made = encodeToken(secrets, { extended, restricted, kind, count, ...(value !== null && { value }) });
  keypad.count = made.count;
  const wh = (value ?? 0) * keypad.unit_wh;
  return insertToken(tx, keypad, { kind, wh, value, ...made, ...source });
}

type NewToken = Source & {
  kind: TokenKind;
  wh: number;
  value: number | null;
  count: number | null;
  /** null: a vending service is asked for it */
  token: string | null;
};

async function insertToken(tx: Ctx, { organization_id, meter_id }: KeypadRow, token: NewToken): Promise<string> {
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const { entryId, sourceId, ...values } = token;
  await tx.db
    .insertInto('electricity_token')
    .values({
      organization_id,
      id,
      meter_id,
      ...values,
      entry_id: entryId,
      source_id: sourceId,
      state: token.token === null ? 'asked' : 'issued',
      by_name: tx.actor.name,
      created_at: now,
    })
    .execute();
  const { kind, wh } = token;
  await audit(tx, 'electricity.token.issued', { subject: { type: METER, id: meter_id }, after: { kind, wh } });
  return id;
}

/** Writes what a locked keypad was credited and given, and its count. */
export async function keepCounts(tx: Ctx, { organization_id, meter_id, ...keypad }: KeypadRow): Promise<void> {
  const { credited_wh, given_wh, count } = keypad;
  await tx.db
    .updateTable('electricity_keypad')
    .set({ credited_wh, given_wh, count, updated_at: tx.clock.now() })
    .where('organization_id', '=', organization_id)
    .where('meter_id', '=', meter_id)
    .execute();
}

/**
 * A token by staff: sets what the meter has left, disables its limit, or brings its counter to ours. Refusals:
 * `electricity.meter.not_found`, `electricity.keypad.none`, `not_for_sts`, `value`, `value_command`.
 */
export async function issueByStaff(ctx: Ctx, reference: string, input: TokenInput): Promise<Result<Token>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  await issueTokens(ctx, meter.data.id);
  return transaction(ctx, async (tx) => {
    const keypad = await lockKeypad(tx, meter.data.id);
    if (!keypad) return refuse('electricity.keypad.none');
    if (keypad.kind === 'sts') return refuse('electricity.keypad.not_for_sts');
    const value = input.kind === 'set' ? Math.floor(Math.round((input.kwh ?? -1) * 1000) / keypad.unit_wh) : null;
    const { most, gap } = amountsOf(keypad);
    const kwh = (units: number) => (units * keypad.unit_wh) / 1000;
    if (value !== null && (value < 0 || value > most))
      return refuse('electricity.keypad.value', { most: kwh(most) }, { kwh: 'electricity.keypad.value' });
    if (value !== null && gap && carried(value, keypad) !== value) {
      const around = { below: kwh(gap.below), above: kwh(gap.above) };
      return refuse('electricity.keypad.value_command', around, { kwh: 'electricity.keypad.value_command' });
    }
    const id = await makeToken(tx, keypad, input.kind, { value, entryId: null, sourceId: null });
    await keepCounts(tx, keypad);
    await audit(tx, 'electricity.token.by_staff', {
      subject: { type: METER, id: meter.data.id },
      after: { kind: input.kind, number: meter.data.number },
      note: input.reason.trim(),
    });
    return getToken(tx, id);
  });
}
