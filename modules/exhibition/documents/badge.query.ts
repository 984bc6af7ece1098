import type { Ctx } from '../../../kernel/ctx/index.ts';
import { formatDate, formattingOf } from '../../../kernel/i18n/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { qrItems, qrTextOf } from '../customers/codes.query.ts';
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
  return ok({ name, code, qrText: qr.data.text, ...headOf(ctx, exhibition) });
}

/** The badges of many customers, for paper and for a receipt printer; chosen and refused as `qrItems`. */
export async function badgesOf(ctx: Ctx, wanted: { ids?: string; exhibition_id?: string }): Promise<Result<Badge[]>> {
  const [items, exhibitions] = await Promise.all([qrItems(ctx, wanted), exhibitionRows(ctx).execute()]);
  if (!items.ok) return items;
  return ok(
    items.data.flatMap(({ exhibitionId, ...badge }) => {
      const exhibition = exhibitions.find(({ id }) => id === exhibitionId);
      return exhibition ? [{ ...badge, ...headOf(ctx, exhibition) }] : [];
    }),
  );
}

type Head = { name: string; place: string | null; starts_on: string; ends_on: string };

/** What a badge says of the exhibition. */
function headOf(ctx: Ctx, exhibition: Head) {
  const days = [...new Set([exhibition.starts_on, exhibition.ends_on])]
    .map((day) => formatDate(day, formattingOf(ctx)))
    .join(' – ');
  return {
    exhibition: exhibition.name,
    detail: [days, exhibition.place].filter(Boolean).join(' · '),
    locale: ctx.locale,
  };
}
