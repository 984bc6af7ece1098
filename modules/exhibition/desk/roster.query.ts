import { versionsOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { issuer, slipLogo } from '../../../kernel/documents/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { gstPlace, localeOf } from '../bills/paper.query.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { stateName } from '../gst.rule.ts';
import { ownStall } from '../stalls/stall-at.query.ts';
import type { Roster } from './contract.ts';

/** What a phone can hold and search at once; who is not in it needs the network. */
const MAX_ROWS = 10_000;

/** What a receipt says, by the key of its text. */
const WORDS = {
  receipt: 'documents.receipt.title',
  tax_invoice: 'documents.exhibition.tax_invoice',
  bill_of_supply: 'documents.exhibition.bill_of_supply',
  number: 'documents.number',
  date: 'documents.date',
  party: 'documents.received_from',
  walk_in: 'documents.exhibition.walk_in',
  discount: 'documents.discount',
  subtotal: 'documents.subtotal',
  rounding: 'documents.rounding',
  total: 'documents.total',
  tax_within: 'documents.tax_within',
  tax: 'documents.tax',
  supply_place: 'documents.exhibition.supply_place',
  cash: 'documents.exhibition.methods.cash',
  footer: 'documents.receipt.footer',
};

/**
 * What a desk of this exhibition keeps for the time without a network: who is registered, and what its receipts say. Refuses
 * with `exhibition.not_found`.
 */
export async function deskRoster(ctx: Ctx, exhibitionId: string): Promise<Result<Roster>> {
  const exhibition = await exhibitionRows(ctx).where('id', '=', exhibitionId).executeTakeFirst();
  if (!exhibition) return refuse('exhibition.not_found');
  const organization = orgOf(ctx);
  // A stall's seller has no list of the fair's customers, with or without a network.
  const limit = ownStall(ctx) === null ? MAX_ROWS : 0;
  const [customers, own, logo] = await Promise.all([
    ctx.db
      .selectFrom('exhibition_customer')
      .select(['id', 'code', 'name', 'phone', 'total_minor', 'paid_minor', 'currency'])
      .where(inOrg(ctx))
      .where('exhibition_id', '=', exhibitionId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
    issuer(
      ctx,
      [exhibition.name, exhibition.place].filter((line) => line !== null),
    ),
    slipLogo(ctx),
  ]);
  const versions = await versionsOf(ctx, { subjectType: CUSTOMER, subjectIds: customers.map(({ id }) => id) });
  const gst = gstPlace(ctx, exhibition, own.lines);
  const word = (key: string) => t(inLanguage(ctx, organization.language), key, KEEP);
  return ok({
    customers: customers.map(({ id, code, name, phone, total_minor, paid_minor, currency }) => ({
      id,
      code,
      name,
      phone,
      total: formatAmount(total_minor, currency),
      due: formatAmount(total_minor - paid_minor, currency),
      version: versions.get(id) ?? null,
    })),
    paper: {
      ...own,
      logo,
      locale: localeOf(ctx),
      time_zone: organization.timeZone,
      tax_label: exhibition.tax_label ?? t(organization.language, 'documents.exhibition.tax'),
      tax_basis_points: exhibition.tax_basis_points,
      gst,
      supply_place: gst && stateName(gst.supply),
      words: Object.fromEntries(Object.entries(WORDS).map(([name, key]) => [name, word(key)])),
    },
  });
}

/** The device fills in what it knows: the texts keep their places for it. */
const KEEP = { label: '{{label}}', percent: '{{percent}}', tax: '{{tax}}', net: '{{net}}' };
