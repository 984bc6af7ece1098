import { type Answered, attempt, type Choice, type FlowState, type Step } from '../../../kernel/conversations/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { takesTransfers } from '../../../kernel/payment-proofs/index.ts';
import { type Provider, providersFor } from '../../../kernel/payment-providers/index.ts';
import { openPurchase } from '../purchases/open-purchase.action.ts';
import type { QuoteView } from '../tariffs/contract.ts';
import { askQuote, readAmount } from '../tariffs/quote.query.ts';
import { askPhoneJob } from './ask-phone.job.ts';
import {
  type Chat,
  command,
  type Doing,
  done,
  entry,
  kwh,
  type Me,
  menu,
  metersFor,
  money,
  nameOf,
  type OwnMeter,
  textOf,
  whoIs,
} from './talking.ts';

type Buying = { me: Me; meter: OwnMeter; others: number };

/** The account and the meter that is bought for: the one chosen, else the one of the last purchase. */
async function buying(talk: Chat): Promise<Buying | { step: Step<Doing> }> {
  const who = await whoIs(talk);
  if ('step' in who) return who;
  const meters = metersFor(who.me, 'buy');
  const meter = meters.find(({ id }) => id === talk.data.meter) ?? meters[0];
  if (!meter) return { step: done(talk.t('buy.none'), [entry(talk, 'balance'), menu(talk)]) };
  return { me: who.me, meter, others: meters.length - 1 };
}

const AMOUNTS = [500, 1000, 2000, 5000];

/** For how much: by a button or typed. */
export const buy: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const { ctx, t, data } = talk;
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const { me, meter, others } = all;
    if (data.amount) return { to: 'confirm', data: { meter: meter.id, amount: data.amount } };
    const last = await lastAmount(ctx, me);
    const amounts = [...new Set([...(last ? [last] : []), ...AMOUNTS])].slice(0, 4);
    const { currency } = orgOf(ctx);
    return {
      text: t('buy.ask', { meter: nameOf(meter), kwh: kwh(ctx, meter.balance_wh) }),
      choices: [
        ...amounts.map((amount) => ({ id: `a.${amount}`, label: money(ctx, minorOf(ctx, amount), currency) })),
        ...(others > 0 ? [{ id: 'other', label: t('buy.other_meter') }] : []),
      ],
    };
  },
  async answer(talk, input) {
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const { meter } = all;
    if (input.kind === 'choice' && input.id === 'other') return { to: 'meter', data: talk.data };
    if (input.kind === 'choice') return { to: 'confirm', data: { meter: meter.id, amount: input.id.slice(2) } };
    if (input.kind !== 'text') return null;
    const other = command(talk, input.text);
    if (other) return other;
    if (!/\p{N}/u.test(input.text)) return null;
    const quote = await askQuote(talk.ctx, { amount: input.text, meter: meter.id });
    return quote.ok ? { to: 'confirm', data: { meter: meter.id, amount: input.text } } : quote;
  },
};

/** Which of several meters. */
export const meter: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const meters = metersFor(who.me, 'buy');
    if (meters.length < 2) return { to: 'buy', data: {} };
    return {
      text: t('meter.ask'),
      choices: meters.map((one) => ({
        id: one.id,
        label: one.name || one.place || one.number,
        description: t('meter.row', { kwh: kwh(ctx, one.balance_wh), number: one.number }),
      })),
    };
  },
  answer({ data }, input) {
    if (input.kind !== 'choice') return null;
    if (data.want === 'redeem') return { to: 'redeem', data: { meter: input.id } };
    return { to: 'buy', data: { meter: input.id, ...(data.amount && { amount: data.amount }) } };
  },
};

