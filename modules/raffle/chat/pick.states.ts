import type { FlowState } from '../../../kernel/conversations/index.ts';
import { formatMoney, formattingOf } from '../../../kernel/i18n/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { labels } from '../numbers/label.rule.ts';
import { findRaffle, listRaffles } from '../raffles/raffles.query.ts';
import { type Buying, offerId, raffleOnSale, raffleWords, soldOut, takeNumbers, takeWanted } from './buying.ts';

/** Which raffle: skipped when there is only one. */
export const raffles: FlowState<Buying> = {
  async ask(talk) {
    const { ctx, t } = talk;
    const list = await listRaffles(ctx, { filter: { active: true }, limit: 100 });
    if (!list.ok || list.data.length === 0) return { end: true, send: [{ text: t('raffles.none') }] };
    const [only] = list.data;
    if (only && list.data.length === 1) return { to: 'numbers', data: { raffle: only.id } };
    return {
      text: t('raffles.ask'),
      choices: list.data.map((raffle) => ({
        id: raffle.id,
        label: raffle.title,
        description: t(raffle.counts.available === 0 ? 'raffles.row_taken' : 'raffles.row', {
          price: formatMoney(raffle.ticket_price_minor, raffle.currency, formattingOf(ctx)),
          free: raffle.counts.available,
        }),
      })),
    };
  },
  async answer({ ctx }, input) {
    if (input.kind !== 'choice' && input.kind !== 'text') return null;
    const raffle = await findRaffle(ctx, input.kind === 'choice' ? input.id : input.text);
    return raffle?.active ? { to: 'numbers', data: { raffle: raffle.id } } : null;
  },
};

const AT_RANDOM = { random1: 1, random3: 3, random5: 5 };

/** Which numbers: typed in many ways, or random ones by a button. */
export const numbers: FlowState<Buying> = {
  takesNumbers: true,
  choices: ['random1', 'random3', 'random5'],
  async ask(talk) {
    const raffle = await raffleOnSale(talk);
    if (!raffle) return over(talk.t);
    if (raffle.counts.available === 0) return soldOut(talk, raffle);
    const words = raffleWords(talk, raffle);
    const lines = [
      talk.t('numbers.title', words),
      ...(raffle.description ? [raffle.description] : []),
      talk.t('numbers.facts', words),
      ...(raffle.draw_on ? [talk.t('numbers.draw', words)] : []),
      ...(raffle.per_person_limit ? [talk.t('numbers.limit', { limit: raffle.per_person_limit })] : []),
      talk.t('numbers.ask', words),
    ];
    return { text: lines.join('\n'), ...(raffle.picture_file_id && { image: raffle.picture_file_id }) };
  },
  async again(talk) {
    const raffle = await raffleOnSale(talk);
    return { text: raffle ? talk.t('numbers.ask', raffleWords(talk, raffle)) : talk.t('raffles.none') };
  },
  async answer(talk, input) {
    const raffle = await raffleOnSale(talk);
    if (!raffle) return over(talk.t);
    if (input.kind === 'choice') {
      return takeWanted(talk, raffle, { random: AT_RANDOM[input.id as keyof typeof AT_RANDOM] ?? 0 });
    }
    return input.kind === 'text' ? takeNumbers(talk, raffle, input.text) : null;
  },
};

/** Some were taken: the nearest free ones by a button, or other numbers typed. */
export const near: FlowState<Buying> = {
  takesNumbers: true,
  async ask(talk) {
    const { t, data } = talk;
    const raffle = await raffleOnSale(talk);
    const { offer = [], gone = [] } = data;
    if (!raffle || offer.length === 0) return { to: 'numbers' };
    return {
      text: t('near.ask', { gone: labels(gone, raffle.digits), offer: labels(offer, raffle.digits) }),
      choices: [
        { id: offerId(offer), label: t('near.take') },
        { id: 'other', label: t('near.other') },
      ],
    };
  },
  async answer(talk, input) {
    const { data } = talk;
    const raffle = await raffleOnSale(talk);
    if (!raffle) return over(talk.t);
    if (input.kind === 'text') return takeNumbers(talk, raffle, input.text);
    if (input.kind !== 'choice') return null;
    if (input.id === 'other') return { to: 'numbers', data: { raffle: raffle.id } };
    const { offer = [] } = data;
    return input.id === offerId(offer) ? takeWanted(talk, raffle, offer) : refuse('raffle.numbers.none');
  },
};

const over = (t: (key: string) => string) => ({ end: true as const, send: [{ text: t('raffles.none') }] });
