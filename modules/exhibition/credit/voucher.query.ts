import { createHmac } from 'node:crypto';
import { attemptsOf, countAttempt, forgive, hourOf } from '../../../kernel/auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { parseShortId, shortId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** Twelve places of thirty characters: 5e17 codes, of which an organization has some thousands. */
const LENGTH = 12;
/** Wrong codes of an hour before pauses begin: of one member, and of all of an organization. */
const FREE = { member: 10, organization: 100 };

export const newVoucherCode = (): string => shortId(LENGTH);

/** "7KQ2-M9XA-RT4D", as it is printed */
export const shownVoucher = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** A code in another's copy of the database must not be worth money. Null: no code looks like this. */
export function hashVoucher(ctx: Ctx, typed: string): string | null {
  const code = parseShortId(typed, LENGTH);
  if (code === null) return null;
  const key = deriveKey(ctx.config.SECRET_KEY, 'exhibition:voucher');
  return createHmac('sha256', key)
    .update(`${orgOf(ctx).id} ${code}`)
    .digest('base64url');
}

/**
 * Whether vouchers of this house have these codes, counted before it is said, so that nobody finds one by trying. The
 * caller has no transaction open: the counters stand also when what follows is refused.
 *
 * Refusals: `exhibition.credit.no_voucher`, `auth.too_many_attempts`.
 */
export async function tryVouchers(ctx: Ctx, typed: readonly string[]): Promise<Result<null>> {
  for (const code of typed) {
    const counters = [
      attemptsOf(FREE.member, 'exhibition.voucher', hourOf(ctx), orgOf(ctx).id, ctx.actor.id ?? ''),
      attemptsOf(FREE.organization, 'exhibition.voucher', hourOf(ctx), orgOf(ctx).id),
    ];
    const counted = await countAttempt(ctx, counters);
    if (!counted.ok) return counted;
    const hash = hashVoucher(ctx, code);
    const found =
      hash !== null &&
      (await ctx.db
        .selectFrom('exhibition_credit')
        .select('id')
        .where(inOrg(ctx))
        .where('voucher_hash', '=', hash)
        .executeTakeFirst());
    if (!found) return refuse('exhibition.credit.no_voucher');
    await forgive(ctx, counters);
  }
  return ok(null);
}
