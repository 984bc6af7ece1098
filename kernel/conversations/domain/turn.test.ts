import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatInput, conversation, PRIZES, shop, undone, world } from '../test/shop.ts';
import { choiceId, entryId, GO, readButtonId } from './button-id.ts';
import type { Prompt } from './flow.ts';
import { nowhere } from './round.ts';
import { lead } from './turn.ts';

const pick = (id: string) => choiceId('fair.shop', 'pick', id);

describe('a conversation', () => {
  it('begins with a greeting and the menu, after any text', async () => {
    const chat = conversation();
    expect(await chat.send('good evening to all')).toBe('en:chat.greeting\n\nen:chat.menu.ask');
    expect(chat.offered()).toEqual(['Prizes']);
    expect(await chat.send('gibberish')).toContain('en:chat.not_understood');
  });

  it('begins in the language of its greeting, when only one has it', async () => {
    const chat = conversation();
    expect(await chat.send('namaste')).toBe('hi:chat.greeting\n\nhi:chat.menu.ask');
    expect(chat.language()).toBe('hi');
    const later = conversation();
    await later.send('hello');
    await later.send('namaste');
    expect(later.language()).toBe('en');
  });

  it('goes from the menu through the questions to the end', async () => {
    const chat = conversation();
    await chat.send('hello');
    expect(await chat.send('1')).toBe('Which prize?');
    expect(await chat.send('prize 3')).toBe('How many of p3?');
    expect(await chat.send('4')).toBe('4 of p3, right?');
    expect(await chat.send('Confirm')).toBe('Send the receipt.');
    expect(await chat.photo()).toBe('Thank you!');
    expect(chat.offered()).toEqual(['en:chat.button.menu']);
    expect(chat.at()).toBeNull();
  });

  it('reads digits as an answer where the state allows it, otherwise as the number of a choice', async () => {
    const chat = conversation();
    await chat.send('prizes');
    await chat.send('2');
    expect(chat.place().data).toEqual({ picked: 'p2' });
    await chat.send('2');
    expect(chat.place().data).toEqual({ picked: 'p2', count: 2 });
    const typed = conversation({ typed: true, capacity: 9 });
    await typed.send('prizes');
    await typed.send('2');
    expect(await typed.send('a')).toBe('1 of p2, right?');
  });

  it('accepts the words of a choice in any language', async () => {
    const chat = conversation();
    for (const text of ['prizes', '1', '3']) await chat.send(text);
    expect(await chat.send('¡Sí!')).toBe('Send the receipt.');
  });

  it('stores only data that a step returns', async () => {
    const chat = conversation();
    for (const text of ['prizes', '1']) await chat.send(text);
    await chat.send('99');
    expect(chat.place().data).toEqual({ picked: 'p1' });
  });
});

describe('a button', () => {
  it('of another question is answered as old, and the current question is repeated', async () => {
    const chat = conversation();
    await chat.send('prizes');
    await chat.tap(pick('p1'));
    expect(await chat.tap(pick('p2'))).toBe('en:chat.stale\n\nHow many of p1?');
    expect(chat.place().data).toEqual({ picked: 'p1' });
  });

  it('of the same question works on every page, until the choice is removed', async () => {
    const chat = conversation();
    await chat.send('prizes');
    await chat.tap('fair.shop.pick+2');
    expect(chat.offered()).toEqual([...PRIZES.slice(9, 18).map((prize) => prize.label), 'en:chat.button.more']);
    expect(await chat.tap(pick('p99'))).toContain('en:chat.stale');
    expect(await chat.tap(pick('p1'))).toBe('How many of p1?');
  });

  it('of an entry or of the server works from anywhere', async () => {
    const chat = conversation();
    await chat.send('prizes');
    expect(await chat.tap(entryId('fair.shop', 'gift'))).toBe('How many of p1?');
    expect(await chat.tap(GO.menu)).toBe('en:chat.menu.ask');
  });

  it.each(['', 'nonsense', 'gone.flow!x', 'fair.shop!unheard', '!unheard', 'fair.shop.pick+2', pick('p1')])(
    '%j, which leads nowhere now, is answered as old',
    async (id) => expect(await conversation().tap(id)).toBe('en:chat.stale\n\nen:chat.menu.ask'),
  );
});

