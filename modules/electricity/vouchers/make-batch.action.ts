import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { newSecret } from '../../../kernel/lib/tokens.ts';
import { today } from '../days.ts';
import { BATCH } from '../names.ts';
import { readAmount } from '../tariffs/quote.query.ts';
import { getBatch } from './batches.query.ts';
import type { Batch, BatchInput } from './contract.ts';
import { digitsOf, hasher, sealSecret } from './secret.ts';

type Value = { amount_minor: number | null; wh: number | null; price_minor: number };

/**
 * Makes a batch of vouchers: their hashes, and the secret from which their digits are printed. Nobody can redeem them
 * before they are sold.
 *
 * Refusals: `electricity.name_blank`, `electricity.batch.value_wanted` (either money or units), `past`, those of amounts.
 */
export async function makeBatch(ctx: Ctx, input: BatchInput): Promise<Result<Batch>> {
  const name = input.name.trim();
  if (!name) return refuse('electricity.name_blank', undefined, { name: 'electricity.name_blank' });
  const value = readValue(ctx, input);
  if (!value.ok) return value;
  if (input.expires_on < today(ctx)) {
    return refuse('electricity.batch.past', undefined, { expires_on: 'electricity.batch.past' });
  }
  const { id: organization_id, currency, timeZone } = orgOf(ctx);
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const secret = newSecret();
  const [digits, hash] = [digitsOf(ctx, secret), hasher(ctx)];
  const numbers = Array.from({ length: input.count }, (_, i) => i + 1);
  const made = numbers.map(digits);
  return transaction(ctx, async (tx) => {
    const batch = { organization_id, id, code: shortId(6), name, count: input.count, ...value.data, currency };
    await tx.db
      .insertInto('electricity_voucher_batch')
      .values({
        ...batch,
        expires_at: dayBounds(timeZone, input.expires_on).to,
        print_secret: sealSecret(tx, id, secret),
        created_by_name: tx.actor.name,
        created_at: now,
        updated_at: now,
      })
      .execute();
    // Raw SQL: ten thousand rows in arrays.
    const [ids, hashes] = [made.map(() => newId(now.getTime())), made.map(hash)];
    const last = made.map((one) => one.slice(-4));
    await sql`
      insert into electricity_voucher (organization_id, id, batch_id, number, code_hash, last4, updated_at)
      select ${organization_id}::uuid, v.id, ${id}::uuid, v.number, v.hash, v.last4, ${now}::timestamptz
      from unnest(${ids}::uuid[], ${numbers}::int[], ${hashes}::bytea[], ${last}::text[]) as v (id, number, hash, last4)
    `.execute(tx.db);
    await audit(tx, 'electricity.batch.made', {
      subject: { type: BATCH, id },
      after: { code: batch.code, name, count: batch.count, value: showValue(value.data, currency) },
    });
    return getBatch(tx, id);
  });
}

const showValue = ({ amount_minor, wh }: Value, currency: string) =>
  amount_minor === null ? `${(wh ?? 0) / 1000} kWh` : `${formatAmount(amount_minor, currency)} ${currency}`;

function readValue(ctx: Ctx, { amount, kwh, price }: BatchInput): Result<Value> {
  if ((amount === undefined) === (kwh === undefined)) return refuse('electricity.batch.value_wanted');
  if (amount !== undefined) {
    const minor = readAmount(ctx, amount);
    return minor.ok ? ok({ amount_minor: minor.data, wh: null, price_minor: minor.data }) : minor;
  }
  const minor = parseAmount(price ?? '0', orgOf(ctx).currency, orgOf(ctx));
  if (!minor.ok) return { ...minor, fields: { price: minor.code } };
  if (minor.data < 0)
    return refuse('electricity.quote.too_little', undefined, { price: 'electricity.quote.too_little' });
  return ok({ amount_minor: null, wh: Math.round((kwh ?? 0) * 1000), price_minor: minor.data });
}
