import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { type IssuedSnapshot, issuer, ownFooter } from '../../../kernel/documents/index.ts';
import { formatDate, formatMoney, formatNumber, formattingOf, t } from '../../../kernel/i18n/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { readSignedIds, signIds } from '../../../kernel/lib/signed-ids.ts';
import { showNumber } from '../meters/contract.ts';
import type { QuoteView } from '../tariffs/contract.ts';
import { tokensOf } from '../tokens/tokens.query.ts';

type Fact = { label: string; value: string; strong?: boolean };
export type Receipt = IssuedSnapshot & { facts: Fact[]; qrText: string };

function purchaseRow(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('electricity_purchase as p')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'p.meter_id'))
    .innerJoin('payment as y', onOrg('y.id', 'p.payment_id'))
    .select(['p.id', 'p.code', 'p.wh', 'p.working', 'p.currency', 'p.amount_minor', 'p.credited_at'])
    .select(['p.refunded_minor', 'p.refunded_wh', 'm.number', 'm.name', 'm.place'])
    .select(['y.payer_name', 'y.method', 'y.reference', 'y.transaction_reference'])
    .select((of) =>
      of
        .selectFrom('payment_attempt as a')
        .select('a.provider')
        .whereRef('a.organization_id', '=', 'p.organization_id')
        .whereRef('a.payment_id', '=', 'p.payment_id')
        .where('a.kind', '=', 'charge')
        .where('a.state', '=', 'succeeded')
        .limit(1)
        .as('provider'),
    )
    .where(inOrg(ctx, 'p'))
    .where('p.id', '=', id)
    .executeTakeFirst();
}
type Row = NonNullable<Awaited<ReturnType<typeof purchaseRow>>>;

/**
 * The receipt of a credited purchase in the language of `ctx`: who paid what for which meter, block by block, with the
 * tariff and its date. It is made from the purchase, so it is the same each time, and says what was given back since.
 * Refuses with `electricity.purchase.not_found`, also while the units are not credited.
 */
export async function receiptOf(ctx: Ctx, purchaseId: string): Promise<Result<Receipt>> {
  const row = await purchaseRow(ctx, purchaseId);
  if (!row?.credited_at) return refuse('electricity.purchase.not_found');
  const { currency } = row;
  const quote = row.working as unknown as QuoteView;
  const { locale, timeZone } = formattingOf(ctx);
  const minor = (amount: string) => Number(amount.replace('.', ''));
  const say = (key: string, values = {}) => t(ctx, `documents.electricity.receipt.${key}`, values);
  const lines = [
    ...quote.blocks.map((block) => ({
      description: say('block', { kwh: kwh(block.wh, locale), price: block.price, currency }),
      amountMinor: minor(block.amount),
    })),
    ...(['vat', 'levy'] as const).map((name) => ({
      description: say(name, { percent: quote[`${name}_percent`] }),
      amountMinor: minor(quote[name]),
    })),
    { description: say('fee'), amountMinor: minor(quote.fee) },
  ].filter(({ amountMinor }) => amountMinor > 0);
  return ok({
    number: row.code,
    issuedAt: row.credited_at,
    organization: await issuer(ctx),
    party: {
      name: row.payer_name || row.name || showNumber(row.number),
      lines: [`${say('meter')} ${showNumber(row.number)}`, [row.name, row.place].filter(Boolean).join(', ')].filter(
        Boolean,
      ),
    },
    currency,
    lines,
    totalMinor: row.amount_minor,
    timeZone,
    locale,
    facts: await factsOf(ctx, row, quote),
    qrText: receiptLink(ctx, row.id),
    footer: [say('genuine'), ownFooter(ctx, 'receipt', ctx.locale)].filter(Boolean).join('\n'),
  });
}

/** The tokens of the purchase are among them: it is what the holder of a keypad meter needs most. */
async function factsOf(ctx: Ctx, row: Row, quote: QuoteView): Promise<Fact[]> {
  const formatting = formattingOf(ctx);
  const { locale } = formatting;
  const say = (key: string, values = {}) => t(ctx, `documents.electricity.receipt.${key}`, values);
  const provider = row.provider ? ctx.services.providers.get(row.provider) : undefined;
  const way = provider ? t(ctx, provider.label) : t(ctx, `documents.electricity.method.${row.method}`);
  const facts: Fact[] = [
    { label: say('units'), value: `${kwh(row.wh, locale)} kWh`, strong: true },
    ...(await tokensOf(ctx, row.id)).flatMap(({ token }) =>
      token ? [{ label: say('token'), value: token, strong: true }] : [],
    ),
    {
      label: say('tariff'),
      value: say('tariff_from', { name: quote.tariff.name, day: formatDate(quote.tariff.starts_on, formatting) }),
    },
    { label: say('class'), value: quote.class_name },
    {
      label: say('bought_before'),
      value: `${kwh(quote.bought_wh, locale)} kWh (${quote.month})`,
    },
    { label: say('paid_by'), value: way },
    { label: say('reference'), value: row.reference },
  ];
  if (row.transaction_reference) facts.push({ label: say('provider_reference'), value: row.transaction_reference });
  if (row.refunded_minor > 0) {
    const money = formatMoney(row.refunded_minor, row.currency, { locale });
    facts.push({ label: say('refunded'), value: `${money}, ${kwh(row.refunded_wh, locale)} kWh`, strong: true });
  }
  return facts;
}

const kwh = (wh: number, locale: string) => formatNumber(wh / 1000, { locale }, { maximumFractionDigits: 3 });

const PURPOSE = 'electricity:receipt';

/**
 * The address of a purchase's receipt, also as PDF with `.pdf` after it. Whoever has the link can open it; only this
 * server can make it, so the QR on a receipt leads to the page that says whether it is genuine.
 */
export function receiptLink(ctx: Ctx, purchaseId: string): string {
  return `${ctx.config.PUBLIC_URL}/receipt/${signIds(ctx.config.SECRET_KEY, PURPOSE, orgOf(ctx).id, purchaseId)}`;
}

export const readReceiptToken = (secretKey: string, token: string) => readSignedIds(secretKey, PURPOSE, token);
