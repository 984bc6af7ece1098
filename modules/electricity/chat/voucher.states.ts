import { attempt, type FlowState } from '../../../kernel/conversations/index.ts';
import { formatDateTime, formattingOf } from '../../../kernel/i18n/index.ts';
import { issueTokens } from '../tokens/issue-tokens.action.ts';
import { listTokens } from '../tokens/tokens.query.ts';
import { redeemVoucher } from '../vouchers/redeem-voucher.action.ts';
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
  nameOf,
  whoIs,
} from './talking.ts';

/** The digits of a voucher, for the meter chosen, else for the one of the last purchase. */
export const redeem: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const meters = metersFor(who.me, 'buy');
    const meter = meters.find(({ id }) => id === talk.data.meter) ?? meters[0];
    if (!meter) return done(talk.t('buy.none'), [entry(talk, 'balance'), menu(talk)]);
    return {
      text: talk.t('redeem.ask', { meter: nameOf(meter) }),
      ...(meters.length > 1 && { choices: [{ id: 'other', label: talk.t('buy.other_meter') }] }),
    };
  },
  async answer(talk, input) {
    if (input.kind === 'choice') return { to: 'meter', data: { ...talk.data, want: 'redeem' } };
    if (input.kind !== 'text') return null;
    const other = command(talk, input.text);
    if (other) return other;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    return redeemTyped(talk, who.me, input.text);
  },
};

async function redeemTyped(talk: Chat, me: Me, code: string) {
  const { ctx, t, data } = talk;
  const meters = metersFor(me, 'buy');
  const meter = meters.find(({ id }) => id === data.meter) ?? meters[0];
  if (!meter) return null;
  const redeemed = await attempt(ctx, () =>
    redeemVoucher(me.ctx, { code: code.slice(0, 60), meter: meter.id }, me.account),
  );
  if (!redeemed.ok) return redeemed;
  const { wh, balance_wh, tokens } = redeemed.data;
  const said = t('notice.credited', { kwh: kwh(ctx, wh), left: kwh(ctx, balance_wh), meter: nameOf(meter) });
  const typed = tokens.flatMap(({ token }) => (token ? [t('token.type', { token })] : []));
  return done([said, ...typed].join('\n'), [entry(talk, 'balance'), menu(talk)]);
}

/** How many meters, and how many tokens of each, one message shows. */
const MAX_METERS = 4;
const MAX_TOKENS = 3;

/** The latest tokens of the meters with a keypad. */
export const token: FlowState<Doing> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const who = await whoIs(talk);
    if ('step' in who) return who.step;
    const lines: string[] = [];
    for (const meter of who.me.meters.slice(0, MAX_METERS)) {
      await issueTokens(who.me.ctx, meter.id);
      const tokens = await listTokens(who.me.ctx, meter.id, { limit: MAX_TOKENS, history: meter.history });
      for (const one of tokens.ok ? tokens.data : []) {
        const when = formatDateTime(one.created_at, formattingOf(ctx));
        const values = { when, kwh: kwh(ctx, one.wh), meter: nameOf(meter), token: one.token ?? '' };
        lines.push(t(one.token ? 'token.line' : 'token.waits', values));
      }
    }
    return done(lines.length > 0 ? lines.join('\n') : t('token.none'), [entry(talk, 'balance'), menu(talk)]);
  },
  answer: (talk, input) => (input.kind === 'text' ? command(talk, input.text) : null),
};
