import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { monthOf, today } from '../days.ts';
import type { QuoteQuery, QuoteView } from './contract.ts';
import { quote } from './quote.rule.ts';
import { readQuoteFacts, tariffOf } from './quote-facts.query.ts';
import { pricesOf, showPrice, showScaled } from './tariff.rule.ts';
import { type TariffRow, tariffOn } from './tariffs.query.ts';

type Wanted = { amountMinor: number; tariffClass: string; boughtWh: number; day: string };

/** What an amount buys on a day, with its working. Refusals: `electricity.tariff.none`, `class_unknown`, those of quote. */
export async function quoteOn(ctx: Ctx, wanted: Wanted): Promise<Result<QuoteView>> {
  const tariff = await tariffOn(ctx, wanted.day);
  return tariff ? quoteBy(tariff, wanted) : refuse('electricity.tariff.none');
}

/** The same by a version of the tariff. Refusals: `electricity.tariff.class_unknown`, those of quote. */
export function quoteBy(tariff: TariffRow, wanted: Wanted): Result<QuoteView> {
  const prices = pricesOf(tariff, wanted.tariffClass);
  if (!prices) return refuse('electricity.tariff.class_unknown');
  const quoted = quote(wanted.amountMinor, prices, wanted.boughtWh);
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
  });
}

/** The VAT of a quote in minor units: "12.50" has the decimals of its currency, as formatAmount writes it. */
export const vatOf = ({ vat }: Pick<QuoteView, 'vat'>): number => Number(vat.replace('.', ''));

/**
 * The quote that somebody asks for: for a meter as it stands, or for a class. Refuses as quoteOn, for the amount, and with
 * `electricity.meter.not_found`.
 */
export async function askQuote(ctx: Ctx, query: QuoteQuery): Promise<Result<QuoteView>> {
  const amount = readAmount(ctx, query.amount);
  if (!amount.ok) return amount;
  const day = query.on ?? today(ctx);
  const wanted = {
    amountMinor: amount.data,
    tariffClass: query.class ?? '',
    boughtWh: (query.bought_kwh ?? 0) * 1000,
    day,
  };
  if (!query.meter) return quoteOn(ctx, wanted);
  const facts = await readQuoteFacts(ctx, query.meter, { day, month: monthOf(day) });
  if (!facts) return refuse('electricity.meter.not_found');
  const tariff = await tariffOf(ctx, facts);
  if (!tariff) return refuse('electricity.tariff.none');
  return quoteBy(tariff, { ...wanted, tariffClass: query.class ?? facts.tariff_class, boughtWh: facts.bought_wh });
}

/** More than anybody pays at once, in minor units: quotes of it stay exact. */
const MOST = 1_000_000_000_000;

/** An amount that somebody typed, above zero; refuses as parseAmount, and with `electricity.quote.too_little`. */
export function readAmount(ctx: Ctx, typed: string): Result<number> {
  const amount = parseAmount(typed, orgOf(ctx).currency, orgOf(ctx));
  if (!amount.ok) return { ...amount, fields: { amount: amount.code } };
  if (amount.data <= 0) return refuse('electricity.quote.too_little');
  return amount.data <= MOST ? amount : refuse('electricity.quote.too_much');
}