/** What it buys, and how it is paid: by a prompt on a phone, or by a link. */
export const confirm: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const { ctx, t, data } = talk;
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const quote = await askQuote(ctx, { amount: data.amount ?? '', meter: all.meter.id });
    if (!quote.ok) {
      return { to: 'buy', data: { meter: all.meter.id }, send: [{ text: textOf(talk, quote) }] };
    }
    const { choices } = await waysToPay(talk, all, quote.data);
    return {
      text: quoteText(talk, all.meter, quote.data),
      choices: [...choices, ...(all.others > 0 ? [{ id: 'other', label: t('buy.other_meter') }] : [])],
    };
  },
  async answer(talk, input) {
    const { data } = talk;
    const all = await buying(talk);
    if ('step' in all) return all.step;
    if (input.kind === 'text') {
      const other = command(talk, input.text);
      // Another amount, typed.
      return other ?? (/^\p{N}[\p{N}.,\s]*$/u.test(input.text.trim()) ? buy.answer(talk, input) : null);
    }
    if (input.kind !== 'choice') return null;
    if (input.id === 'other') return { to: 'meter', data };
    if (input.id === 'number') return { to: 'phone', data };
    if (input.id === 'link') return byLink(talk, all);
    if (input.id === 'transfer') return byTransfer(talk, all);
    const quote = await askQuote(talk.ctx, { amount: data.amount ?? '', meter: all.meter.id });
    if (!quote.ok) return quote;
    const { phones, last } = await waysToPay(talk, all, quote.data);
    // The id names amount and meter, so that an old button never pays for something else.
    const provider = phones.find(({ name }) => input.id === payId(name, quote.data, all.meter));
    return provider && last ? byPhone(talk, all, provider, last.payer) : null;
  },
};

/** The number of the phone that pays. */
export const phone: FlowState<Doing> = {
  takesNumbers: true,
  ask: ({ t }) => ({ text: t('phone.ask') }),
  async answer(talk, input) {
    if (input.kind !== 'text') return null;
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const other = command(talk, input.text);
    if (other) return other;
    const [only, second] = await phoneProviders(talk, all);
    if (!only) return byLink(talk, all);
    const read = await only.payer?.(talk.ctx, input.text);
    if (read && !read.ok) return read;
    const payer = read?.data ?? input.text;
    return second ? { to: 'operator', data: { ...talk.data, payer } } : byPhone(talk, all, only, payer);
  },
};

/** Which operator has the money: the digits of a number don't say, since people take them along. */
export const operator: FlowState<Doing> = {
  async ask(talk) {
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const providers = await phoneProviders(talk, all);
    return {
      text: talk.t('operator.ask', { payer: talk.data.payer }),
      choices: providers.map(({ name, label }) => ({ id: name, label: talk.t(label) })),
    };
  },
  async answer(talk, input) {
    if (input.kind !== 'choice') return null;
    const all = await buying(talk);
    if ('step' in all) return all.step;
    const provider = (await phoneProviders(talk, all)).find(({ name }) => name === input.id);
    return provider && talk.data.payer ? byPhone(talk, all, provider, talk.data.payer) : null;
  },
};

function quoteText({ ctx, t }: Chat, meter: OwnMeter, quote: QuoteView): string {
  const values = { kwh: kwh(ctx, quote.wh), amount: money(ctx, quote.amount_minor, quote.currency) };
  const line = (label: string, amount: string) => `${label}: ${amount}`;
  const underWay = quote.under_way && {
    amount: money(ctx, quote.under_way.amount_minor, quote.currency),
    kwh: kwh(ctx, quote.under_way.wh),
  };
  return [
    t('confirm.buys', { ...values, meter: nameOf(meter) }),
    ...quote.blocks.map((block) =>
      line(t('confirm.block', { kwh: kwh(ctx, block.wh), price: block.price }), block.amount),
    ),
    ...(['vat', 'levy', 'fee'] as const)
      .filter((name) => Number(quote[name]) > 0)
      .map((name) => line(t(`portal.electricity.${name}`), quote[name])),
    t('portal.electricity.tariff', { name: quote.tariff.name, from: quote.tariff.starts_on }),
    t('portal.electricity.when_paid'),
    ...(underWay ? [t('portal.electricity.under_way', underWay)] : []),
    t('confirm.ask'),
  ].join('\n');
}

