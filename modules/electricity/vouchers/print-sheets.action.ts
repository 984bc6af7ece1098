import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { renderQrSheet } from '../../../kernel/documents/index.ts';
import { formatMoney, formatNumber, formattingOf } from '../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { BATCH } from '../names.ts';
import { type BatchRow, getBatch, lockBatch } from './batches.query.ts';
import { type Batch, MAX_PRINTED, type SheetQuery } from './contract.ts';
import { serialOf, showDigits } from './digits.rule.ts';
import { digitsOf, openSecret } from './secret.ts';

/**
 * Prints vouchers of a batch with their digits and QR codes, as often as it takes, until the first of them is sold or
 * staff end the printing. Refusals: `electricity.batch.not_found`, `printed`, `electricity.batch.range`.
 */
export async function printSheets(ctx: Ctx, id: string, query: SheetQuery): Promise<Result<Uint8Array>> {
  const batch = await transaction(ctx, async (tx) => {
    const locked = await lockBatch(tx, id);
    if (!locked.ok) return locked;
    const { code, count, print_secret } = locked.data;
    if (print_secret === null) return refuse('electricity.batch.printed');
    const [from, to] = [query.from ?? 1, query.to ?? Math.min(count, (query.from ?? 1) + MAX_PRINTED - 1)];
    if (from > to || to > count || to - from >= MAX_PRINTED)
      return refuse('electricity.batch.range', { most: MAX_PRINTED });
    await audit(tx, 'electricity.batch.printed', { subject: { type: BATCH, id }, after: { code, from, to } });
    return ok({ ...locked.data, from, to, secret: openSecret(tx, id, print_secret) });
  });
  if (!batch.ok) return batch;
  const { from, to, secret, code } = batch.data;
  const digits = digitsOf(ctx, secret);
  const address = `${ctx.config.PUBLIC_URL}/portal/${orgOf(ctx).slug}/electricity/vouchers`;
  const items = Array.from({ length: to - from + 1 }, (_, i) => {
    const made = digits(from + i);
    return {
      name: `${worth(ctx, batch.data)} · ${serialOf(code, from + i)}`,
      code: showDigits(made),
      // Behind a number sign nothing is sent to a server or written to its log.
      qrText: `${address}#${made}`,
    };
  });
  // The end of a day is the beginning of the next.
  const last = dayIn(orgOf(ctx).timeZone, new Date(batch.data.expires_at.getTime() - 1));
  const title = [orgOf(ctx).name, batch.data.name, `→ ${last}`].join(' · ');
  return ok(await renderQrSheet(items, { columns: 3, title, locale: ctx.locale }));
}

/** What is printed above the digits: money, or units. */
function worth(ctx: Ctx, { amount_minor, wh, currency }: BatchRow): string {
  const formatting = formattingOf(ctx);
  return amount_minor === null
    ? `${formatNumber((wh ?? 0) / 1000, formatting)} kWh`
    : formatMoney(amount_minor, currency, formatting);
}

/** The sheets are right: the digits of this batch can't be made again. Refuses with `electricity.batch.not_found`. */
export async function endPrinting(ctx: Ctx, id: string): Promise<Result<Batch>> {
  return transaction(ctx, async (tx) => {
    const batch = await lockBatch(tx, id);
    if (!batch.ok) return batch;
    await eraseSecret(tx, batch.data);
    return getBatch(tx, id);
  });
}

/** Erases the secret of a locked batch. */
export async function eraseSecret(tx: Ctx, { id, code, print_secret }: BatchRow): Promise<void> {
  if (print_secret === null) return;
  await tx.db
    .updateTable('electricity_voucher_batch')
    .set({ print_secret: null, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  await audit(tx, 'electricity.batch.printing_ended', { subject: { type: BATCH, id }, after: { code } });
}
