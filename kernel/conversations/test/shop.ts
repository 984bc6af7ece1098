/** A flow and its environment in memory, for the engine's tests: a small shop at a fair. */

import { entryId, GO } from '../domain/button-id.ts';
import type { AnyFlowOf, ChatInputOf } from '../domain/flow.ts';
import { nowhere, type Place, type Surroundings } from '../domain/round.ts';
import { type Before, type Outcome, timeOut, turn } from '../domain/turn.ts';
import { gatherWords } from '../domain/words.ts';

export type Talk = { data: { picked?: string; count?: number }; language: string };
export type File = { id: string };
export type ChatInput = ChatInputOf<File>;

export const PRIZES = Array.from({ length: 23 }, (_, i) => ({ id: `p${i + 1}`, label: `Prize ${i + 1}` }));
export const undone: string[] = [];

/** A small shop: choose a prize, give the number, confirm. */
export const shop: AnyFlowOf<Talk, File> = {
  name: 'fair.shop',
  texts: 'chat.fair',
  initial: () => ({}),
  entries: [
    { id: 'prizes', to: 'pick', menu: true },
    { id: 'gift', to: 'count', data: () => ({ picked: 'p1' }) },
    { id: 'none', to: 'nothing' },
  ],
  states: {
    pick: {
      ask: () => ({ text: 'Which prize?', choices: PRIZES }),
      answer: (_, input) => (input.kind === 'choice' ? { to: 'count', data: { picked: input.id } } : null),
      timeoutMinutes: 30,
    },
    count: {
      takesNumbers: true,
      choices: ['one', 'lots'],
      ask: ({ data }) => ({ text: `How many of ${data.picked}?` }),
      answer: ({ data }, input) => {
        if (input.kind === 'media') return { stay: true, send: [{ text: 'A fine picture.' }] };
        const count =
          input.kind === 'choice'
            ? input.id === 'one'
              ? 1
              : 99
            : Number(input.kind === 'text' ? input.text : Number.NaN);
        if (Number.isNaN(count)) return null;
        if (count > 10) return { ok: false, code: 'fair.too_many', detail: { most: 10 } };
        data.count = 77; // a copy: forgotten
        return { to: 'confirm', data: { ...data, count } };
      },
    },
    confirm: {
      choices: ['yes', 'change'],
      ask: ({ data }) => ({ text: `${data.count} of ${data.picked}, right?` }),
      answer: (_, input) => {
        if (input.kind !== 'choice') return null;
        return input.id === 'yes' ? { to: 'done' } : { to: 'count' };
      },
    },
    done: {
      noReturn: true,
      ask: () => ({ text: 'Send the receipt.' }),
      answer: (_, input) => (input.kind === 'media' ? { end: true, send: [{ text: 'Thank you!' }] } : null),
      timeoutMinutes: 5,
      onTimeout: () => ({ to: 'done', send: [{ text: 'Still there?' }] }),
    },
    nothing: { ask: () => ({ end: true, send: [{ text: 'Nothing here.' }] }), answer: () => null },
  },
  start: (_, payload) => (payload.startsWith('p') ? { to: 'count', data: { picked: payload } } : null),
  unasked: (_, input) => (input.kind === 'media' ? { end: true, send: [{ text: 'Kept for later.' }] } : null),
  cancel: ({ data }) => (data.count ? { end: true, send: [{ text: 'Order cancelled.' }] } : null),
};

const shopTexts: Record<string, string> = {
  'errors.fair.too_many': 'At most {{most}}.',
  'errors.media.gone': 'The picture is gone.',
  'chat.fair.entries.prizes.label': 'Prizes',
  'chat.fair.count.choices.one': 'Just one',
  'chat.fair.count.choices.lots': 'Lots',
  'chat.fair.confirm.choices.yes': 'Confirm',
  'chat.fair.confirm.choices.change': 'Change',
  'chat.fair.confirm.words.yes': 'ok, sí',
  'chat.fair.count.help': 'A number up to 10.',
};

export const world = (over: Partial<Surroundings<Talk, File>> = {}): Surroundings<Talk, File> => ({
  flows: new Map([[shop.name, shop]]),
  words: gatherWords([
    ...Object.entries(GO).map(([name, id]) => ({ id, words: [name] })),
    { id: entryId('fair.shop', 'prizes'), words: ['prizes'] },
    { id: entryId('gone.flow', 'x'), words: ['elsewhere'] },
  ]).words,
  languages: ['en', 'hi'],
  capacity: 10,
  typed: false,
  text: (language, key, values = {}) => {
    const text =
      shopTexts[key] ?? (key.startsWith('chat.fair.') || key.startsWith('errors.') ? undefined : `${language}:${key}`);
    return text?.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
  },
  greetingLanguage: (text) => (text === 'namaste' ? 'hi' : undefined),
  languageName: (code) => code.toUpperCase(),
  talk: (_, data, language) => ({ data: data as Talk['data'], language }),
  attempt: async (work) => {
    const result = await work();
    if (result && 'ok' in result) undone.push(result.code);
    return result;
  },
  ...over,
});

/** A conversation whose place is kept from call to call. */
export function conversation(over: Partial<Surroundings<Talk, File>> = {}) {
  let before: Before = { place: nowhere(), language: 'en', fresh: true };
  const keep = (outcome: Outcome) => {
    // Like the database: only what survives JSON.
    before = { place: JSON.parse(JSON.stringify(outcome.place)), language: outcome.language, fresh: false };
    return outcome;
  };
  const texts = ({ send }: Outcome) => send.map(({ text }) => text).join(' | ');
  const act = async (input: ChatInput, start?: string) => keep(await turn(world(over), before, input, start));
  return {
    act,
    send: async (text: string) => texts(await act({ kind: 'text', text })),
    tap: async (id: string) => texts(await act({ kind: 'choice', id, text: 'label' })),
    photo: async (fault?: string) =>
      texts(
        await act({
          kind: 'media',
          media: 'image',
          file: fault ? null : { id: 'f' },
          caption: '',
          ...(fault && { fault }),
        }),
      ),
    wait: async () => texts(keep(await timeOut(world(over), before))),
    place: () => before.place,
    at: () => before.place.state,
    offered: () => before.place.offered.map(({ label }) => label),
    language: () => before.language,
    put: (place: Place) => {
      before = { ...before, place };
    },
  };
}
