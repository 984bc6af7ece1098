import { sql } from 'kysely';
import { credentialUrl, tokenOf, tokensOf } from '../../../kernel/credentials/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { QrSheetItem } from '../../../kernel/documents/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { customerRows, getCustomer } from './customers.query.ts';

const CUSTOMER = 'exhibition.customer';

/** The text of a customer's QR code; refuses when it was revoked. */
export async function qrTextOf(ctx: Ctx, reference: string): Promise<Result<{ text: string; code: string }>> {
  const customer = await getCustomer(ctx, reference);
  if (!customer.ok) return customer;
  const token = await tokenOf(ctx, { subjectType: CUSTOMER, subjectId: customer.data.id });
  return token
    ? ok({ text: credentialUrl(ctx.config.PUBLIC_URL, token), code: customer.data.code })
    : refuse('credentials.revoked');
}

/**
 * Names, IDs and QR texts to print, in the order of registration; revoked codes are left out. Refuses with
 * `exhibition.customer.none_chosen` where nothing was chosen (an empty value of an address is none), and with
 * `exhibition.customer.not_found` where nothing is left.
 */
export async function qrItems(
  ctx: Ctx,
  wanted: { ids?: string; exhibition_id?: string },
): Promise<Result<(QrSheetItem & { exhibitionId: string })[]>> {
  if (!wanted.ids && !wanted.exhibition_id) return refuse('exhibition.customer.none_chosen');
  const ids = wanted.ids?.split(',').filter(isUuid);
  let rows = customerRows(ctx).orderBy('c.id').limit(500);
  if (ids) rows = rows.where('c.id', '=', sql<string>`any(${ids}::uuid[])`);
  if (wanted.exhibition_id) rows = rows.where('c.exhibition_id', '=', wanted.exhibition_id);
  const customers = await rows.execute();
  const tokens = await tokensOf(ctx, { subjectType: CUSTOMER, subjectIds: customers.map((c) => c.id) });
  const items = customers.flatMap(({ id, name, code, exhibition_id: exhibitionId }) => {
    const token = tokens.get(id);
    return token ? [{ name, code, exhibitionId, qrText: credentialUrl(ctx.config.PUBLIC_URL, token) }] : [];
  });
  return items.length > 0 ? ok(items) : refuse('exhibition.customer.not_found');
}
