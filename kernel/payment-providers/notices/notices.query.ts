import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { NoticeFilter, NoticeView } from './contract.ts';
import type { NoticeRow } from './notice.ts';
import { outcomesOf } from './outcomes.rule.ts';

type Listed = NoticeRow & { payment_reference: string; description: string };

const notices = (ctx: Ctx) =>
  ctx.db
    .selectFrom('payment_notice as n')
    .innerJoin('payment as p', onOrg('p.id', 'n.payment_id'))
    .selectAll('n')
    .select(['p.reference as payment_reference', 'p.description'])
    .where(inOrg(ctx, 'n'));

/** Notices, newest first; without a filter those that a person should look at. */
export async function listNotices(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: NoticeFilter },
): Promise<Result<NoticeView[]>> {
  let rows = notices(ctx).where('n.done_at', filter.done ? 'is not' : 'is', null);
  if (filter.payment_id) rows = rows.where('n.payment_id', '=', filter.payment_id);
  return findPage(rows, 'n.id', page, (row) => asView(ctx, row));
}

export async function viewNotice(ctx: Ctx, id: string): Promise<Result<NoticeView>> {
  const row = await notices(ctx).where('n.id', '=', id).executeTakeFirst();
  return row ? ok(asView(ctx, row)) : refuse('payments.notice_not_found');
}

/** The number of notices that a person should look at. */
export async function countNotices(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('payment_notice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inOrg(ctx))
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function asView(ctx: Ctx, row: Listed): NoticeView {
  const provider = ctx.services.providers.get(row.provider);
  const may = ctx.services.authenticator.can(ctx, 'payments.refund');
  return {
    id: row.id,
    payment: { id: row.payment_id, reference: row.payment_reference, description: row.description },
    provider: row.provider,
    provider_name: provider ? t(ctx, provider.label) : row.provider,
    provider_id: row.provider_id,
    kind: row.kind as NoticeView['kind'],
    state: row.state as NoticeView['state'],
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    reason: row.reason,
    booked: row.booked,
    done: row.done_at && { at: row.done_at.toISOString(), by: row.done_by_name ?? '', note: row.done_note ?? '' },
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    may: may ? outcomesOf(row) : [],
  };
}
