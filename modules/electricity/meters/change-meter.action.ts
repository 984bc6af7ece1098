import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { METER } from '../names.ts';
import type { Meter, MeterPatch, MeterStateInput } from './contract.ts';
import { changeMeterRow, type LockedMeter, lockMeter } from './lock-meter.action.ts';
import { METER_RULES, type MeterState, mayMeter } from './meter-states.rule.ts';
import { getMeter } from './meters.query.ts';

const FIELDS = ['name', 'place', 'tariff_class', 'building_id', 'department_id'] as const;

/**
 * Changes what a meter is called, where it is, its class, and the building and department of its holder. An equal value
 * writes nothing. Refusals: `electricity.meter.not_found`, `electricity.meter.place_unknown`.
 */
export async function changeMeter(ctx: Ctx, reference: string, patch: MeterPatch): Promise<Result<Meter>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMeter(tx, reference);
    if (!locked.ok) return locked;
    const { id } = locked.data;
    const wanted = Object.fromEntries(
      Object.entries(patch).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
    ) as MeterPatch;
    const changed = FIELDS.filter((name) => wanted[name] !== undefined && wanted[name] !== locked.data[name]);
    if (changed.length === 0) return getMeter(tx, id);
    const unknown = await unknownPlace(tx, locked.data, wanted);
    if (unknown) return unknown;
    const values = Object.fromEntries(changed.map((name) => [name, wanted[name]]));
    await changeMeterRow(tx, id, values);
    await audit(tx, 'electricity.meter.changed', {
      subject: { type: METER, id },
      before: { number: locked.data.number, ...Object.fromEntries(changed.map((name) => [name, locked.data[name]])) },
      after: { number: locked.data.number, ...values },
    });
    return getMeter(tx, id);
  });
}

/** Building and department are the holder's own. */
async function unknownPlace(tx: Ctx, { customer_id }: LockedMeter, patch: MeterPatch): Promise<Refusal | null> {
  for (const [column, table] of [
    ['building_id', 'electricity_building'],
    ['department_id', 'electricity_department'],
  ] as const) {
    const id = patch[column];
    if (id === null || id === undefined) continue;
    const row =
      customer_id !== null &&
      (await tx.db
        .selectFrom(table)
        .select('id')
        .where(inOrg(tx))
        .where('customer_id', '=', customer_id)
        .where('id', '=', id)
        .executeTakeFirst());
    if (!row) {
      const code = 'electricity.meter.place_unknown';
      return refuse('electricity.meter.place_unknown', undefined, { [column]: code });
    }
  }
  return null;
}

/**
 * Takes a meter into use, suspends it or takes it down, with the reason. Refusals: `electricity.meter.not_found`,
 * `electricity.meter.state_not_allowed`.
 */
export async function changeMeterState(ctx: Ctx, reference: string, input: MeterStateInput): Promise<Result<Meter>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMeter(tx, reference);
    if (!locked.ok) return locked;
    const { id, number, state } = locked.data;
    if (!mayMeter(input.action, state as MeterState)) return refuse('electricity.meter.state_not_allowed');
    const to = METER_RULES[input.action].to;
    await changeMeterRow(tx, id, { state: to });
    await audit(tx, 'electricity.meter.state_changed', {
      subject: { type: METER, id },
      before: { number, state },
      after: { number, state: to },
      note: input.reason,
    });
    return getMeter(tx, id);
  });
}
