import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { monthOf, today } from '../days.ts';
import type { QuoteQuery, QuoteView } from './contract.ts';
import { type Prices, quote, whBehind } from './quote.rule.ts';
import { type PriceFacts, readQuoteFacts, tariffOf } from './quote-facts.query.ts';
import { pricesOf, showPrice, showScaled } from './tariff.rule.ts';
import { type TariffRow, tariffOn } from './tariffs.query.ts';
import { amountsUnderWay } from './under-way.query.ts';

type Asked = {
  amountMinor: number;
  day: string;
  /** The money has come: what it buys is no longer a quote. */
  paid?: boolean;
};
type Wanted = Asked & { tariffClass: string; boughtWh: number; underWay?: number[] };

/**
 * What an amount buys for a meter at this moment. It is the one function behind a quote, a purchase (at the desk too)
 * whose money comes, and a voucher of money: the blocks begin where those end that were paid for before.
 * Refusals: `electricity.tariff.none`, `class_unknown`, those of quote.
 */
export async function priceNow(
  ctx: Ctx,
  facts: PriceFacts,
  asked: Asked & { underWay?: number[] },
): Promise<Result<QuoteView>> {
  const tariff = await tariffOf(ctx, facts);
  if (!tariff) return refuse('electricity.tariff.none');
  return quoteBy(tariff, { ...asked, tariffClass: facts.tariff_class, boughtWh: facts.bought_wh });
}

/**
 * The same for a meter by uuid or number; `tariffClass`: as if the meter had this one. A quote also says what else is
 * under way for the meter. Inside a transaction, on the locked balance, the answer holds until its end. Refuses as
 * priceNow, and with `electricity.meter.not_found`.
 */
export async function priceFor(
  ctx: Ctx,
  meter: string,
  { tariffClass, ...asked }: Asked & { tariffClass?: string | undefined },
): Promise<Result<QuoteView>> {
  const facts = await readQuoteFacts(ctx, meter, { day: asked.day, month: monthOf(asked.day) });
  if (!facts) return refuse('electricity.meter.not_found');
  const underWay = asked.paid ? [] : await amountsUnderWay(ctx, facts.meter_id);
  return priceNow(ctx, { ...facts, tariff_class: tariffClass ?? facts.tariff_class }, { ...asked, underWay });
}

/** What an amount buys for a class on a day. Refuses as priceNow. */
async function quoteOn(ctx: Ctx, wanted: Wanted): Promise<Result<QuoteView>> {
  const tariff = await tariffOn(ctx, wanted.day);
  return tariff ? quoteBy(tariff, wanted) : refuse('electricity.tariff.none');
}

function quoteBy(tariff: TariffRow, wanted: Wanted): Result<QuoteView> {
  const prices = pricesOf(tariff, wanted.tariffClass);
  if (!prices) return refuse('electricity.tariff.class_unknown');
  const { amountMinor, boughtWh, paid = false, underWay = [] } = wanted;
  const quoted = quote(amountMinor, prices, boughtWh);
  if (!quoted.ok) return quoted;
  const { data } = quoted;
  const money = (minor: number) => formatAmount(minor, tariff.currency);
  return ok({
    amount: money(data.amount),
    amount_minor: data.amount,
    currency: tariff.currency,
    wh: data.wh,
    tariff: { id: tariff.id, name: tariff.name, starts_on: tariff.starts_on },
    class: wanted.tariffClass,
    class_name: tariff.classes.find(({ code }) => code === wanted.tariffClass)?.name ?? wanted.tariffClass,
    month: wanted.day.slice(0, 7),
    bought_wh: data.boughtWh,
    blocks: data.blocks.map((block) => ({
      from_wh: block.fromWh,
      up_to_wh: block.upToWh,
      price: showPrice(block.price, tariff.currency),
      wh: block.wh,
      amount: money(block.minor),
    })),
    vat_percent: showScaled(tariff.vat_basis_points, 2),
    vat: money(data.vat),
    levy_percent: showScaled(tariff.levy_basis_points, 2),
    levy: money(data.levy),
    fee: money(data.fee),
    final: paid,
    under_way: underWay.length === 0 ? null : besides(wanted, prices, tariff.currency),
  });
}

function besides({ amountMinor, boughtWh, underWay: others = [] }: Wanted, prices: Prices, currency: string) {
  const amount_minor = others.reduce((sum, minor) => sum + minor, 0);
  const wh = whBehind(amountMinor, prices, { boughtWh, others });
  return { purchases: others.length, amount: formatAmount(amount_minor, currency), amount_minor, wh };
}

/** The working of a purchase or a voucher as it was stored; rows from before have only the figures. */
export const storedQuote = (working: unknown, paid: boolean): QuoteView => {
  const { under_way = null, ...figures } = working as QuoteView;
  return { ...figures, final: paid, under_way: paid ? null : under_way };
};

/** The VAT of a quote in minor units: "12.50" has the decimals of its currency, as formatAmount writes it. */
export const vatOf = ({ vat }: Pick<QuoteView, 'vat'>): number => Number(vat.replace('.', ''));

/**
 * The quote that somebody asks for: for a meter as it stands, or for a class. Refuses as priceFor, and for the amount.
 */
export async function askQuote(ctx: Ctx, query: QuoteQuery): Promise<Result<QuoteView>> {
  const amount = readAmount(ctx, query.amount);
  if (!amount.ok) return amount;
  const day = query.on ?? today(ctx);
  const asked = { amountMinor: amount.data, day };
  if (query.meter) return priceFor(ctx, query.meter, { ...asked, tariffClass: query.class });
  return quoteOn(ctx, { ...asked, tariffClass: query.class ?? '', boughtWh: (query.bought_kwh ?? 0) * 1000 });
}

/** More than anybody pays at once, in minor units: quotes of it stay exact. */
const MAX_MINOR = 1_000_000_000_000;

/** An amount that somebody typed, above zero; refuses as parseAmount, and with `electricity.quote.too_little`. */
export function readAmount(ctx: Ctx, typed: string): Result<number> {
  const amount = parseAmount(typed, orgOf(ctx).currency, orgOf(ctx));
  if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
  if (amount.data <= 0) return refuse('electricity.quote.too_little');
  return amount.data <= MAX_MINOR ? amount : refuse('electricity.quote.too_much');
}