describe('the words of the server', () => {
  it('back goes through the earlier states with their data, and ends at the menu', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3', '4']) await chat.send(text);
    expect(await chat.send('back')).toBe('How many of p3?');
    expect(chat.place().data).toEqual({ picked: 'p3' });
    expect(await chat.send('back')).toBe('Which prize?');
    expect(await chat.send('back')).toBe('en:chat.menu.ask');
    expect(await chat.send('back')).toBe('en:chat.menu.ask');
  });

  it('back goes no further than a state with noReturn', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3', '4', 'ok']) await chat.send(text);
    expect(await chat.send('back')).toBe('en:chat.menu.ask');
  });

  it('cancel asks the flow first', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3']) await chat.send(text);
    expect(await chat.send('cancel')).toBe('en:chat.cancelled\n\nen:chat.menu.ask');
    for (const text of ['prizes', '3', '4']) await chat.send(text);
    expect(await chat.send('cancel')).toBe('Order cancelled.');
    expect(await chat.send('cancel')).toBe('en:chat.menu.ask');
  });

  it('help sends the question’s own help, and repeats the question', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3']) await chat.send(text);
    expect(await chat.send('help')).toBe('A number up to 10.\n\nen:chat.help\n\nHow many of p3?');
    expect(await chat.send('many')).toBe('en:chat.not_understood\n\nA number up to 10.\n\nHow many of p3?');
  });

  it('language is chosen by number, and the question is repeated in it', async () => {
    const chat = conversation();
    await chat.send('prizes');
    expect(await chat.send('language')).toBe('en:chat.language.ask');
    expect(await chat.send('2')).toBe('hi:chat.language.changed\n\nWhich prize?');
    expect(chat.language()).toBe('hi');
    await chat.send('4');
    expect(chat.place().data).toEqual({ picked: 'p4' });
  });

  it('person calls staff, and keeps the place', async () => {
    const chat = conversation();
    await chat.send('prizes');
    const { person, send } = await chat.act({ kind: 'text', text: 'person' });
    expect([person, send[0]?.text, chat.at()]).toEqual([true, 'en:chat.person', 'pick']);
  });

  it('of a flow that this organization does not use are ignored', async () => {
    expect(await conversation().send('elsewhere')).toContain('en:chat.greeting');
  });
});

describe('problems', () => {
  it('a refusal is sent, its writes rolled back, and the question repeated', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3']) await chat.send(text);
    undone.length = 0;
    expect(await chat.send('11')).toBe('At most 10.\n\nHow many of p3?');
    expect(undone).toEqual(['fair.too_many']);
  });

  it('a picture that could not be fetched is explained, without calling a flow', async () => {
    const chat = conversation();
    for (const text of ['prizes', '3']) await chat.send(text);
    expect(await chat.photo('media.gone')).toBe('The picture is gone.\n\nHow many of p3?');
    expect(await chat.photo()).toBe('A fine picture.');
  });

  it('a voice message or a sticker gets another text than unknown words', async () => {
    const chat = conversation();
    await chat.send('prizes');
    const { send } = await chat.act({ kind: 'other', what: 'voice' });
    expect(send[0]?.text).toBe('en:chat.not_readable\n\nWhich prize?');
    expect(await chat.send('hm')).toBe('en:chat.not_understood\n\nWhich prize?');
  });

  it('a flow or state that was removed leads to the menu', async () => {
    const chat = conversation();
    chat.put({ ...nowhere(), flow: 'fair.shop', state: 'gone', data: {} });
    expect(await chat.tap(choiceId('fair.shop', 'gone', 'x'))).toContain('en:chat.stale');
    chat.put({ ...nowhere(), flow: 'gone.flow', state: 'x', data: {} });
    expect(await chat.send('5')).toContain('en:chat.menu.ask');
    expect(chat.place().flow).toBeNull();
  });

  it('a choice whose id is too long for a button throws', async () => {
    const offering = (id: string) => ({
      ...shop,
      states: {
        ...shop.states,
        pick: { ask: () => ({ text: '?', choices: [{ id, label: 'x' }] }), answer: () => null },
      },
    });
    const ask = (id: string) => conversation({ flows: new Map([[shop.name, offering(id)]]) }).send('prizes');
    await expect(ask('wow!')).rejects.toThrow(/leads nowhere/);
    await expect(ask('x'.repeat(60))).rejects.toThrow(/of 64/);
    await expect(ask(GO.menu)).resolves.toBe('?');
  });

  it('questions that lead in a circle, or to an unknown state, throw', async () => {
    const circle = { ...shop, states: { ...shop.states, pick: { ask: () => ({ to: 'pick' }), answer: () => null } } };
    await expect(conversation({ flows: new Map([[shop.name, circle]]) }).send('prizes')).rejects.toThrow(/circle/);
    const lost = { ...shop, states: { ...shop.states, pick: { ask: () => ({ to: 'lost' }), answer: () => null } } };
    await expect(conversation({ flows: new Map([[shop.name, lost]]) }).send('prizes')).rejects.toThrow(/no state lost/);
  });
});

