import { type Ctx, orgOf } from '../../ctx/index.ts';
import { parseAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

/** More than any drawer holds, in minor units of any currency; sums stay exact. */
const MAX_MINOR = 10 ** 13;

/**
 * An amount that a person typed. Refusals at `field`: `till.amount_too_large`, those of amounts.
 */
export function readMoney(ctx: Ctx, typed: string, currency: string, field: string): Result<number> {
  const read = parseAmount(typed, currency, orgOf(ctx));
  if (!read.ok) return { ...read, fields: { [field]: read.code } };
  if (read.data > MAX_MINOR) return refuse('till.amount_too_large', undefined, { [field]: 'till.amount_too_large' });
  return ok(read.data);
}
