/** A flow for the package's tests: a library that lends books. Its texts are here, because no module has it. */
import type { TestApp } from '../../../test/harness/index.ts';
import { createTexts, gatherTexts, readLanguageFiles, type TextTree } from '../../i18n/index.ts';
import { refuse } from '../../lib/result.ts';
import { changePerson } from '../../people/index.ts';
import { checkFlows } from '../check-flows.ts';
import { gatherFlows } from '../flows.ts';
import { defineFlow, entryId, GO } from '../index.ts';

type Loan = { book?: string; days?: number };

const BOOKS = ['Malgudi Days', 'Godaan', 'Pedro Páramo', 'Middlemarch', 'Rayuela', 'Gitanjali', 'Emma'].concat(
  ...Array.from({ length: 8 }, (_, i) => `Almanac ${2010 + i}`),
);

/** calls of its functions, for tests that check that something did not happen */
export const asked: string[] = [];

export const lending = defineFlow<Loan>({
  name: 'library.lend',
  texts: 'chat.library',
  initial: () => ({}),
  entries: [
    { id: 'books', to: 'pick', menu: true },
    { id: 'mine', to: 'mine', menu: true },
  ],
  states: {
    pick: {
      ask: ({ t }) => ({ text: t('pick.ask'), choices: BOOKS.map((label, index) => ({ id: String(index), label })) }),
      answer: (_, input) => (input.kind === 'choice' ? { to: 'days', data: { book: BOOKS[Number(input.id)] } } : null),
    },
    days: {
      takesNumbers: true,
      choices: ['week', 'month'],
      ask: ({ t, data }) => ({ text: t('days.ask', { book: data.book }) }),
      async answer({ ctx, conversation, data }, input) {
        if (input.kind !== 'choice' && input.kind !== 'text') return null;
        const days = input.kind === 'choice' ? { week: 7, month: 30 }[input.id] : Number(input.text);
        if (!days) return null;
        // Written first and refused later: the write must be rolled back.
        await changePerson(ctx, conversation.personId, { name: `Reader for ${days} days` });
        if (days > 60) return refuse('library.too_long', { most: 60 });
        if (days === 13) throw new Error('the library is closed on the thirteenth');
        return { to: 'photo', data: { ...data, days } };
      },
      timeoutMinutes: 30,
    },
    photo: {
      noReturn: true,
      ask: ({ t, data }) => ({ text: t('photo.ask', { book: data.book, days: data.days }) }),
      answer({ t, message }, input) {
        if (input.kind !== 'media' || !input.file) return null;
        asked.push(`${input.file.contentType} ${input.caption} ${message?.eventId ? 'of an event' : ''}`.trim());
        return {
          end: true,
          send: [{ text: t('photo.thanks'), choices: [{ id: entryId('library.lend', 'books'), label: t('again') }] }],
        };
      },
      timeoutMinutes: 60 * 24,
      onTimeout: ({ t }) => ({ end: true, send: [{ text: t('photo.timeout') }] }),
    },
    mine: {
      ask: ({ t, conversation }) => ({
        end: true,
        send: [
          {
            text: t('mine.none', { name: conversation.displayName ?? '' }),
            choices: [{ id: GO.menu, label: t('again') }],
          },
        ],
      }),
      answer: () => null,
    },
  },
  start: (_, payload) => (BOOKS[Number(payload)] ? { to: 'days', data: { book: BOOKS[Number(payload)] } } : null),
});

const words: Record<string, TextTree> = {
  'library/en.json': library({
    books: ['Books', 'books, borrow'],
    mine: ['My books', 'my loans'],
    pick: 'Which book would you like?',
    days: ['For how many days would you like {{book}}?', 'A number of days, at most 60.', 'A week', 'A month'],
    photo: [
      '{{book}} for {{days}} days. Send a photo of your card, please.',
      'Thank you, come and fetch it.',
      'No photo came, so the book went back to the shelf.',
    ],
    mine_none: 'You have no books, {{name}}.',
    again: 'More books',
    too_long: 'At most {{most}} days.',
  }),
  'library/hi.json': library({
    books: ['किताबें', 'किताब, kitab, kitaben'],
    mine: ['मेरी किताबें', 'meri kitaben'],
    pick: 'आपको कौन सी किताब चाहिए?',
    days: ['{{book}} कितने दिनों के लिए चाहिए?', 'दिनों की संख्या, अधिकतम 60।', 'एक हफ़्ता', 'एक महीना'],
    photo: [
      '{{book}}, {{days}} दिन। कृपया अपने कार्ड की फ़ोटो भेजें।',
      'धन्यवाद, आकर ले जाइए।',
      'फ़ोटो नहीं आई, इसलिए किताब वापस रख दी गई।',
    ],
    mine_none: '{{name}}, आपके पास कोई किताब नहीं है।',
    again: 'और किताबें',
    too_long: 'अधिकतम {{most}} दिन।',
  }),
  'library/es.json': library({
    books: ['Libros', 'libros, libro, prestar'],
    mine: ['Mis libros', 'mis préstamos'],
    pick: '¿Qué libro desea?',
    days: ['¿Por cuántos días quiere {{book}}?', 'Un número de días, 60 como máximo.', 'Una semana', 'Un mes'],
    photo: [
      '{{book}} por {{days}} días. Envíe una foto de su carnet, por favor.',
      'Gracias, pase a buscarlo.',
      'No llegó la foto, así que el libro volvió al estante.',
    ],
    mine_none: 'No tiene libros, {{name}}.',
    again: 'Más libros',
    too_long: '{{most}} días como máximo.',
  }),
};

function library(w: {
  books: string[];
  mine: string[];
  pick: string;
  days: string[];
  photo: string[];
  mine_none: string;
  again: string;
  too_long: string;
}): TextTree {
  const entry = ([label = '', list = '']: string[]) => ({ label, words: list });
  const [ask = '', help = '', week = '', month = ''] = w.days;
  const [card = '', thanks = '', timeout = ''] = w.photo;
  return {
    chat: {
      library: {
        entries: { books: entry(w.books), mine: entry(w.mine) },
        pick: { ask: w.pick },
        days: { ask, help, choices: { week, month } },
        photo: { ask: card, thanks, timeout },
        mine: { none: w.mine_none },
        again: w.again,
      },
    },
    errors: { library: { too_long: w.too_long } },
  };
}

export const libraryTexts = createTexts(gatherTexts({ ...readLanguageFiles(), ...words }));

/** Replaces a server's flows by the library; the returned function restores them. */
export function openLibrary(app: TestApp): () => void {
  const services = app.boot.services;
  const before = services.flows;
  const owned = [{ flow: lending, module: null }];
  checkFlows(owned, [...(services.channels?.adapters.values() ?? [])], libraryTexts);
  services.flows = gatherFlows(owned, libraryTexts);
  return () => {
    if (before) services.flows = before;
  };
}