const payId = (provider: string, quote: QuoteView, { number }: OwnMeter) =>
  `${provider}.${quote.amount_minor}.${number.slice(-4)}`;

async function phoneProviders(talk: Chat, { meter }: Buying): Promise<Provider[]> {
  const quote = await askQuote(talk.ctx, { amount: talk.data.amount ?? '', meter: meter.id });
  if (!quote.ok) return [];
  const all = await providersFor(talk.ctx, { amountMinor: quote.data.amount_minor, currency: quote.data.currency });
  return all.filter(({ payer }) => payer);
}

/** The ways that the organization and this amount have, the one of the last purchase first. */
async function waysToPay(talk: Chat, all: Buying, quote: QuoteView) {
  const { t } = talk;
  const phones = await phoneProviders(talk, all);
  const last = await lastPayer(all.me);
  phones.sort((a, b) => Number(b.name === last?.provider) - Number(a.name === last?.provider));
  const choices: Choice[] = [
    ...(last
      ? phones.map(({ name, label }) => ({
          id: payId(name, quote, all.meter),
          label: `${t(label)} …${last.payer.slice(-3)}`,
          description: last.payer,
        }))
      : []),
    ...(phones.length > 0 ? [{ id: 'number', label: t('confirm.number') }] : []),
    ...((await takesTransfers(talk.ctx)) ? [{ id: 'transfer', label: t('confirm.transfer') }] : []),
    { id: 'link', label: t('confirm.link') },
  ];
  return { phones, last, choices };
}

/** The phone that paid last for this account, else the account's own. */
async function lastPayer({ ctx, account }: Me): Promise<{ payer: string; provider: string | null } | null> {
  const row = await ctx.db
    .selectFrom('payment_attempt as a')
    .innerJoin('electricity_purchase as p', onOrg('p.payment_id', 'a.payment_id'))
    .select(['a.payer', 'a.provider'])
    .where(inOrg(ctx, 'a'))
    .where(inOrg(ctx, 'p'))
    .where('p.account_id', '=', account.id)
    .where('a.payer', 'is not', null)
    .orderBy('a.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.payer) return { payer: row.payer, provider: row.provider };
  return account.phone ? { payer: account.phone, provider: null } : null;
}

async function lastAmount(ctx: Ctx, { account }: Me): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('electricity_purchase')
    .select('amount_minor')
    .where(inOrg(ctx))
    .where('account_id', '=', account.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? row.amount_minor / minorOf(ctx, 1) : null;
}

function minorOf(ctx: Ctx, amount: number): number {
  const read = readAmount(ctx, String(amount));
  return read.ok ? read.data : 0;
}

const open = (talk: Chat, { me, meter }: Buying) =>
  attempt(talk.ctx, () =>
    openPurchase(me.ctx, meter.id, talk.data.amount ?? '', me.account, { conversationId: talk.conversation.id }),
  );

/** Opens the purchase; the phone is asked as soon as this message is answered. */
async function byPhone(talk: Chat, all: Buying, provider: Provider, payer: string) {
  const { ctx, t } = talk;
  const read = await provider.payer?.(ctx, payer);
  if (read && !read.ok) return read;
  const opened = await open(talk, all);
  if (!opened.ok) return opened;
  await enqueue(all.me.ctx, askPhoneJob, { purchaseId: opened.data.id, provider: provider.name, payer });
  const values = { provider: t(provider.label), payer: read?.data ?? payer };
  return done(t('confirm.asked', values), [menu(talk)]);
}

async function byTransfer(talk: Chat, all: Buying): Promise<Answered<Doing>> {
  const opened = await open(talk, all);
  return opened.ok ? { to: 'proof', data: { payment: opened.data.payment.id } } : opened;
}

async function byLink(talk: Chat, all: Buying) {
  const opened = await open(talk, all);
  if (!opened.ok) return opened;
  return done(talk.t('confirm.by_link', { link: opened.data.pay_link ?? '' }), [menu(talk)]);
}
