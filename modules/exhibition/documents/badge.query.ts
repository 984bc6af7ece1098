import type { Ctx } from '../../../kernel/ctx/index.ts';
import { formatDate, formattingOf } from '../../../kernel/i18n/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { qrTextOf } from '../customers/codes.query.ts';
import { getCustomer } from '../customers/customers.query.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import type { Badge } from './draw-badge.ts';

/** What stands on a customer's badge; refuses when its QR code was revoked. */
export async function badgeOf(ctx: Ctx, reference: string): Promise<Result<Badge>> {
  const [customer, qr] = await Promise.all([getCustomer(ctx, reference), qrTextOf(ctx, reference)]);
  if (!customer.ok) return customer;
  if (!qr.ok) return qr;
  const { name, code, exhibition_id } = customer.data;
  const exhibition = await exhibitionRows(ctx).where('id', '=', exhibition_id).executeTakeFirstOrThrow();
  const days = [...new Set([exhibition.starts_on, exhibition.ends_on])]
    .map((day) => formatDate(day, formattingOf(ctx)))
    .join(' – ');
  return ok({
    name,
    code,
    exhibition: exhibition.name,
    detail: [days, exhibition.place].filter(Boolean).join(' · '),
    qrText: qr.data.text,
    locale: ctx.locale,
  });
}