describe('without a question', () => {
  it('a deep link leads to its flow; an unknown one is read as text', async () => {
    const chat = conversation();
    expect(await chat.send('/start p7')).toBe('How many of p7?');
    expect(await chat.send('/start unknown')).toContain('en:chat.not_understood');
    const { send } = await conversation().act({ kind: 'text', text: '' }, 'p9');
    expect(send[0]?.text).toBe('How many of p9?');
  });

  it('a picture goes to the flow that expects it', async () => {
    const chat = conversation();
    await chat.send('hello');
    expect(await chat.photo()).toBe('Kept for later.');
  });

  it('a question with nothing to ask ends', async () => {
    const chat = conversation();
    expect(await chat.tap(entryId('fair.shop', 'none'))).toBe('Nothing here.');
    expect(chat.offered()).toEqual(['en:chat.button.menu']);
  });

  it('an organization without flows offers a person', async () => {
    const chat = conversation({ flows: new Map() });
    await chat.send('hello');
    expect(chat.offered()).toEqual(['en:chat.button.person']);
  });
});

describe('time', () => {
  it('is limited by the state, and ends at the menu or where the flow decides', async () => {
    const chat = conversation();
    const { timeoutMinutes } = await chat.act({ kind: 'text', text: 'prizes' });
    expect(timeoutMinutes).toBe(30);
    expect(await chat.wait()).toBe('en:chat.timeout');
    expect(chat.offered()).toEqual(['en:chat.button.menu']);
    for (const text of ['prizes', '3', '4', 'ok']) await chat.send(text);
    expect(await chat.wait()).toBe('Still there? | Send the receipt.');
    expect(chat.at()).toBe('done');
  });

  it('that ran out without an open question sends nothing', async () => {
    expect(await conversation().wait()).toBe('');
  });
});

it('a flow is entered from outside with its own texts', async () => {
  const before = { place: nowhere(), language: 'en', fresh: false };
  const outcome = await lead(world(), before, shop, {
    to: 'done',
    data: { picked: 'p1' },
    send: [{ text: 'Unreadable.' }],
  });
  expect(outcome.send.map(({ text }) => text)).toEqual(['Unreadable.', 'Send the receipt.']);
  expect(outcome.place).toMatchObject({ flow: 'fair.shop', state: 'done', data: { picked: 'p1' } });
});

describe('any message', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.constantFrom('1', '2', '10', '11', 'a', 'prizes', 'confirm', 'more', '/start p3', 'sí', ...Object.keys(GO)),
  );
  const ids = fc.oneof(
    fc.string({ maxLength: 70 }),
    fc.constantFrom(
      ...Object.values(GO),
      '!language.hi',
      '!language.xx',
      '+2',
      'fair.shop.pick+3',
      entryId('fair.shop', 'gift'),
      entryId('fair.shop', 'none'),
    ),
    fc
      .constantFrom('pick', 'count', 'confirm', 'done')
      .chain((state) =>
        fc
          .constantFrom('p1', 'p23', 'one', 'lots', 'yes', 'change')
          .map((choice) => choiceId('fair.shop', state, choice)),
      ),
  );
  const input: fc.Arbitrary<ChatInput> = fc.oneof(
    texts.map((text): ChatInput => ({ kind: 'text', text })),
    ids.map((id): ChatInput => ({ kind: 'choice', id, text: '' })),
    fc.boolean().map(
      (had): ChatInput => ({
        kind: 'media',
        media: 'image',
        file: had ? { id: 'f' } : null,
        caption: '',
        ...(!had && { fault: 'media.gone' }),
      }),
    ),
    fc.constant<ChatInput>({ kind: 'other', what: 'sticker' }),
  );

  it('gets an answer, the new place exists, and every button has a valid id', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(input), { maxLength: 25 }),
        fc.constantFrom(9, 10, 40),
        async (turns, capacity) => {
          const chat = conversation({ capacity, typed: capacity === 9 });
          for (const one of turns) {
            if (one === null) {
              await chat.wait();
              continue;
            }
            const { send, place } = await chat.act(one);
            expect(send.length).toBeGreaterThan(0);
            expect(send.every(({ text }: Prompt) => text !== '')).toBe(true);
            expect(place.flow === null).toBe(place.state === null);
            if (place.flow) expect(Object.keys(shop.states)).toContain(place.state);
            for (const { id } of send.flatMap(({ choices = [] }) => choices)) expect(readButtonId(id)).not.toBeNull();
            expect(place.offered.length).toBeLessThanOrEqual(capacity);
            expect(place.stack.length).toBeLessThanOrEqual(20);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
