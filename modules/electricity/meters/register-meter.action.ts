import { randomInt } from 'node:crypto';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { METER } from '../names.ts';
import { checkDigit, readNumber } from '../number.rule.ts';
import type { Meter, MeterInput } from './contract.ts';
import { getMeter } from './meters.query.ts';

/** With ten random digits even a million meters leave each try a chance of 1 in 10,000 to be taken. */
const MAX_TRIES = 5;

/**
 * Registers a meter that nobody holds yet. Refusals: `electricity.meter.number_malformed`, `number_wrong`,
 * `number_taken`, `number_exhausted`.
 */
export async function registerMeter(ctx: Ctx, input: MeterInput): Promise<Result<Meter>> {
  const typed = input.number?.trim() ? readNumber(input.number) : null;
  if (typed && !typed.ok) return { ...typed, fields: { number: typed.code } };
  return transaction(ctx, async (tx) => {
    for (let i = 0; i < MAX_TRIES; i++) {
      const id = await insert(tx, typed?.data ?? randomNumber(), input);
      if (id) return getMeter(tx, id);
      const code = 'electricity.meter.number_taken';
      if (typed) return refuse('electricity.meter.number_taken', undefined, { number: code });
    }
    return refuse('electricity.meter.number_exhausted');
  });
}

async function insert(tx: Ctx, number: string, input: MeterInput): Promise<string | null> {
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const organization_id = orgOf(tx).id;
  const { tariff_class } = input;
  const [name, place] = [input.name?.trim() ?? '', input.place?.trim() ?? ''];
  const made = await tx.db
    .insertInto('electricity_meter')
    .values({ organization_id, id, number, name, place, tariff_class, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.columns(['organization_id', 'number']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return null;
  await tx.db.insertInto('electricity_balance').values({ organization_id, meter_id: id, updated_at: now }).execute();
  await audit(tx, 'electricity.meter.registered', {
    subject: { type: METER, id },
    after: { number, name, place, tariff_class, state: 'active' },
  });
  return id;
}

/** A number of 11 digits. Random, so that nobody can guess a neighbour's number from their own. */
function randomNumber(): string {
  const digits = String(randomInt(10_000_000_000)).padStart(10, '0');
  return digits + checkDigit(digits);
}
