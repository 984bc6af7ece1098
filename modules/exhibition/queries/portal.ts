import { credentialUrl, qrSvg, verifyCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { billRows } from './bills.ts';
import { customerRows } from './customers.ts';
import { exhibitionRows } from './exhibitions.ts';

/**
 * What a customer sees of themselves behind their link. `ctx` is of the link's organization; every fault of a link looks
 * the same from outside, so that nobody learns from it which customers exist.
 */
export async function portalOf(ctx: Ctx, token: string): Promise<Result<object>> {
  const shown = await verifyCredential(ctx, token);
  if (!shown.ok || shown.data.subjectType !== 'exhibition.customer') return refuse('exhibition.portal.link_invalid');
  const customer = await customerRows(ctx).where('c.id', '=', shown.data.subjectId).executeTakeFirst();
  if (!customer) return refuse('exhibition.portal.link_invalid');
  const [exhibition, bills] = await Promise.all([
    exhibitionRows(ctx).where('id', '=', customer.exhibition_id).executeTakeFirstOrThrow(),
    billRows(ctx).where('b.customer_id', '=', customer.id).orderBy('b.id', 'desc').limit(500).execute(),
  ]);
  return ok({
    organization: orgOf(ctx).name,
    exhibition: {
      name: exhibition.name,
      place: exhibition.place,
      starts_on: exhibition.starts_on,
      ends_on: exhibition.ends_on,
    },
    customer: { name: customer.name, code: customer.code },
    currency: customer.currency,
    bill_count: customer.bill_count,
    total: formatAmount(customer.total_minor, customer.currency),
    bills: bills.map((b) => ({
      amount: formatAmount(b.amount_minor, b.currency),
      description: b.description,
      created_at: b.created_at.toISOString(),
      voided: b.voided_at !== null,
    })),
    qr_svg: qrSvg(credentialUrl(ctx.config.PUBLIC_URL, token)),
  });
}
