/** What the states of the electricity chat share. */

import { type Choice, entryId, GO, meaningOf, type Step, type Talk } from '../../../kernel/conversations/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { formatMoney, formatNumber, formattingOf } from '../../../kernel/i18n/index.ts';
import { literal } from '../../../kernel/lib/chat-markup.ts';
import type { Refusal } from '../../../kernel/lib/result.ts';
import { type AccountRow, accountOfPerson, accountPage, asHolder } from '../../../kernel/portal/index.ts';
import type { OwnCustomer } from '../customers/contract.ts';
import { ownCustomers } from '../customers/customers.query.ts';
import { type MemberRight, mayMember } from '../customers/roles.rule.ts';
import type { Meter } from '../meters/contract.ts';
import { mayMeter, showNumber } from '../meters/contract.ts';
import { FLOW } from '../names.ts';

/** What the flow stores between messages. */
export type Doing = {
  /** uuid of the meter chosen */
  meter?: string;
  /** what the meter is chosen for */
  want?: string;
  /** as it was typed */
  amount?: string;
  /** the phone that is asked for the money */
  payer?: string;
  /** uuid of the payment whose receipt is awaited */
  payment?: string;
};
export type Chat = Talk<Doing>;
export type OwnMeter = Meter & { role: OwnCustomer['role'] };
/** Whose chat this is: the account, the rights of its holder, and their meters. */
export type Me = { ctx: Ctx; account: AccountRow; meters: OwnMeter[] };

export const entry = ({ t }: Chat, id: string): Choice => ({
  id: entryId(FLOW, id),
  label: t(`entries.${id}.label`),
});
export const menu = ({ t }: Chat): Choice => ({ id: GO.menu, label: t('chat.button.menu') });

export const done = (text: string, choices: Choice[]): { end: true; send: { text: string; choices: Choice[] }[] } => ({
  end: true,
  send: [{ text, choices }],
});

export const textOf = ({ t }: Chat, refusal: Refusal) => t(`errors.${refusal.code}`, refusal.detail);

/** The account behind this chat with its meters, the one that was bought for last first; or why there is none. */
export async function whoIs(talk: Chat): Promise<{ me: Me } | { step: Step<Doing> }> {
  const { ctx, conversation, t } = talk;
  const account = await accountOfPerson(ctx, conversation.personId);
  if (!account) {
    const page = await accountPage(ctx);
    const text = page ? t('stranger', { link: `${ctx.config.PUBLIC_URL}${page}` }) : t('closed');
    return { step: done(text, [menu(talk)]) };
  }
  const holder = asHolder(ctx, account);
  const own = await ownCustomers(holder);
  const meters = own.ok ? own.data.flatMap(({ meters, role }) => meters.map((meter) => ({ ...meter, role }))) : [];
  if (meters.length === 0) {
    const page = await accountPage(ctx);
    return { step: done(t('no_meter', { link: `${ctx.config.PUBLIC_URL}${page ?? ''}` }), [menu(talk)]) };
  }
  const last = await lastMeter(holder, account.id);
  meters.sort((a, b) => Number(b.id === last) - Number(a.id === last));
  return { me: { ctx: holder, account, meters } };
}

async function lastMeter(ctx: Ctx, accountId: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('electricity_purchase')
    .select('meter_id')
    .where(inOrg(ctx))
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.meter_id;
}

/** Those of them with which the person may do this now. */
export const metersFor = ({ meters }: Me, right: MemberRight) =>
  meters.filter(({ role, state }) => mayMember(right, role) && (right === 'see' || mayMeter('buy', state)));

/** A meter as people call it; a name is no markup. */
export const nameOf = (meter: Pick<Meter, 'name' | 'place' | 'number'>) =>
  literal(meter.name || meter.place || showNumber(meter.number));

export const kwh = (ctx: Ctx, wh: number) => formatNumber(wh / 1000, formattingOf(ctx), { maximumFractionDigits: 1 });
export const money = (ctx: Ctx, minor: number, currency: string) => formatMoney(minor, currency, formattingOf(ctx));

const COMMANDS = ['balance', 'buy', 'history', 'report', 'redeem', 'token'] as const;

/**
 * What somebody typed wherever they were: "balance", "buy 1000". These words may belong to another module of the
 * organization; whoever types them here means electricity.
 */
export function command(talk: Chat, text: string): Step<Doing> | null {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const means = (word: string) => meaningOf(talk.ctx, word, 'chat.electricity.words', COMMANDS);
  const whole = means(text);
  if (whole) return { to: whole, data: {} };
  const amount = rest.join(' ');
  return means(first) === 'buy' && /\d/.test(amount.normalize('NFKC')) ? { to: 'buy', data: { amount } } : null;
}
